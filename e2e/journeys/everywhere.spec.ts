// What every page shares: the palette that acts, rows that hold still, acts that are taken back, addresses that carry the
// filter, a phone whose page scrolls.
import type { ActivityEntry } from '@/lib/contract/activity'
import { expect, test } from './journey'
import { containersOf, deployed, hostNamed, removed, sleeper } from './set-up'

test.beforeAll(async ({ ground }) => {
  await deployed(ground, 'pier', `services:\n${sleeper('crane')}`)
})
test.afterAll(({ ground }) => removed(ground, 'pier'))

test('the palette restarts a container, drains a host and switches the theme', async ({ console: page, ground }) => {
  const kiel = await hostNamed(ground, 'kiel')
  const palette = page.getByRole('dialog', { name: 'Go to or do' })
  const ask = async (text: string) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Control+k')
    // At once, as who knows it by heart: no letter waits for its code.
    await page.keyboard.type(text)
    await expect(palette.getByRole('combobox')).toHaveValue(text)
  }

  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await ask('restart crane')
  await palette.getByRole('option', { name: /Restart pier\/crane/ }).click()
  const question = page.getByRole('dialog', { name: /Restart pier\/crane/ })
  await question.getByRole('button', { name: 'Restart' }).click()
  await expect(page.getByText(/pier\/crane.* restarted/)).toBeVisible()
  await expect(palette).toBeHidden()

  await page.goto(`${ground.server.url}/hosts/${kiel.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'kiel' })).toBeVisible()
  await ask('drain')
  await palette.getByRole('option', { name: 'Drain kiel' }).click()
  await page.getByRole('dialog', { name: 'Drain kiel' }).getByRole('button', { name: 'Drain' }).click()
  await expect(page.getByText('kiel is draining')).toBeVisible()
  await expect(page).not.toHaveURL(/do=/)

  // Containers arrive after what is known already, and the best match is chosen all the same.
  await ask('crane')
  const crane = palette.getByRole('option', { name: /pier\/crane\.1/ })
  await expect(crane).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /crane/ })).toBeVisible()

  await ask('dark theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await ask('theme of')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
})

test('Activity takes back what can be taken back', async ({ console: page, ground }) => {
  const kiel = await hostNamed(ground, 'kiel')
  await ground.client.call('PATCH', `/hosts/${kiel.id}`, { availability: 'active' })
  await ground.client.call('PATCH', `/hosts/${kiel.id}`, { labels: { berth: 'seven' } })
  const [crane] = await containersOf(ground, 'pier')
  await ground.client.call('POST', `/containers/${crane?.id}/actions`, { action: 'stop', timeoutSeconds: 1 })
  await page.goto(`${ground.server.url}/activity`)

  const stop = page.getByRole('row', { name: /Stopped .*crane/ }).first()
  await stop.getByRole('button', { name: /^Undo: Start/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await containersOf(ground, 'pier'))[0]?.state).toBe('running')

  const change = page.getByRole('row', { name: /Changed host kiel/ }).first()
  await change.getByRole('button', { name: /labels it had/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await hostNamed(ground, 'kiel')).labels.console).toEqual({})
})

test('a deploy is one line, with its result and how long it took', async ({ console: page, ground }) => {
  const lines = await ground.client.call<ActivityEntry[]>('GET', '/activity?q=pier')
  expect(lines.filter(({ action }) => action === 'stack.deploy').map(({ result }) => result)).toEqual(['ok', 'running'])
  await page.goto(`${ground.server.url}/activity?q=pier`)
  await expect(page.getByRole('row', { name: /Deployed pier/ })).toHaveCount(1)
  await expect(page.getByRole('row', { name: /Began to deploy pier/ })).toHaveCount(0)
})

test('rows keep their place under the pointer until it leaves', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/containers?q=buoy`)
  await expect(page.getByText(/No container matches/)).toBeVisible()
  const run = (name: string) => ground.lab.docker('emden', 'run', '-d', '--name', name, 'busybox', 'sleep', '100000')
  await run('buoy-2')
  await run('buoy-3')
  const rows = page.locator('[role=grid] tbody tr.line')
  // One that is being started stands above those that run.
  await expect(rows).toContainText([/buoy-2.*running/, /buoy-3.*running/])
  await rows.first().hover()
  await page.mouse.move(500, 200)
  await rows.first().hover()
  await run('buoy-1')
  const waits = page.getByRole('status').filter({ hasText: /waits?$|wait/ })
  await expect(waits.or(page.getByRole('row', { name: /buoy-1/ })).first()).toBeVisible()
  // The hold ends by itself when the pointer rests; while it lasts, no row stands elsewhere.
  const seen = await page.evaluate(() => ({
    isHeld: [...document.querySelectorAll('[role=status]')].some(
      (status) => status.checkVisibility() && /wait/.test(status.textContent ?? ''),
    ),
    first: document.querySelector('[role=grid] tbody tr.line')?.textContent,
  }))
  if (seen.isHeld) expect(seen.first).toContain('buoy-2')
  await page.mouse.move(500, 5)
  await expect(rows.first()).toContainText('buoy-1')
  await ground.lab.docker('emden', 'rm', '-f', 'buoy-1', 'buoy-2', 'buoy-3')
})

test('the filter of a list is in its address', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/images`)
  await page.getByLabel('Filter images').fill('busybox')
  await expect(page).toHaveURL(/q=busybox/)
  await page.reload()
  await expect(page.getByLabel('Filter images')).toHaveValue('busybox')
})

test('on a phone the page scrolls, its bars stay, and a row has its acts', async ({ console: page, ground }) => {
  await page.setViewportSize({ width: 360, height: 420 })
  await page.goto(`${ground.server.url}/images`)
  await expect(page.getByRole('button', { name: /^Remove .*…$/ }).first()).toBeVisible()
  const scrolled = await page.evaluate(() => {
    window.scrollTo(0, document.documentElement.scrollHeight)
    return window.scrollY
  })
  expect(scrolled).toBeGreaterThan(0)
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeInViewport()
  await expect(page.getByRole('navigation', { name: 'Main, phone' })).toBeInViewport()
  await expect(page.locator('[role=grid] tbody tr.line').last()).toBeInViewport()
})
