// The main job: compose files of three formats dropped on the page run over three hosts and reach each other by name.
import { dropFiles, expect, test } from './journey'
import { containersOf, removed, sample, tagged, withOverlay } from './set-up'

test.describe.configure({ mode: 'serial' })
test.afterAll(({ ground }) => removed(ground, 'linked', 'placed', 'orders', 'static-site'))

test('a v1 file with links is dropped, planned and deployed', async ({ console: page, ground }) => {
  await withOverlay(ground)
  await dropFiles(page, [await sample('v1-links.yml')])
  await expect(page.getByRole('heading', { name: /Deploy/ })).toBeVisible()
  await page.getByLabel('Stack', { exact: true }).fill('linked')
  await expect(page.getByText('all 2 have a host')).toBeVisible()
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const containers = await containersOf(ground, 'linked')
  expect(containers.map((container) => container.service).sort()).toEqual(['cache', 'web'])
  const web = containers.find((container) => container.service === 'web')
  // The linker says so only after the alias answered.
  await expect
    .poll(async () => (await ground.lab.docker(web?.hostName ?? '', 'logs', web?.id ?? '')).stdout, { timeout: 60_000 })
    .toContain('linked')
})

test('a v3 file with placement runs over three hosts', async ({ console: page, ground }) => {
  await withOverlay(ground)
  await dropFiles(page, [await sample('v3-placement.yml')])
  await page.getByLabel('Stack', { exact: true }).fill('placed')
  await expect(page.getByText('all 4 have a host')).toBeVisible()
  await page.getByRole('button', { name: 'why here' }).first().click()
  await expect(page.getByRole('dialog').getByRole('row', { name: /kiel/ })).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const containers = await containersOf(ground, 'placed')
  const webHosts = containers.filter((container) => container.service === 'web').map((container) => container.hostName)
  expect(webHosts.sort()).toEqual(['emden', 'husum', 'kiel'])
  expect(containers.find((container) => container.service === 'cache')?.hostName).toMatch(/kiel|emden/)
  // Across hosts, by name: from the one on husum to the cache, which is elsewhere.
  const far = containers.find((container) => container.service === 'web' && container.hostName === 'husum')
  // The engines tell each other of names by gossip, in their own time.
  const pong = () =>
    ground.lab.docker('husum', 'exec', far?.id ?? '', 'sh', '-c', 'echo PING | nc cache 6379').then(
      ({ stdout }) => stdout,
      (error: Error) => error.message,
    )
  await expect.poll(pong).toContain('PONG')
})

test('a template with its own image is asked for, changed in the form and deployed with the mouse alone', async ({
  console: page,
  ground,
}) => {
  await withOverlay(ground)
  await tagged(ground, 'nginx:alpine', 'nginx:1.29-alpine')
  await page.getByRole('link', { name: 'Deploy', exact: true }).first().click()
  await page.getByRole('button', { name: /^Static site/ }).click()
  await page.getByRole('button', { name: 'Make the stack' }).click()
  const editor = page.locator('.cm-content')
  await expect(editor).toContainText('"${WEB_PORT}:80"')
  await page.getByLabel('Port on the host').fill('18080')
  await expect(editor).toContainText('"18080:80"')
  await expect(page.getByText('new 18080:80/tcp on emden, husum, kiel')).toBeVisible()
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByRole('tab', { name: 'Progress' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Text and form', pressed: true })).toBeVisible()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 60_000 })
  const hosts = (await containersOf(ground, 'static-site')).map(({ hostName }) => hostName)
  expect(hosts.sort()).toEqual(['emden', 'husum', 'kiel'])
})

test('a specification file waits for health, and survives kill -9 of the server in mid-deploy', async ({
  console: page,
  ground,
}) => {
  await withOverlay(ground)
  await dropFiles(page, [await sample('spec-health.yaml')])
  await expect(page.getByLabel('Stack', { exact: true })).toHaveValue('orders')
  await expect(page.getByText(/have a host/)).toBeVisible()
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByRole('tab', { name: 'Progress', selected: true })).toBeVisible()
  await ground.server.kill()
  await ground.server.start()
  await expect(page.getByText('done, everything runs as asked')).toBeVisible({ timeout: 90_000 })
  const containers = await containersOf(ground, 'orders')
  const running = containers.filter((container) => container.state === 'running').map((container) => container.service)
  expect(running.sort()).toEqual(['cache', 'web', 'web'])
  const migrate = containers.filter((container) => container.service === 'migrate')
  expect(migrate.map((container) => [container.state, container.exitCode])).toEqual([['exited', 0]])
})

test('deploying the same again changes nothing', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/deploy?stack=placed`)
  await expect(page.getByText('unchanged')).toBeVisible()
  await expect(page.getByText('4 keep')).toBeVisible()
})

test('a removed stack leaves its volume', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/stacks/orders`)
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove the stack' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(async () => (await containersOf(ground, 'orders')).length, { timeout: 60_000 }).toBe(0)
  await expect(page.getByRole('heading', { name: 'orders is removed' })).toBeVisible()
  const volumes = await ground.client.call<{ name: string }[]>('GET', '/volumes')
  expect(volumes.map((volume) => volume.name)).toContain('orders_cache')
})

test('a plan says how much it would load where no host has an image', async ({ console: page, ground }) => {
  for (const { name } of ground.lab.hosts) await ground.lab.docker(name, 'rmi', 'lab/web:2')
  await dropFiles(page, [{ name: 'compose.yaml', content: 'services:\n  web:\n    image: lab/web:2\n' }])
  await expect(page.getByText(/at most [\d.]+\sMiB to load/)).toBeVisible()
  for (const { name } of ground.lab.hosts) await ground.lab.docker(name, 'pull', 'lab/web:2')
})
