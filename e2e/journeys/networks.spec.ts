// Overlay networks by hand: planned subnets, refused overlaps, endpoints of every host, no removal while in use.
import { expect, expectActivity, test } from './journey'
import { deployed, removed, sleeper, withOverlay } from './set-up'

test.describe.configure({ mode: 'serial' })
test.beforeAll(({ ground }) => withOverlay(ground))
test.afterAll(async ({ ground }) => {
  await removed(ground, 'moored', 'tower')
  const networks = await ground.client.call<{ id: string; name: string }[]>('GET', '/networks')
  for (const { id } of networks.filter(({ name }) => name === 'mole')) {
    await ground.client.call('DELETE', `/networks/${id}`)
  }
})

test('a network is created with a planned subnet; an overlap is refused and names the other', async ({
  console: page,
  ground,
}) => {
  await page.goto(`${ground.server.url}/networks`)
  await page.getByRole('button', { name: 'Create network…' }).click()
  await page.getByLabel('Name').fill('mole')
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const row = page.getByRole('grid', { name: 'Networks' }).getByRole('row', { name: /mole/ })
  await expect(row).toContainText('overlay')
  await expect(row).toContainText(/\d+\.\d+\.\d+\.\d+\/\d+/)
  const subnet = /\d+\.\d+\.\d+\.\d+\/\d+/.exec((await row.textContent()) ?? '')?.[0] ?? ''
  expect(subnet).not.toBe('')
  await page.getByRole('button', { name: 'Create network…' }).click()
  await page.getByLabel('Name').fill('mole-2')
  await page.getByLabel('Subnet').fill(subnet)
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('dialog').getByText(/overlap.*mole/)).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('row', { name: /mole-2/ })).toHaveCount(0)
  await expectActivity(page, ground, /Made network mole/)
})

test('its page shows the endpoints of both hosts and refuses removal while they are there', async ({
  console: page,
  ground,
}) => {
  const spread =
    '    deploy:\n      replicas: 2\n      placement:\n        max_replicas_per_node: 1\n    networks: [mole]\n'
  await deployed(ground, 'moored', `services:\n${sleeper('boat', spread)}networks:\n  mole:\n    external: true\n`)
  await page.goto(`${ground.server.url}/networks`)
  await page.getByRole('link', { name: 'mole', exact: true }).click()
  const endpoints = page.getByRole('row').filter({ hasText: 'moored' })
  await expect(endpoints).toHaveCount(2)
  const hosts = await Promise.all((await endpoints.all()).map((row) => row.getByRole('cell').nth(1).textContent()))
  expect(new Set(hosts).size).toBe(2)
  const remove = page.getByRole('button', { name: 'Remove…' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await expect(remove).toHaveAccessibleDescription(/2 containers use it/)
  await endpoints.first().getByRole('button', { name: 'Disconnect' }).click()
  await expect(endpoints).toHaveCount(1)
  await page.getByRole('button', { name: 'Connect…' }).click()
  await page.getByLabel('Find').fill('stack:moored')
  await page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click()
  await expect(endpoints).toHaveCount(2)
})

test('who reaches a service is told by name and network, and its published port is on the map', async ({
  console: page,
  ground,
}) => {
  const joins = '    ports: ["18088:80"]\n    networks: [mole]\n'
  await deployed(ground, 'tower', `services:\n${sleeper('light', joins)}networks:\n  mole:\n    external: true\n`)
  await page.goto(`${ground.server.url}/networks?tab=reach`)
  const field = page.getByRole('combobox', { name: 'Service or container' })
  await field.fill('moored/bo')
  await page.getByRole('option', { name: 'moored/boat' }).click()
  await expect(page).toHaveURL(/of=moored%2Fboat/)
  const reacher = page.getByRole('row').filter({ hasText: 'tower/light' })
  await expect(reacher).toContainText('boat')
  await expect(reacher).toContainText('mole')
  await page
    .getByRole('link', { name: /moored\/ ?boat/ })
    .first()
    .focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: /tower\/ ?light/ }).first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/of=tower%2Flight/)
  await expect(
    page
      .getByRole('complementary')
      .getByText(/:18088/)
      .first(),
  ).toBeVisible()
  await page.getByRole('link', { name: 'Ports', exact: true }).click()
  await page.getByLabel('Filter ports').fill('18088')
  await expect(page.getByRole('row').filter({ hasText: '18088/tcp' }).filter({ hasText: 'tower/light' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill('18088')
  await expect(page.getByText(/18088\/tcp is free on .*; held on/)).toBeVisible()
  await page.getByRole('link', { name: 'Doctor', exact: true }).click()
  await page.getByRole('combobox', { name: 'Network', exact: true }).selectOption({ label: 'mole' })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('boat')
  // The engines tell each other of names by gossip, in their own time.
  await expect(async () => {
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByText('leads where it should').first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Also look from inside…' }).click()
  await expect(page.getByRole('dialog')).toContainText('Nothing is run inside your containers')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expectActivity(page, ground, /Checked boat on network mole/)
  await removed(ground, 'tower')
})

test('once unused it is removed from every host', async ({ console: page, ground }) => {
  await removed(ground, 'moored')
  await page.goto(`${ground.server.url}/networks`)
  await page.getByRole('link', { name: 'mole', exact: true }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove the network' }).click()
  await expect(page).toHaveURL(/\/networks$/)
  await expect(page.getByRole('row', { name: /mole/ })).toHaveCount(0)
  await expectActivity(page, ground, /Removed network mole/)
})
