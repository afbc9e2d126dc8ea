// Images and volumes over all hosts: pulled, removed, and not removed while in use.
import { expect, expectActivity, test } from './journey'
import { deployed, removed, sleeper } from './set-up'

test.beforeAll(({ ground }) =>
  deployed(
    ground,
    'hold',
    `services:\n${sleeper('cargo', '    volumes: [crates:/crates, /unnamed]\n')}volumes:\n  crates: {}\n`,
  ),
)
test.afterAll(({ ground }) => removed(ground, 'hold'))

test('an image is pulled on every host, each with its own progress', async ({ console: page, ground }) => {
  const reference = `${ground.lab.registry}/library/busybox:latest`
  await page.goto(`${ground.server.url}/images`)
  await page.getByRole('button', { name: 'Pull…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Image').fill(reference)
  await dialog.getByRole('button', { name: 'Pull on all hosts' }).click()
  for (const host of ground.hosts) {
    await expect(dialog.getByRole('progressbar', { name: `Pull on ${host.name}` })).toHaveAttribute(
      'aria-valuenow',
      '100',
    )
  }
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expectActivity(page, ground, /Pulled .*busybox/)
})

test('what no registry has is told for each host', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/images`)
  await page.getByRole('button', { name: 'Pull…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Image').fill(`${ground.lab.registry}/absent:1`)
  await dialog.getByRole('button', { name: 'Pull on all hosts' }).click()
  await expect(dialog.locator('.fail').filter({ hasText: /absent|not found|unknown/i })).toHaveCount(3)
})

test('an image and a volume in use cannot be removed, and say who uses them', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/images`)
  await page.getByRole('textbox', { name: 'Filter images' }).fill('busybox')
  const image = page.getByRole('grid', { name: 'Images' }).getByRole('row').nth(1)
  await expect(image.getByRole('button', { name: /^Remove/ })).toHaveAccessibleDescription(/use/)
  await page.goto(`${ground.server.url}/volumes`)
  const volume = page.getByRole('row', { name: /hold_crates/ })
  await expect(volume.getByRole('button', { name: /^Remove/ })).toHaveAccessibleDescription(/used by .*cargo/)
})

test('an unused volume is removed after its name was typed', async ({ console: page, ground }) => {
  await ground.lab.docker('kiel', 'volume', 'create', 'ballast')
  await page.goto(`${ground.server.url}/volumes`)
  await page
    .getByRole('row', { name: /ballast/ })
    .getByRole('button', { name: /^Remove/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('ballast')
  await dialog.getByRole('button', { name: 'Remove it with its data' }).click()
  await expect(page.getByRole('row', { name: /ballast/ })).toHaveCount(0)
  await expectActivity(page, ground, /Removed volume .*ballast/)
})

test('a login at a registry is tried from every host, kept, tried again and removed', async ({
  console: page,
  ground,
}) => {
  const { address, username, password, stop } = await ground.lab.lockedRegistry()
  // Keys are heard once the page lives.
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press(',')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await page.getByRole('button', { name: 'Add login…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a login' })
  const results = page.getByRole('list', { name: 'Result per host' }).getByRole('listitem')
  await dialog.getByLabel('Registry').fill(`https://${address}/`)
  await dialog.getByLabel('User').fill(username)
  await dialog.getByLabel('Password or token').fill('not the one')
  await dialog.getByRole('button', { name: 'Test from every host' }).click()
  await expect(results).toHaveText([new RegExp(`emden, husum, kiel.*${address} refused the user ${username}`)])
  await dialog.getByLabel('Password or token').fill(password)
  await expect(dialog.getByRole('button', { name: 'Store' })).toHaveAccessibleDescription(/test the login first/)
  await dialog.getByRole('button', { name: 'Test from every host' }).click()
  await expect(dialog.getByText('All 3 hosts can use it.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Store' }).click()
  await expect(dialog).toBeHidden()

  const row = page.getByRole('row', { name: new RegExp(`${address}.*${username}`) })
  await row.getByRole('button', { name: /^Test the login/ }).click()
  await expect(results).toHaveText([new RegExp(`emden, husum, kiel.*${address} accepts ${username}`)])
  await page.keyboard.press('Escape')
  await row.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  await expectActivity(page, ground, `Stored the login for ${address}`)
  await stop()
})
