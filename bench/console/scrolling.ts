// Frames that the page misses while a wheel or a finger drives the list of thirty thousand rows.
import { rowSelector, type Visitor } from './browser'

export type Scrolling = {
  speed: number
  frames: number
  dropped: number
  droppedPercent: number
  worstMs: number
  blankPercent: number
}

/** Screen pixels a second: reading, skimming, flinging. */
const speeds = [400, 1_500, 4_000]
const secondsEach = 6
const frameMs = 1000 / 60

type Frames = { deltas: number[]; blanks: number; looks: number; isOver: boolean }

/** Counts frames, and in each whether a row that should be in sight is not drawn. Runs in the page. */
const watchFrames = (selector: string) => {
  const frames: Frames = { deltas: [], blanks: 0, looks: 0, isOver: false }
  Object.assign(window, { benchFrames: frames })
  let last = performance.now()
  const pane = document.querySelector(selector)?.closest('.tbl-scroll')
  const look = (nowMs: number) => {
    frames.deltas.push(nowMs - last)
    last = nowMs
    if (pane) {
      const box = pane.getBoundingClientRect()
      const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest('tr')
      frames.looks += 1
      if (!there || there.classList.contains('gap-row')) frames.blanks += 1
    }
    if (!frames.isOver) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

export async function scrolling(visitor: Visitor, url: string): Promise<Scrolling[]> {
  const { context, page, cdp } = await visitor.open()
  await page.goto(`${url}/containers`)
  await page.waitForSelector(rowSelector)
  await page.waitForTimeout(2_000)
  const results: Scrolling[] = []
  for (const speed of speeds) {
    await page.evaluate(watchFrames, rowSelector)
    await cdp.send('Input.synthesizeScrollGesture', {
      x: 640,
      y: 400,
      yDistance: -speed * secondsEach,
      speed,
      gestureSourceType: 'mouse',
      preventFling: true,
    })
    const { deltas, blanks, looks } = await page.evaluate(() => {
      const { benchFrames } = window as unknown as { benchFrames: Frames }
      benchFrames.isOver = true
      return benchFrames
    })
    const dropped = deltas.reduce((sum, delta) => sum + Math.max(0, Math.round(delta / frameMs) - 1), 0)
    const frames = deltas.length + dropped
    results.push({
      speed,
      frames,
      dropped,
      droppedPercent: (dropped / frames) * 100,
      worstMs: Math.max(...deltas),
      blankPercent: (blanks / looks) * 100,
    })
  }
  await context.close()
  return results
}
