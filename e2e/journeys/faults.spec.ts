// Hosts that die, hang and come back: seen within seconds, never drawn as live, never in the way of the others.
import { carry, column } from './carry'
import { expect, test } from './journey'
import { deployed, removed, sleeper } from './set-up'

const onDisk = '    deploy:\n      placement:\n        constraints: [node.labels.storage == disk]\n'

test.afterAll(({ ground }) => removed(ground, 'afloat'))

test('a power cut is shown within seconds and the way back too', async ({ console: page, ground }) => {
  await deployed(ground, 'afloat', `services:\n${sleeper('buoy', onDisk)}${sleeper('lamp')}`)
  await page.getByRole('link', { name: 'Hosts' }).first().click()
  const row = page.getByRole('row', { name: /husum/ })
  await expect(row).toContainText('healthy')
  await page.goto(`${ground.server.url}/board?zoom=blocks`)
  const here = column(page, 'husum')
  await carry(page, page.getByRole('button', { name: /^afloat\/lamp/ }), here)
  await expect(here).toContainText(/Fits|It runs here now/)
  await ground.lab.cut('husum')
  // Held over it all the while: the verdict turns, and a drop there is refused in words.
  await expect(here).toHaveClass(/says-refused/, { timeout: 30_000 })
  await page.mouse.up()
  await expect(page.getByText(/husum does not take afloat\/lamp/).first()).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goto(`${ground.server.url}/hosts`)
  await expect(row).toContainText('unreachable', { timeout: 40_000 })
  await expect(page.getByRole('row', { name: /kiel/ })).toContainText('healthy')
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(page.getByText(/husum does not answer/).first()).toBeVisible()
  await page.goto(`${ground.server.url}/stacks/afloat`)
  const replicas = page.getByRole('region', { name: 'Replicas over hosts' })
  await expect(replicas.getByRole('columnheader', { name: /does not answer husum/ })).toBeVisible()
  await expect(replicas.getByRole('link', { name: /last seen running/ })).toBeVisible()
  await expect(page.getByText(/All 2 containers run/)).toHaveCount(0)
  await page.screenshot({ path: 'test-results/pictures/stack-blind-desk-light.png' })
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await ground.lab.power('husum')
  await expect(page.getByText(/husum does not answer/)).toHaveCount(0, { timeout: 60_000 })
})

test('a hanging engine delays neither the page nor the others', async ({ console: page, ground }) => {
  await ground.lab.hang('emden')
  try {
    await page.getByRole('link', { name: 'Hosts' }).first().click()
    await expect(page.getByRole('row', { name: /emden/ })).toContainText(/suspect|unreachable/, { timeout: 40_000 })
    const before = performance.now()
    await page.goto(`${ground.server.url}/containers`)
    await expect(page.getByRole('status').filter({ hasText: /\d containers?$/ })).toBeVisible()
    // A second, and the stalls of a busy machine; an engine that hangs is waited for 15 s.
    expect(performance.now() - before).toBeLessThan(12_000)
  } finally {
    await ground.lab.heal('emden')
  }
  await page.goto(`${ground.server.url}/hosts`)
  await expect(page.getByRole('row', { name: /emden/ })).toContainText('healthy', { timeout: 30_000 })
})

test('a lost server is said so, and the page recovers by itself', async ({ console: page, ground }) => {
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await ground.server.kill()
  await expect(page.getByRole('alert').getByText(/lost/i)).toBeVisible({ timeout: 30_000 })
  await ground.server.start()
  await expect(page.getByText(/Connection to Lotse lost/)).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
})
