// Rubbish in: every fault is named with its place, nothing is deployed, nothing that runs is touched.
import { dropFiles, expect, test } from './journey'
import { containersOf, removed, withOverlay } from './set-up'

test.afterAll(({ ground }) => removed(ground, 'ghost'))

const file = (content: string) => [{ name: 'compose.yaml', content }]

test('malformed YAML is shown on its line', async ({ console: page }) => {
  await dropFiles(page, file('services:\n  web:\n    image: busybox\n   ports: [80]\n'))
  await expect(page.getByRole('button', { name: /compose\.yaml:4:/ })).toBeVisible()
  await expect(page.getByText(/The plan follows when/)).toBeVisible()
  await expect(page.getByRole('button', { name: /Deploy as/ })).toHaveCount(0)
})

test('an unknown key, a missing variable and a wrong type are told at once', async ({ console: page }) => {
  await dropFiles(page, file('services:\n  web:\n    image: busybox:${TAG}\n    replica: 3\n    ports: "80"\n'))
  const faults = page.getByRole('region', { name: 'Errors and warnings' })
  await expect(faults.getByText(/replica/).first()).toBeVisible()
  await expect(faults.getByText(/ports/).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Variables' }).getByText('TAG')).toBeVisible()
})

test('a container that fits nowhere says why, host by host', async ({ console: page, ground }) => {
  await withOverlay(ground)
  await dropFiles(
    page,
    file(
      'name: nowhere\nservices:\n  web:\n    image: busybox\n    deploy:\n      placement:\n        constraints: [node.labels.storage == nvme]\n',
    ),
  )
  await expect(page.getByText('1 without a host')).toBeVisible()
  await page.getByRole('button', { name: 'why nowhere' }).click()
  await expect(page.getByRole('dialog').getByText('disk').first()).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Deploy as r1' })).toHaveAttribute('aria-disabled', 'true')
})

test('an image that does not exist fails its deploy by name and leaves nothing behind', async ({
  console: page,
  ground,
}) => {
  await withOverlay(ground)
  await dropFiles(page, file(`name: ghost\nservices:\n  web:\n    image: ${ground.lab.registry}/no-such-image:1\n`))
  await page.getByRole('button', { name: 'Deploy as r1' }).click()
  await expect(page.getByText(/no-such-image/).first()).toBeVisible()
  await expect(page.getByRole('tabpanel').or(page.locator('.p-plan')).getByText('failed').first()).toBeVisible({
    timeout: 60_000,
  })
  await expect.poll(() => containersOf(ground, 'ghost')).toEqual([])
})

test('a binary file is named and not taken', async ({ console: page }) => {
  await dropFiles(page, [{ name: 'picture.yaml', content: 'a\0b' }])
  await expect(page.getByText(/picture\.yaml.*not a text file/)).toBeVisible()
})
