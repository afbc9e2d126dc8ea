// The state that a journey begins with, made through the API because it is not what the journey is about.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Container } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { Host } from '@/lib/contract/hosts'
import type { OverlayStatus } from '@/lib/contract/networks'
import { deploymentEnd } from '../console-client'
import type { Ground } from './journey'

export const sample = async (name: string) => ({
  name,
  content: await readFile(path.join(import.meta.dirname, '../samples', name), 'utf8'),
})

export const containersOf = async ({ client }: Ground, stack: string) =>
  (await client.call<{ items: Container[] }>('GET', `/containers?q=stack:${stack}`)).items

export const hostNamed = async ({ client }: Ground, name: string): Promise<Host> => {
  const found = (await client.call<Host[]>('GET', '/hosts')).find((host) => host.name === name)
  if (!found) throw new Error(`the server knows no host ${name}`)
  return found
}

/** Every host healthy and in overlay networking: where journeys about deploys begin. */
export async function withOverlay({ client, hosts }: Ground): Promise<void> {
  const healthy = async () =>
    (await client.call<Host[]>('GET', '/hosts')).filter((host) => host.state === 'healthy').length
  await expect.poll(healthy).toBeGreaterThanOrEqual(hosts.length)
  const status = await client.call<OverlayStatus>('GET', '/overlay')
  const out = status.hosts.filter((host) => host.status === 'out').map((host) => host.hostId)
  if (out.length > 0) await client.call('POST', '/overlay/enable', { hostIds: out })
}

/** No host in overlay networking: where the journey begins that joins them. */
export async function withoutOverlay({ client }: Ground): Promise<void> {
  const { hosts } = await client.call<OverlayStatus>('GET', '/overlay')
  const hostIds = hosts.filter((host) => host.status === 'in').map((host) => host.hostId)
  if (hostIds.length > 0) await client.call('POST', '/overlay/disable', { hostIds, force: true })
}

/** Deploys and waits until it has ended well. */
export async function deployed(ground: Ground, stack: string, content: string): Promise<Container[]> {
  await withOverlay(ground)
  const files = [{ path: 'compose.yaml', content }]
  const begun = await ground.client.call<Deployment>('PUT', `/stacks/${stack}`, { files })
  const { state, error } = await deploymentEnd(ground.client, stack, begun.id)
  expect({ state, error }).toEqual({ state: 'succeeded', error: null })
  return containersOf(ground, stack)
}

/** Removes those of the stacks that are there, with their volumes. */
export async function removed(ground: Ground, ...stacks: string[]): Promise<void> {
  const known = await ground.client.call<{ name: string; managed: boolean }[]>('GET', '/stacks')
  const wanted = known.filter((stack) => stack.managed && stacks.includes(stack.name))
  await Promise.all(
    wanted.map(async ({ name }) => {
      const begun = await ground.client.call<Deployment>('DELETE', `/stacks/${name}?volumes=true`)
      const { state, error } = await deploymentEnd(ground.client, name, begun.id)
      expect({ name, state, error }).toEqual({ name, state: 'succeeded', error: null })
    }),
  )
}

/** The lab's own image under the name that a stack asks for: no registry of the world is within its reach. */
export async function tagged({ lab, hosts }: Ground, image: string, name: string): Promise<void> {
  await Promise.all(hosts.map((host) => lab.docker(host.name, 'tag', image, name)))
}

/** A service that runs until it is told to end, at once. */
export const sleeper = (name: string, more = '') =>
  `  ${name}:\n    image: busybox\n    init: true\n    command: sleep 100000\n${more}`
