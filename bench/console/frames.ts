// Frames that a page misses while something is done to it, counted in the page itself.
import type { CDPSession, Page } from '@playwright/test'

export type Frames = { frames: number; dropped: number; droppedPercent: number; worstMs: number }

const frameMs = 1000 / 60

type Counted = { deltas: number[]; isOver: boolean }

/** Runs in the page. */
const countFrames = () => {
  const counted: Counted = { deltas: [], isOver: false }
  Object.assign(window, { benchFrames: counted })
  let last = performance.now()
  const look = (nowMs: number) => {
    counted.deltas.push(nowMs - last)
    last = nowMs
    if (!counted.isOver) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

export async function framesDuring(page: Page, act: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(countFrames)
  await act()
  const deltas = await page.evaluate(() => {
    const { benchFrames } = window as unknown as { benchFrames: Counted }
    benchFrames.isOver = true
    return benchFrames.deltas
  })
  const dropped = deltas.reduce((sum, delta) => sum + Math.max(0, Math.round(delta / frameMs) - 1), 0)
  const frames = deltas.length + dropped
  return { frames, dropped, droppedPercent: (dropped / frames) * 100, worstMs: Math.max(...deltas) }
}

/** A wheel that drives what lies in the middle of the window so many pixels a second. */
export const wheel = (cdp: CDPSession, along: 'x' | 'y', speed: number, seconds: number) =>
  cdp.send('Input.synthesizeScrollGesture', {
    x: 640,
    y: 450,
    [along === 'x' ? 'xDistance' : 'yDistance']: speed * seconds,
    speed: Math.abs(speed),
    gestureSourceType: 'mouse',
    preventFling: true,
  })
