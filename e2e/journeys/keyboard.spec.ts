// A whole deploy with the keys alone: palette, editor, Ctrl Enter, the stack's page, its removal.
import { expect, test } from './journey'
import { containersOf, removed, sleeper, withOverlay } from './set-up'

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
