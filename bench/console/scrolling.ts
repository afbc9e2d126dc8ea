// Frames that the page misses while a wheel drives the list of thirty thousand rows, under a pointer that lies on it.
import { rowSelector, type Visitor } from './browser'
import { type Frames, framesDuring, wheel } from './frames'

export type Scrolling = Frames & { speed: number; blankPercent: number }

/** Screen pixels a second: nothing, to know what this machine drops by itself; reading, skimming, flinging. */
const speeds = [0, 400, 1_500, 4_000]
const secondsEach = 5

type Blanks = { blanks: number; looks: number; isOver: boolean }

/** Counts in each frame whether a row that should be in sight is not drawn. Runs in the page. */
const watchBlanks = (selector: string) => {
  const seen: Blanks = { blanks: 0, looks: 0, isOver: false }
  Object.assign(window, { benchBlanks: seen })
  const pane = document.querySelector(selector)?.closest('.tbl-scroll')
  const look = () => {
    if (pane && seen.looks % 4 === 0) {
      const box = pane.getBoundingClientRect()
      const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
      if (!there?.closest('tr.line')) seen.blanks += 4
    }
    seen.looks += 1
    if (!seen.isOver) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

export async function scrolling(visitor: Visitor, url: string): Promise<Scrolling[]> {
  const { context, page, cdp } = await visitor.open()
  await page.goto(`${url}/containers`)
  await page.waitForSelector(rowSelector)
  await page.waitForTimeout(2_000)
  await page.mouse.move(640, 450)
  const results: Scrolling[] = []
  for (const speed of speeds) {
    await page.evaluate(watchBlanks, rowSelector)
    const frames = await framesDuring(page, () =>
      speed === 0 ? page.waitForTimeout(secondsEach * 1_000) : wheel(cdp, 'y', -speed, secondsEach),
    )
    const { blanks, looks } = await page.evaluate(() => {
      const { benchBlanks } = window as unknown as { benchBlanks: Blanks }
      benchBlanks.isOver = true
      return benchBlanks
    })
    results.push({ ...frames, speed, blankPercent: (blanks / looks) * 100 })
  }
  await context.close()
  return results
}
