// A stack's life after its first deploy: edited, failed, cancelled, rolled back, scaled.
import type { Page } from '@playwright/test'
import { expect, expectActivity, type Ground, retype, test } from './journey'
import { containersOf, deployed, removed, sleeper } from './set-up'

const first = `services:\n${sleeper('api', '    environment:\n      SHADE: green\n')}${sleeper('store')}`
const idsOf = async (ground: Ground) =>
  Object.fromEntries((await containersOf(ground, 'yard')).map(({ service, id }) => [service, id]))

test.describe.configure({ mode: 'serial' })
test.beforeAll(({ ground }) => deployed(ground, 'yard', first))
test.afterAll(({ ground }) => removed(ground, 'yard'))

/** Opens the editor on the stack and replaces its text. */
async function edit(page: Page, { server }: Ground, content: string): Promise<void> {
  await page.goto(`${server.url}/stacks/yard`)
  await page.getByRole('link', { name: 'Edit' }).click()
  await retype(page, content)
}

test('a change recreates the service that it touches and keeps the other', async ({ console: page, ground }) => {
  const before = await idsOf(ground)
  await edit(page, ground, first.replace('green', 'blue'))
  await expect(page.getByText('1 recreate').first()).toBeVisible()
  await expect(page.getByText('1 keep').first()).toBeVisible()
  await expect(page.getByText(/gap: stops within 10\ss.*order: start-first there is no gap/)).toBeVisible()
  await page.getByRole('button', { name: 'line 7' }).click()
  await expect(page.locator('.cm-activeLine')).toContainText('blue')
  await page.getByRole('button', { name: 'Deploy as r2' }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const after = await idsOf(ground)
  expect(after.store).toBe(before.store)
  expect(after.api).not.toBe(before.api)
  await expectActivity(page, ground, /Deployed yard/)
})

test('an image that does not exist leaves running what ran', async ({ console: page, ground }) => {
  const before = await idsOf(ground)
  await edit(page, ground, first.replace('image: busybox', `image: ${ground.lab.registry}/no-such-thing:2`))
  await page.getByRole('button', { name: 'Deploy as r3' }).click()
  const panel = page.getByRole('region', { name: 'Plan and progress' })
  await expect(panel.getByRole('alert')).toContainText('no-such-thing', { timeout: 60_000 })
  expect(await idsOf(ground)).toEqual(before)
  await page.getByRole('button', { name: 'Open yard' }).click()
  await expect(
    page.getByRole('listitem').filter({ hasText: /^r3/ }).or(page.locator('.revs li').first()),
  ).toContainText('no-such-thing')
})

test('a deploy that waits is cancelled and says so', async ({ console: page, ground }) => {
  const before = await idsOf(ground)
  const waits = `services:
${sleeper('store')}${sleeper('api', '    environment:\n      SHADE: red\n    depends_on:\n      gate:\n        condition: service_healthy\n')}${sleeper('gate', '    healthcheck:\n      test: exit 1\n      interval: 1s\n      start_period: 300s\n')}`
  await edit(page, ground, waits)
  await page.getByRole('button', { name: /Deploy as r/ }).click()
  await expect(page.getByText(/waits for/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Cancel…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the deployment' }).click()
  const panel = page.getByRole('region', { name: 'Plan and progress' })
  await expect(panel.getByRole('status').filter({ hasText: 'cancelled' })).toBeVisible({ timeout: 30_000 })
  const after = await idsOf(ground)
  expect({ api: after.api, store: after.store }).toEqual(before)
})

test('a rollback is seen as a plan and brings back what was', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/stacks/yard`)
  await page.getByRole('button', { name: 'Roll back to r1…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/1 recreate/).first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const api = (await containersOf(ground, 'yard')).find((container) => container.service === 'api')
  const environment = await ground.lab.docker(api?.hostName ?? '', 'exec', api?.id ?? '', 'env')
  expect(environment.stdout).toContain('SHADE=green')
  await expectActivity(page, ground, /Rolled back yard/)
})

test('scaling adds containers and nothing else', async ({ console: page, ground }) => {
  const before = await containersOf(ground, 'yard')
  await page.goto(`${ground.server.url}/stacks/yard`)
  await page.getByRole('button', { name: 'Scale…' }).click()
  await page.getByLabel('Service').selectOption('store')
  await page.getByRole('dialog').getByLabel('Containers').fill('3')
  await expect(page.getByRole('dialog').getByText('2 create', { exact: true }).first()).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Scale' }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const after = await containersOf(ground, 'yard')
  expect(after.filter((container) => container.service === 'store')).toHaveLength(3)
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
  await page.getByRole('link', { name: /^Services/ }).click()
  await expect(page.getByRole('row', { name: /store/ })).toContainText('3 of 3')
  await expectActivity(page, ground, /Scaled yard/)
})

test('a port that others hold is changed to a free one by one click', async ({ console: page, ground }) => {
  const held = ground.hosts.map(({ name }) => name)
  const hold = ['run', '-d', '--init', '--name', 'squatter', '-p', '18080:80', 'busybox', 'sleep', '1000']
  await Promise.all(held.map((host) => ground.lab.docker(host, ...hold)))
  try {
    await edit(page, ground, `services:\n${sleeper('api', '    ports: ["18080:80"]\n')}`)
    await expect(page.getByText(/squatter holds on (kiel|emden|husum)/)).toBeVisible()
    await page.getByRole('button', { name: 'Use 18081' }).click()
    await expect(page.getByText(/^new 18081:80\/tcp on/)).toBeVisible()
    await expect(page.locator('.cm-content')).toContainText('18081:80')
    await expect(page.getByRole('checkbox', { name: /remove yard-store-1/ })).not.toBeChecked()
  } finally {
    await Promise.all(held.map((host) => ground.lab.docker(host, 'rm', '-f', 'squatter')))
  }
})

test('a stack of somebody else is taken over without an interruption', async ({ console: page, ground }) => {
  const { lab, server } = ground
  const labels = ['project=legacy', 'service=api', 'container-number=1', 'oneoff=False'].flatMap((label) => [
    '--label',
    `com.docker.compose.${label}`,
  ])
  const settings = ['--name', 'legacy-api-1', '-e', 'SHADE=green', '-e', 'API_TOKEN=hidden', '-m', '64m', '--init']
  const made = await lab.docker('kiel', 'run', '-d', ...labels, ...settings, 'busybox', 'sleep', '1000')
  await page.goto(`${server.url}/stacks/legacy`)
  await page.getByRole('link', { name: 'Take over…' }).click()
  await expect(page.getByText('Read off the running containers.')).toBeVisible()
  await expect(page.locator('.cm-content')).toContainText('SHADE: green')
  await expect(page.locator('.cm-content')).not.toContainText('hidden')
  await expect(page.getByText('1 keep').first()).toBeVisible()
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  await page.goto(`${server.url}/stacks/legacy`)
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible()
  expect((await containersOf(ground, 'legacy')).map(({ id }) => id)).toEqual([made.stdout.trim()])
  await expectActivity(page, ground, /Read the settings of legacy off its containers/)
  await removed(ground, 'legacy')
})

test('an image that is newer in its registry is found and taken by one button', async ({ console: page, ground }) => {
  const { lab, server } = ground
  const name = `${lab.registry}/fresh:1`
  const push = async (layer: string) => {
    const made = await lab.docker('kiel', 'create', 'busybox', 'sh', '-c', `echo ${layer}`)
    await lab.docker('kiel', 'commit', '-c', 'CMD ["sleep", "1000"]', made.stdout.trim(), name)
    await lab.docker('kiel', 'rm', made.stdout.trim())
    await lab.docker('kiel', 'push', name)
    await lab.docker('kiel', 'rmi', name)
  }
  await push('one')
  await deployed(ground, 'fresh', `services:\n  app:\n    image: ${name}\n    init: true\n`)
  await push('two')
  await page.goto(`${server.url}/images?q=fresh`)
  await page.getByRole('button', { name: 'Look for newer' }).click()
  await expect(page.getByRole('status').filter({ hasText: '1 newer image' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('newer available')).toBeVisible()
  await page.goto(`${server.url}/stacks/fresh`)
  const aside = page.getByRole('complementary')
  await expect(aside.getByText(name)).toBeVisible()
  await aside.getByRole('button', { name: 'Update…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('1 recreate').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Update', exact: true }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  await page.goto(`${server.url}/stacks/fresh`)
  await expect(page.getByRole('button', { name: 'Roll back to r1…' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Newer images' })).toHaveCount(0)
  await removed(ground, 'fresh')
})
