// A whole deploy with the keys alone: palette, editor, Ctrl Enter, the stack's page, its removal.
import type { Locator } from '@playwright/test'
import { expect, test } from './journey'
import { containersOf, deployed, removed, sleeper, withOverlay } from './set-up'

test.afterAll(({ ground }) => removed(ground, 'stack'))

test('from the palette to a running stack without the mouse', async ({ console: page, ground }) => {
  await withOverlay(ground)
  const keys = page.keyboard
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await keys.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Go to or do' })).toBeVisible()
  await keys.type('depl')
  await keys.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Deploy' })).toBeVisible()
  const paste = page.getByLabel('Or paste the text:')
  for (let step = 0; step < 40 && !(await paste.evaluate((field) => field === document.activeElement)); step += 1) {
    await keys.press('Tab')
  }
  await keys.insertText(`services:\n${sleeper('oar')}`)
  await keys.press('Tab')
  await keys.press('Enter')
  await expect(page.getByText('it has a host')).toBeVisible()
  await keys.press('Control+Enter')
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  expect((await containersOf(ground, 'stack')).map(({ service, state }) => [service, state])).toEqual([
    ['oar', 'running'],
  ])
  await page.locator('body').press('g')
  await keys.press('s')
  await expect(page.getByRole('heading', { level: 1, name: 'Stacks' })).toBeVisible()
  const row = page.getByRole('grid', { name: 'Stacks' }).getByRole('row', { name: /^stack/ })
  await row.focus()
  await keys.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'stack' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'File', exact: true })).toBeVisible()
  await keys.press(']')
  await expect(page).toHaveURL(/tab=logs/)
  await keys.press(']')
  await expect(page).toHaveURL(/tab=file/)
})

test('a running container is moved and taken back with the keys alone', async ({ console: page, ground }) => {
  if ((await containersOf(ground, 'stack')).length === 0)
    await deployed(ground, 'stack', `services:\n${sleeper('oar')}`)
  const keys = page.keyboard
  const hostNow = async () => (await containersOf(ground, 'stack')).map(({ hostName }) => hostName)
  const [from] = await hostNow()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await keys.press('g')
  await keys.press('b')
  const block = page.getByRole('button', { name: /^stack\/oar/ })
  await expect(block).toBeVisible()
  // Roving: the board is one stop of Tab, arrows go on.
  await page.locator('[data-host]').first().focus()
  for (let step = 0; step < 6 && !(await isFocused(block)); step += 1)
    await keys.press(step % 2 === 0 ? 'ArrowDown' : 'ArrowRight')
  await expect(block).toBeFocused()
  await keys.press('m')
  await expect(page.locator('.board-foot')).toContainText('2 of 2')
  await keys.press('ArrowDown')
  const foot = page.locator('.board-foot')
  if (!/Fits/.test((await foot.textContent()) ?? '')) await keys.press('ArrowUp')
  await expect(foot).toContainText('Fits')
  await keys.press('Enter')
  const plan = page.getByRole('dialog', { name: /^Move stack\/oar/ })
  await expect(plan.getByRole('button', { name: 'Move', exact: true })).not.toHaveAttribute('aria-disabled', 'true')
  await keys.press('Tab')
  await expect(plan.getByRole('button', { name: 'Move', exact: true })).toBeFocused()
  await keys.press('Enter')
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible({ timeout: 60_000 })
  expect(await hostNow()).not.toEqual([from])
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Close' })).toBeFocused()
  await keys.press('Shift+Tab')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Undo…' })).toBeFocused()
  await keys.press('Enter')
  const back = page.getByRole('dialog').getByRole('button', { name: 'Move back' })
  await expect(back).not.toHaveAttribute('aria-disabled', 'true')
  await back.focus()
  await keys.press('Enter')
  await expect(page.getByRole('dialog', { name: `stack/oar.1 to ${from}` })).toBeVisible()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible({ timeout: 60_000 })
  expect(await hostNow()).toEqual([from])
  await keys.press('Escape')
  await expect(block).toBeFocused()
})

const isFocused = (element: Locator) => element.evaluate((own) => own === document.activeElement)

test('single keys lead to every page and can be looked up', async ({ console: page }) => {
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const ways = { c: 'Containers', h: 'Hosts', n: 'Networks', i: 'Images', v: 'Volumes', a: 'Activity', l: 'Labels' }
  for (const [key, title] of Object.entries(ways)) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
