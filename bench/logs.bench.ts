// Merged logs in a real browser over a farm: the first lines, a hundred thousand on screen, scrolling through them, and a
// search over everything that the engines keep.
import type { Page } from '@playwright/test'
import { openVisitor } from './console/browser'
import { framesDuring, wheel } from './console/frames'
import { openGround } from './console/ground'
import { step } from './step'
import type { Table } from './table'

const farm = { hosts: 10, containersPerHost: 20 }
/** 0: what this machine drops while nothing moves, to compare with. */
const speeds = [0, 400, 1_500, 4_000]
const secondsEach = 5
const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`

/** From the start of the navigation until the page satisfies the test. */
async function reached(page: Page, url: string, test: () => boolean): Promise<number> {
  const began = performance.now()
  await page.goto(url)
  await page.waitForFunction(test, undefined, { polling: 'raf', timeout: 120_000 })
  return performance.now() - began
}

/** Pixels of the log in the page: its length in lines, whatever is drawn of it. */
const hasLine = () => document.querySelector('.log-line:not(.log-note)') !== null
const isFull = () => (document.querySelector('.logs > div')?.clientHeight ?? 0) >= 99_000 * 19
const isFound = () => /in\s+[\d,]{6,}/.test(document.querySelector('.log-status')?.textContent ?? '')

export async function run(): Promise<Table[]> {
  const ground = await openGround(farm)
  const visitor = await openVisitor(ground.server.url)
  try {
    const { page, cdp } = await visitor.open()
    const url = `${ground.server.url}/logs?q=state:running`
    const rows: string[][] = []
    await reached(page, url, hasLine)
    rows.push([
      'first line, 1,000 lines of 50 containers',
      ms(await reached(page, url, hasLine)),
      'from the navigation on',
    ])
    rows.push(['100,000 lines on screen, of 50 containers', ms(await reached(page, `${url}&lines=100000`, isFull)), ''])
    rows.push(['memory of the tab with them', `${Math.round((await visitor.tabBytes()) / 2 ** 20)} MiB`, ''])
    for (const looks of ['wrapped', 'not wrapped']) {
      if (looks !== 'wrapped') await page.getByRole('button', { name: 'Wrap' }).click()
      for (const speed of speeds) {
        const what = `frames dropped at ${speed} px/s, ${looks}`
        const { dropped, frames, droppedPercent, worstMs } = await step(what, () =>
          framesDuring(page, () =>
            speed === 0 ? page.waitForTimeout(secondsEach * 1_000) : wheel(cdp, 'y', speed, secondsEach),
          ),
        )
        rows.push([what, `${droppedPercent.toFixed(2)} %`, `${dropped} of ${frames}, worst ${ms(worstMs)}`])
      }
    }
    const search = `${url}&search=${encodeURIComponent('slow query (1|2)\\d\\d ms')}&re=1`
    const tookMs = await reached(page, search, isFound)
    const status = await page.locator('.log-status').textContent()
    rows.push(['regular expression over all that is kept', ms(tookMs), (status ?? '').replaceAll('\u00a0', ' ')])
    return [{ title: 'Merged logs: 10 hosts, 200 containers', columns: ['what', 'measured', 'how'], rows }]
  } finally {
    await visitor.close()
    await ground.end()
  }
}
