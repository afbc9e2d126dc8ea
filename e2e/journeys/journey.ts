// What every journey stands on: one lab of real engines and one server for the whole run, a signed-in page for each test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, type Cookie, expect, type Page } from '@playwright/test'
import { type ConsoleClient, signIn } from '../console-client'
import { startLab } from '../lab/lab'
import { reportOf } from '../lab/started-labs'
import type { Lab, LabHost } from '../lab/types'
import { type ServerProcess, startServer } from '../server-process'

export const adminPassword = 'a-password-for-journeys'

export type Ground = {
  lab: Lab
  /** The hosts that the server knows from the start. */
  hosts: LabHost[]
  /** An engine that it does not know. */
  spare: LabHost
  server: ServerProcess
  client: ConsoleClient
  /** The last lines of the server's log. */
  serverLog: string[]
}

const mostLogLines = 60

export const test = base.extend<
  { told: undefined; watched: Page; console: Page },
  { ground: Ground; session: Cookie[] }
>({
  ground: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner wants a pattern here
    async ({}, use) => {
      const lab = await startLab({
        hosts: [
          { name: 'kiel', labels: { storage: 'ssd', zone: 'north' } },
          { name: 'emden', labels: { storage: 'ssd', zone: 'west' } },
          { name: 'husum', labels: { storage: 'disk', zone: 'west' } },
          { name: 'wismar', labels: { storage: 'disk', zone: 'east' } },
        ],
      })
      const dataDir = await mkdtemp(path.join(tmpdir(), 'lotse-journeys-'))
      let server: ServerProcess | undefined
      try {
        const spare = lab.host('wismar')
        const hosts = lab.hosts.filter((host) => host !== spare)
        const addresses = hosts.map((host) => host.address.replace(/^tcp:\/\//, ''))
        const serverLog: string[] = []
        const log = (line: string) => {
          serverLog.push(line)
          if (serverLog.length > mostLogLines) serverLog.shift()
        }
        server = await startServer({ dataDir, discovery: `nodes://${addresses.join(',')}`, adminPassword, log })
        const client = await signIn(server.url, adminPassword)
        await use({ lab, hosts, spare, server, client, serverLog })
      } finally {
        await server?.stop()
        await lab.down()
        await rm(dataDir, { recursive: true, force: true })
      }
    },
    { scope: 'worker', timeout: 240_000 },
  ],

  session: [
    async ({ ground, browser }, use) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await enter(page, ground.server.url)
      const cookies = await context.cookies()
      await context.close()
      await use(cookies)
    },
    { scope: 'worker' },
  ],

  /** What the server and the engines have to say about a failure, printed beside it. */
  told: [
    async ({ ground }, use, { expectedStatus, title }) => {
      await use(undefined)
      if (test.info().status === expectedStatus) return
      const lab = await reportOf(ground.lab).catch((error: Error) => error.message)
      console.error(`"${title}" failed.\n${lab}\nThe server's last lines:\n${ground.serverLog.join('\n')}`)
    },
    { auto: true },
  ],

  /** A page of nobody; the test fails when anything on it breaks a rule of the browser or of React. */
  watched: async ({ page }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Hydration|Minified React/i.test(message.text()))
        problems.push(message.text())
    })
    await use(page)
    expect(problems).toEqual([])
  },

  /** A page that is signed in and shows the overview. */
  console: async ({ watched, ground, session }, use) => {
    await watched.context().addCookies(session)
    await watched.goto(`${ground.server.url}/overview`)
    await use(watched)
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

/** Replaces the text in the editor by keys: it follows a selection that is set from outside only after a while. */
export async function retype(page: Page, content: string): Promise<void> {
  const editor = page.locator('.cm-content')
  await expect(editor).toContainText('services')
  await editor.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(content)
}

/** What was done, and that Activity has a line of it: the sentence, as a person reads it. */
export async function expectActivity(page: Page, { server }: Ground, sentence: string | RegExp): Promise<void> {
  await page.goto(`${server.url}/activity`)
  await expect(page.getByRole('grid', { name: 'Activity' }).getByRole('row', { name: sentence }).first()).toBeVisible()
}
