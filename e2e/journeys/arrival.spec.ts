// The first minutes: signing in and out, the theme, joining the hosts for overlay networking. Runs first, by its name.
import { adminPassword, enter, expect, test } from './journey'
import { withoutOverlay } from './set-up'

test('a wrong password is said so, the right one leads to the asked page', async ({ watched: page, ground }) => {
  await page.goto(`${ground.server.url}/containers?q=state%3Arunning`)
  await expect(page).toHaveURL(/\/login/)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This name and password do not belong together.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Containers' })).toBeVisible()
  await expect(page).toHaveURL(/\/containers\?q=state%3Arunning$/)
})

test('after signing out nothing is shown without signing in again', async ({ watched: page, ground }) => {
  await enter(page, ground.server.url)
  await page.getByRole('button', { name: /account and theme/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.goto(`${ground.server.url}/stacks`)
  await expect(page).toHaveURL(/\/login\?next=/)
  const answer = await page.request.get(`${ground.server.url}/api/v1/hosts`)
  expect(answer.status()).toBe(401)
})

test('another site is never where signing in leads', async ({ watched: page, ground }) => {
  await page.goto(`${ground.server.url}/login?next=${encodeURIComponent('//example.org/')}`)
  await page.getByLabel('Password', { exact: true }).fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
})

test('the theme is kept over a reload', async ({ console: page }) => {
  await page.getByRole('button', { name: /account and theme/ }).click()
  await page.getByRole('menuitem', { name: 'Dark', exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('overlay networking is enabled with the mouse', async ({ console: page, ground }) => {
  // A worker that was begun anew may have joined them already.
  await withoutOverlay(ground)
  await page.getByRole('link', { name: 'Networks' }).first().click()
  await page.getByRole('link', { name: /^Overlay/ }).click()
  await page.getByRole('button', { name: /Enable overlay networking/ }).click()
  await page.getByRole('button', { name: /Enable on 3 hosts/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 })
  for (const host of ground.hosts) {
    await expect(page.getByRole('row', { name: new RegExp(`${host.name} in`) })).toBeVisible()
  }
})
