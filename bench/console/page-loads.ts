// How long until the list of containers can be used, from nothing (cold: empty cache) and by a click in the open console
// (warm), and how much JavaScript the first pages bring.
import type { Page } from '@playwright/test'
import { rowSelector, type Visitor } from './browser'

const rounds = 7

/** Notes the first frame in which rows of containers stand, and the last click before it. Runs in the page. */
const watchRows = (selector: string) => {
  const marks = { rowsMs: 0, clickMs: 0 }
  Object.assign(window, { benchMarks: marks })
  const look = () => {
    if (marks.rowsMs > 0 || !document.querySelector(selector)) return
    marks.rowsMs = 1
    requestAnimationFrame(() =>
      setTimeout(() => {
        marks.rowsMs = performance.now()
      }),
    )
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-busy'],
  })
  addEventListener(
    'click',
    (event) => {
      marks.clickMs = event.timeStamp
      marks.rowsMs = 0
    },
    { capture: true },
  )
}

type Marks = { rowsMs: number; clickMs: number }
const marksOf = async (page: Page): Promise<Marks> => {
  const isThere = () => (window as unknown as { benchMarks: Marks }).benchMarks.rowsMs > 1
  await page.waitForFunction(isThere)
  return page.evaluate(() => (window as unknown as { benchMarks: Marks }).benchMarks)
}

/** Milliseconds of each round. */
export async function coldLoads(visitor: Visitor, url: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const { context, page } = await visitor.open()
    await page.addInitScript(watchRows, rowSelector)
    await page.goto(`${url}/containers`, { waitUntil: 'commit' })
    times.push((await marksOf(page)).rowsMs)
    await context.close()
  }
  return times
}

export async function warmNavigations(visitor: Visitor, url: string): Promise<number[]> {
  const times: number[] = []
  const { context, page } = await visitor.open()
  await page.addInitScript(watchRows, rowSelector)
  await page.goto(`${url}/overview`)
  for (let round = 0; round < rounds; round += 1) {
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.getByRole('navigation').getByRole('link', { name: 'Containers', exact: true }).first().click()
    const { rowsMs, clickMs } = await marksOf(page)
    times.push(rowsMs - clickMs)
    await page.getByRole('navigation').getByRole('link', { name: 'Overview', exact: true }).first().click()
  }
  await context.close()
  return times
}

export type Weight = { path: string; scriptBytes: number; scripts: number; laterBytes: number }

/** Compressed as they came over the wire: scripts that the document asks for, and those that came until all was quiet. */
export async function scriptWeights(visitor: Visitor, url: string, paths: string[]): Promise<Weight[]> {
  const weights: Weight[] = []
  for (const path of paths) {
    const { context, page, cdp } = await visitor.open()
    const urls = new Map<string, string>()
    const sizes = new Map<string, number>()
    await cdp.send('Network.enable')
    cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script' || /\.js(\?|$)/.test(response.url)) urls.set(requestId, response.url)
    })
    cdp.on(
      'Network.loadingFinished',
      ({ requestId, encodedDataLength }) => void sizes.set(requestId, encodedDataLength),
    )
    const answer = await page.goto(`${url}${path}`)
    const html = (await answer?.text()) ?? ''
    await page.waitForTimeout(4_000)
    const wanted = new Set(
      [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => new URL(src ?? '', url).href),
    )
    const sum = (isFirst: boolean) =>
      [...urls]
        .filter(([, href]) => wanted.has(href) === isFirst)
        .reduce((bytes, [id]) => bytes + (sizes.get(id) ?? 0), 0)
    weights.push({ path, scripts: wanted.size, scriptBytes: sum(true), laterBytes: sum(false) })
    await context.close()
  }
  return weights
}
