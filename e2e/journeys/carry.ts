// Dragging as a hand does it: press, move a little, carry, and let go elsewhere.
import { expect, type Locator, type Page } from '@playwright/test'

export const column = (page: Page, host: string): Locator =>
  page.locator('[data-column]').filter({ has: page.getByRole('link', { name: host, exact: true }) })

/** Where it is once it has come to rest: while a page is still being laid out, what is aimed at moves away. */
async function restingPlace(element: Locator) {
  let before: string | undefined
  let box = await element.boundingBox()
  const isResting = async () => {
    box = await element.boundingBox()
    const now = JSON.stringify(box)
    const isSame = box !== null && now === before
    before = now
    return isSame
  }
  await expect.poll(isResting, { intervals: [60] }).toBe(true)
  if (!box) throw new Error('there is nothing to take')
  return box
}

/** Presses on the one, in its middle or so far down from its top, and carries it over the other without letting go. */
export async function carry(page: Page, from: Locator, to: Locator, at: { down?: number } = {}): Promise<void> {
  const start = await restingPlace(from)
  const x = start.x + start.width / 2
  const y = start.y + (at.down ?? start.height / 2)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 20, y + 20, { steps: 4 })
  await carryOn(page, to)
}

export async function carryOn(page: Page, to: Locator): Promise<void> {
  const end = await restingPlace(to)
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(60, end.height / 2), { steps: 6 })
}

type Point = { x: number; y: number; id: number }

/** One finger, and on demand a second, as the browser's own input events. */
export async function fingers(page: Page) {
  const input = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    input.send('Input.dispatchTouchEvent', { type, touchPoints })
  const middleOf = async (element: Locator): Promise<Point> => {
    await element.scrollIntoViewIfNeeded()
    const box = await restingPlace(element)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, id: 1 }
  }
  let at: Point = { x: 0, y: 0, id: 1 }
  return {
    down: async (element: Locator) => {
      at = await middleOf(element)
      await send('touchStart', [at])
    },
    second: () => send('touchStart', [at, { x: at.x + 40, y: at.y + 40, id: 2 }]),
    to: async (element: Locator) => {
      const from = at
      at = await middleOf(element)
      for (const part of [0.25, 0.5, 0.75, 1])
        await send('touchMove', [{ id: 1, x: from.x + (at.x - from.x) * part, y: from.y + (at.y - from.y) * part }])
    },
    up: () => send('touchEnd', []),
  }
}
