// Dragging as a hand does it: press, move a little, carry, and let go elsewhere.
import type { Locator, Page } from '@playwright/test'

export const column = (page: Page, host: string): Locator =>
  page.locator('[data-column]').filter({ has: page.getByRole('link', { name: host, exact: true }) })

/** Presses on the one, in its middle or so far down from its top, and carries it over the other without letting go. */
export async function carry(page: Page, from: Locator, to: Locator, at: { down?: number } = {}): Promise<void> {
  const start = await from.boundingBox()
  if (!start) throw new Error('there is nothing to take')
  const x = start.x + start.width / 2
  const y = start.y + (at.down ?? start.height / 2)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 20, y + 20, { steps: 4 })
  await carryOn(page, to)
}

export async function carryOn(page: Page, to: Locator): Promise<void> {
  const end = await to.boundingBox()
  if (!end) throw new Error('there is nowhere to go')
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(60, end.height / 2), { steps: 6 })
}
