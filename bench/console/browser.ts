// Debian's Chromium with one signed-in page, and what is asked of it by every measurement.
import { type Browser, type BrowserContext, type CDPSession, type Cookie, chromium, type Page } from '@playwright/test'
import playwright from '@/playwright.config'
import { password } from './ground'
import { privateBytes } from './private-bytes'

export type Visitor = {
  browser: Browser
  /** Of its session. */
  cookies: readonly Cookie[]
  /** A page of its own with an empty cache, signed in. */
  open(): Promise<{ context: BrowserContext; page: Page; cdp: CDPSession }>
  /** The largest renderer's private memory, in bytes: what the browser's own task manager shows of the tab. */
  tabBytes(): Promise<number>
  close(): Promise<void>
}

const { launchOptions, viewport, locale, timezoneId } = playwright.use ?? {}

async function signedIn(browser: Browser, url: string): Promise<Cookie[]> {
  const context = await browser.newContext({ locale: locale ?? 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${url}/login`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL('**/overview')
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

export async function openVisitor(url: string): Promise<Visitor> {
  const browser = await chromium.launch(launchOptions ?? {})
  const cookies = await signedIn(browser, url)
  return {
    browser,
    cookies,
    async open() {
      const context = await browser.newContext({
        viewport: viewport ?? null,
        locale: locale ?? 'en-GB',
        timezoneId: timezoneId ?? 'UTC',
      })
      await context.addCookies(cookies)
      // What tsx wraps named functions in; in the page it would be an unknown name that ends the script without a word.
      await context.addInitScript('globalThis.__name = (value) => value')
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      return { context, page, cdp: await context.newCDPSession(page) }
    },
    async tabBytes() {
      const session = await browser.newBrowserCDPSession()
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      await session.detach()
      return Math.max(0, ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateBytes(id)))
    },
    close: () => browser.close(),
  }
}

export const rowSelector = '[role=grid][aria-label=Containers] tr.line:not([aria-busy])'

export const median = (values: number[]): number => percentile(values, 0.5)

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
