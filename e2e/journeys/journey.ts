// What every journey stands on: one lab of real engines and one server for the whole run, a signed-in page for each test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type ConsoleClient, signIn } from '../console-client'
import { startLab } from '../lab/lab'
import type { Lab } from '../lab/types'
import { type ServerProcess, startServer } from '../server-process'

export const adminPassword = 'a-password-for-journeys'

export type Ground = { lab: Lab; server: ServerProcess; client: ConsoleClient }

export const test = base.extend<{ console: Page }, { ground: Ground }>({
  ground: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner wants a pattern here
    async ({}, use) => {
      const lab = await startLab({
        hosts: [
          { name: 'kiel', labels: { storage: 'ssd', zone: 'north' } },
          { name: 'emden', labels: { storage: 'ssd', zone: 'west' } },
          { name: 'husum', labels: { storage: 'disk', zone: 'west' } },
        ],
      })
      const dataDir = await mkdtemp(path.join(tmpdir(), 'lotse-journeys-'))
      let server: ServerProcess | undefined
      try {
        const addresses = lab.hosts.map((host) => host.address.replace(/^tcp:\/\//, ''))
        server = await startServer({ dataDir, discovery: `nodes://${addresses.join(',')}`, adminPassword })
        const client = await signIn(server.url, adminPassword)
        await use({ lab, server, client })
      } finally {
        await server?.stop()
        await lab.down()
        await rm(dataDir, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 240_000 },
  ],

  /** A page that is signed in and shows the overview. */
  console: async ({ page, ground }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Hydration|Minified React/i.test(message.text()))
        problems.push(message.text())
    })
    await enter(page, ground.server.url)
    await use(page)
    expect(problems).toEqual([])
  },
})

export { expect }

export async function enter(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`)
  await page.getByLabel('Password', { exact: true }).fill(adminPassword)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
}

/** Drops files on the page as a person does from a file manager. */
export async function dropFiles(page: Page, files: { name: string; content: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer()
    for (const { name, content } of given) data.items.add(new File([content], name, { type: 'text/yaml' }))
    return data
  }, files)
  for (const event of ['dragenter', 'dragover', 'drop'] as const) {
    await page.dispatchEvent('body', event, { dataTransfer: transfer })
  }
}

/** Every host healthy and in overlay networking: where journeys about deploys begin. */
export async function withOverlay({ client, lab }: Ground): Promise<void> {
  await expect
    .poll(
      async () =>
        (await client.call<{ state: string }[]>('GET', '/hosts')).filter((host) => host.state === 'healthy').length,
    )
    .toBeGreaterThanOrEqual(lab.hosts.length)
  const status = await client.call<{ hosts: { hostId: string; status: string }[] }>('GET', '/overlay')
  const out = status.hosts.filter((host) => host.status === 'out').map((host) => host.hostId)
  if (out.length > 0) await client.call('POST', '/overlay/enable', { hostIds: out })
}
