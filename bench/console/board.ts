// The placement board at two hundred hosts and six thousand containers: frames missed while it is scrolled, pointed at,
// filtered and dragged over, from afar (strips) and near by (columns).
import type { Page } from '@playwright/test'
import { step } from '../step'
import type { Visitor } from './browser'
import { type Frames, framesDuring, wheel } from './frames'
import { below, type Line, ms, percent } from './lines'

const seconds = 4
const moveMs = 16
/** A fast typist: ten keys a second. */
const keyMs = 100
const typed = 'stack:shop-3 worker'

/** There and back through the middle of the board, as smoothly as a mouse tells its moves. */
async function wander(page: Page) {
  const steps = (seconds * 1000) / moveMs
  for (let at = 0; at < steps; at += 1) {
    const share = Math.abs((((at / steps) * 4) % 2) - 1)
    const began = performance.now()
    await page.mouse.move(240 + 900 * share, 330 + 260 * Math.abs((((at / steps) * 6) % 2) - 1))
    await page.waitForTimeout(Math.max(0, moveMs - (performance.now() - began)))
  }
}

/** Lifts what lies under a point, wanders with it, and lets it go where it was. */
async function drag(page: Page, x: number, y: number) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 12, y + 12)
  await page.waitForSelector('.blk.floating')
  await wander(page)
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

async function type(page: Page) {
  const field = page.locator('.board-filter [role=combobox]')
  await field.focus()
  for (const key of typed) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.waitForTimeout(keyMs)
  }
  await page.waitForTimeout(300)
}

/** Of the first that lies in the window. */
const boxOf = (page: Page, selector: string) =>
  step(`board: looking for ${selector}`, async () => {
    const boxes = await page.locator(selector).evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return { x, y, width, height }
      }),
    )
    const found = boxes.find(({ x, y, height }) => x > 240 && y > 200 && y + height < 700)
    if (!found) throw new Error('none is drawn in the window')
    return found
  })

const line = (what: string, { dropped, frames, droppedPercent, worstMs }: Frames): Line => ({
  what: `frames dropped ${what}`,
  ...below(droppedPercent, 1, percent),
  detail: `${dropped} of ${frames}, worst ${ms(worstMs)}`,
})

export async function boardLines(visitor: Visitor, url: string): Promise<Line[]> {
  const { context, page, cdp } = await visitor.open()
  const lines: Line[] = []
  const measure = async (what: string, act: () => Promise<unknown>) => {
    const frames = await step(`board: ${what}`, () => framesDuring(page, act))
    lines.push(line(what, frames))
  }
  const clear = async () => {
    await page.locator('.board-filter [role=combobox]').fill('')
    await page.waitForTimeout(500)
  }

  await page.goto(`${url}/board?zoom=strips`)
  await page.waitForSelector('[data-strip]')
  await page.waitForTimeout(1_500)
  await page.mouse.move(640, 450)
  await measure('from afar, nothing done', () => page.waitForTimeout(seconds * 1_000))
  await measure('from afar, scrolling at 800 px/s', () => wheel(cdp, 'y', -800, 2).then(() => wheel(cdp, 'y', 800, 2)))
  await measure('from afar, pointing around', () => wander(page))
  await measure('from afar, typing a filter', () => type(page))
  await clear()
  const strip = await boxOf(page, '[data-strip] canvas')
  await measure('from afar, dragging', () => drag(page, strip.x + strip.width / 2, strip.y + 4))

  await page.goto(`${url}/board?zoom=blocks`)
  await page.waitForSelector('[data-column] [data-container]')
  await page.waitForTimeout(1_500)
  await page.mouse.move(640, 450)
  await measure('near by, panning at 1500 px/s', () => wheel(cdp, 'x', -1_500, seconds))
  await measure('near by, typing a filter', () => type(page))
  await clear()
  const block = await boxOf(page, '.board [data-container]')
  await measure('near by, dragging', () => drag(page, block.x + block.width / 2, block.y + block.height / 2))
  await context.close()
  return lines
}
