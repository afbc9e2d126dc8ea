// A host's life in the console: tested, added, labelled, paused, removed.
import type { Page } from '@playwright/test'
import type { Host } from '@/lib/contract/hosts'
import { expect, expectActivity, type Ground, test } from './journey'
import { containersOf, deployed, hostNamed, removed, sleeper } from './set-up'

test.describe.configure({ mode: 'serial' })

test.afterAll(async ({ ground }) => {
  // Removing a host leaves its containers running, and they hold the network of their stack.
  const { stdout } = await ground.lab.docker(ground.spare.name, 'ps', '-aq')
  const left = stdout.split('\n').filter(Boolean)
  if (left.length > 0) await ground.lab.docker(ground.spare.name, 'rm', '-f', ...left)
  await removed(ground, 'avoids')
  const hosts = await ground.client.call<Host[]>('GET', '/hosts')
  await Promise.all(
    hosts.map(async (host) => {
      if (host.name === ground.spare.name) await ground.client.call('DELETE', `/hosts/${host.id}`)
      else if (host.availability !== 'active')
        await ground.client.call('PATCH', `/hosts/${host.id}`, { availability: 'active' })
    }),
  )
})

const openHost = async (page: Page, { server }: Ground, name: string) => {
  await page.goto(`${server.url}/hosts`)
  await page
    .getByRole('grid', { name: 'Hosts' })
    .getByRole('link', { name: new RegExp(`\\b${name}$`) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('a wrong port fails the connection test by name, the right one adds the host', async ({
  console: page,
  ground,
}) => {
  await page.goto(`${ground.server.url}/hosts`)
  await page.getByRole('link', { name: 'Add host' }).click()
  await page.getByRole('radio', { name: /without TLS/ }).check()
  await page.getByLabel('Address').fill(`${ground.spare.ip}:2999`)
  await page.getByRole('button', { name: 'Test connection' }).click()
  const steps = page.getByRole('list', { name: 'Connection test' })
  await expect(steps.getByRole('listitem').filter({ hasText: 'failed' })).toContainText(/TCP.*refuses/)
  await expect(page.getByRole('button', { name: 'Add host', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.getByLabel('Address').fill(`${ground.spare.ip}:2375`)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/runs Docker/)).toBeVisible()
  await page.getByRole('button', { name: 'Add host', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: ground.spare.name })).toBeVisible()
  await page.goto(`${ground.server.url}/hosts`)
  await expect(page.getByRole('row', { name: new RegExp(ground.spare.name) })).toContainText('healthy')
  await expectActivity(page, ground, new RegExp(`Added host .*${ground.spare.name}`))
})

test('labels set in the console can be asked for at once', async ({ console: page, ground }) => {
  await openHost(page, ground, ground.spare.name)
  await page.getByRole('button', { name: 'Edit…' }).click()
  await page.getByLabel('One a line').fill('quay=7\ncrane')
  await page.getByRole('button', { name: 'Save labels' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goto(`${ground.server.url}/labels`)
  await page.getByRole('button', { name: /quay/ }).click()
  await expect(page.getByLabel('Expression')).toHaveValue('quay==7')
  await expect(page.getByText('1 of 4 hosts would match.')).toBeVisible()
  await page.getByLabel('Expression').fill('storage!=ss*')
  await expect(page.getByText('2 of 4 hosts would match.')).toBeVisible()
  const kiel = page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'kiel' })
  await expect(kiel).toContainText('ssd')
  await page.getByLabel('Expression').fill('storage=')
  await expect(page.locator('.field .err')).toBeVisible()
})

test('a paused host gets no new containers until it is made active', async ({ console: page, ground }) => {
  await openHost(page, ground, 'kiel')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Make active' })).toBeVisible()
  await deployed(ground, 'avoids', `services:\n${sleeper('web', '    deploy:\n      replicas: 4\n')}`)
  const hosts = (await containersOf(ground, 'avoids')).map((container) => container.hostName)
  expect(hosts).toHaveLength(4)
  expect(hosts).not.toContain('kiel')
  await page.getByRole('button', { name: 'Make active' }).click()
  await expect.poll(async () => (await hostNamed(ground, 'kiel')).availability).toBe('active')
  await expectActivity(page, ground, /Changed host kiel/)
})

test('a host with containers is removed only after its name was typed', async ({ console: page, ground }) => {
  await openHost(page, ground, ground.spare.name)
  await page.getByRole('button', { name: 'Remove host…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(ground.spare.name).first()).toBeVisible()
  const confirm = dialog.getByRole('button', { name: 'Remove host' })
  const word = dialog.getByRole('textbox')
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await word.fill(ground.spare.name)
  await confirm.click()
  await expect(page).toHaveURL(/\/hosts$/)
  await expect(page.getByRole('row', { name: /kiel/ })).toBeVisible()
  await expect(page.getByRole('row', { name: new RegExp(ground.spare.name) })).toHaveCount(0)
  await expectActivity(page, ground, new RegExp(`Removed host .*${ground.spare.name}`))
})

test('a host from discovery says where it is taken out', async ({ console: page, ground }) => {
  await openHost(page, ground, 'emden')
  await expect(page.getByRole('button', { name: 'Remove host…' })).toHaveAccessibleDescription(/discovery/)
})
