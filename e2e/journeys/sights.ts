// The pages of the console in a full, realistic state, for the journeys that look at all of them.
import { expect, type Page } from '@playwright/test'
import type { Network } from '@/lib/contract/networks'
import type { Stack } from '@/lib/contract/stacks'
import type { Ground } from './journey'
import { containersOf, deployed, hostNamed, removed, sample } from './set-up'

const stacks = { demo: 'demo.yaml', orders: 'spec-health.yaml', linked: 'v1-links.yml' }

/** Deploys the samples; those that run already stay. */
export async function withSamples(ground: Ground): Promise<void> {
  const known = await ground.client.call<Stack[]>('GET', '/stacks')
  for (const [name, file] of Object.entries(stacks)) {
    if (known.some((stack) => stack.name === name && stack.state === 'running')) continue
    await deployed(ground, name, (await sample(file)).content)
  }
  await ground.client.call('PUT', '/registries/registry.example.com:5000', { username: 'harbour', password: 'kept' })
}

export const withoutSamples = (ground: Ground) => removed(ground, ...Object.keys(stacks))

export type Sight = {
  name: string
  path: string
  heading: string | RegExp
  /** What comes last on the page. */
  last?: string | RegExp
}

/** Opens the page and waits until it is complete. */
export async function openSight(page: Page, url: string, { path, heading, last }: Sight): Promise<void> {
  await page.goto(`${url}${path}`)
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0)
  if (last !== undefined) await expect(page.getByText(last).first()).toBeVisible()
}

/** The same in any language. */
export async function openAny(page: Page, url: string, { path }: Sight): Promise<void> {
  await page.goto(`${url}${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0)
}

export async function sights(ground: Ground): Promise<Sight[]> {
  const kiel = await hostNamed(ground, 'kiel')
  const web = (await containersOf(ground, 'demo')).find(({ service }) => service === 'web')
  const networks = await ground.client.call<Network[]>('GET', '/networks')
  const network = networks.find(({ stack }) => stack === 'demo')
  return [
    { name: 'overview', path: '/overview', heading: 'Overview', last: 'What changed' },
    { name: 'board', path: '/board', heading: 'Board' },
    { name: 'stacks', path: '/stacks', heading: 'Stacks' },
    { name: 'stack', path: '/stacks/demo', heading: 'demo' },
    { name: 'stack-file', path: '/stacks/demo?tab=file', heading: 'demo' },
    { name: 'stack-deployments', path: '/stacks/orders?tab=deployments', heading: 'orders' },
    { name: 'containers', path: '/containers', heading: 'Containers' },
    { name: 'container', path: `/containers/${web?.id}`, heading: /web/ },
    { name: 'container-logs', path: `/containers/${web?.id}?tab=logs`, heading: /web/ },
    { name: 'container-stats', path: `/containers/${web?.id}?tab=stats`, heading: /web/, last: /Measured only/ },
    { name: 'container-files', path: `/containers/${web?.id}?tab=files`, heading: /web/, last: /entries/ },
    { name: 'container-env', path: `/containers/${web?.id}?tab=env`, heading: /web/ },
    { name: 'container-history', path: `/containers/${web?.id}?tab=history`, heading: /web/ },
    { name: 'container-why', path: `/containers/${web?.id}?tab=why`, heading: /web/ },
    { name: 'logs', path: '/logs?q=stack%3Ademo', heading: 'Logs' },
    { name: 'logs-search', path: '/logs?q=stack%3Ademo&search=%5Cd&re=1&since=24h', heading: 'Logs' },
    { name: 'stack-logs', path: '/stacks/demo?tab=logs', heading: 'demo' },
    { name: 'hosts', path: '/hosts', heading: 'Hosts' },
    { name: 'host', path: `/hosts/${kiel.id}`, heading: 'kiel' },
    { name: 'host-add', path: '/hosts/add', heading: /host/i },
    { name: 'labels', path: '/labels?expression=storage%3D%3Dssd', heading: 'Labels' },
    { name: 'networks', path: '/networks', heading: 'Networks' },
    { name: 'networks-reach', path: '/networks?tab=reach&of=demo%2Fweb', heading: 'Networks' },
    { name: 'networks-ports', path: '/networks?tab=ports', heading: 'Networks' },
    { name: 'networks-subnets', path: '/networks?tab=subnets', heading: 'Networks' },
    { name: 'networks-doctor', path: '/networks?tab=doctor', heading: 'Networks' },
    { name: 'networks-overlay', path: '/networks?tab=overlay', heading: 'Networks' },
    { name: 'network', path: `/networks/${network?.id}`, heading: /demo/ },
    { name: 'deploy-start', path: '/deploy', heading: 'Deploy' },
    { name: 'deploy', path: '/deploy?stack=demo', heading: 'Deploy', last: /Deploy as r\d/ },
    { name: 'images', path: '/images', heading: 'Images' },
    { name: 'volumes', path: '/volumes', heading: 'Volumes' },
    { name: 'activity', path: '/activity', heading: 'Activity' },
    { name: 'settings', path: '/settings', heading: 'Settings' },
    { name: 'missing', path: '/no-such-page', heading: /./ },
  ]
}
