// What a newcomer does, with the keys alone: a deploy, a move and its undo, and from a failing container to its last words and a shell.
import type { Locator } from '@playwright/test'
import { expect, test } from './journey'
import { sizes } from './pictures'
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
  const column = page.locator('[data-column]').filter({ has: block })
  for (let step = 0; step < 3 && !(await holdsFocus(column)); step += 1) await keys.press('ArrowRight')
  for (let step = 0; step < 20 && !(await isFocused(block)); step += 1) await keys.press('ArrowDown')
  await expect(block).toBeFocused()
  await keys.press('m')
  await expect(page.locator('.board-foot')).toContainText('2 of 2')
  await keys.press('ArrowDown')
  const foot = page.locator('.board-foot')
  // The verdict of a host comes a moment after the step to it.
  const fits = foot.getByText('Fits')
  await fits.waitFor({ timeout: 5_000 }).catch(() => keys.press('ArrowUp'))
  await expect(foot).toContainText('Fits')
  await keys.press('Enter')
  const plan = page.getByRole('dialog', { name: /^Move stack\/oar/ })
  await expect(plan.getByRole('button', { name: 'Move', exact: true })).not.toHaveAttribute('aria-disabled', 'true')
  await keys.press('Tab')
  await expect(plan.getByRole('button', { name: 'Move', exact: true })).toBeFocused()
  await keys.press('Enter')
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible({ timeout: 60_000 })
  await expect.poll(hostNow).not.toEqual([from])
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
  await expect.poll(hostNow).toEqual([from])
  await keys.press('Escape')
  await expect(block).toBeFocused()
})

for (const size of ['desk', 'phone'] as const) {
  test(`from a failing container to its last words, and to a place and a shell with the keys alone, ${size}`, async ({
    console: page,
    ground,
  }) => {
    if ((await containersOf(ground, 'stack')).length === 0)
      await deployed(ground, 'stack', `services:\n${sleeper('oar')}`)
    const name = `adrift-${size}`
    const crash = 'echo lost the mooring; exit 7'
    await ground.lab.docker('kiel', 'run', '-d', '--name', name, 'busybox', 'sh', '-c', crash)
    const keys = page.keyboard
    const ask = async (text: string, answer: RegExp) => {
      await keys.press('Control+k')
      await keys.type(text)
      const option = page.getByRole('option', { name: answer }).first()
      await expect(option).toHaveAttribute('aria-selected', 'true')
      await keys.press('Enter')
    }
    try {
      await page.setViewportSize(sizes[size])
      await expect(page.getByText('Live', { exact: true })).toBeVisible()
      await ask('crashed', /Show failing containers/)
      await expect(page.getByRole('grid', { name: 'Containers' })).toContainText(name)
      await ask(name, new RegExp(name))
      await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible()
      await expect(page.locator('main')).toContainText('lost the mooring')
      await expect(page.locator('main')).toContainText(/exit(ed|ed with)?( code)? 7/i)

      await ask('why oar', /oar/)
      await expect(page.getByRole('heading', { level: 1, name: /oar/ })).toBeVisible()
      await expect(page.getByText(/satisfied every rule/)).toBeVisible()
      await ask('shell oar', /Open a shell in .*oar/)
      const open = page.getByRole('button', { name: 'Open a shell' })
      await expect(open).toBeVisible()
      for (let step = 0; step < 60 && !(await isFocused(open)); step += 1) await keys.press('Tab')
      await keys.press('Enter')
      const screen = page.locator('.term-pane:not([hidden]) .xterm-rows')
      await expect(screen).toContainText('#')
      await keys.type('echo a$((20+3))b\n')
      await expect(screen).toContainText('a23b')
    } finally {
      await ground.lab.docker('kiel', 'rm', '-f', name)
    }
  })
}

const isFocused = (element: Locator) => element.evaluate((own) => own === document.activeElement)
const holdsFocus = (element: Locator) => element.evaluate((own) => own.contains(document.activeElement))

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

test('Esc gives the focus back to what opened a dialog', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/networks`)
  const opener = page.getByRole('button', { name: /Create network/ })
  await opener.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(opener).toBeFocused()
})
