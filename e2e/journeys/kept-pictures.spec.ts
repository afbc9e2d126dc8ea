// The screens that a newcomer passes on the way from a template to a shell, held against the pictures kept in e2e/pictures: on
// demand, because hours, names of containers and the browser's drawing of letters differ from run to run and machine to
// machine. `LOTSE_PICTURES=1 npx playwright test kept-pictures` compares; with `--update-snapshots=all` it takes them anew.
import type { Page } from '@playwright/test'
import { expect, retype, test } from './journey'
import { schemes, sizes, wantsAllPictures } from './pictures'
import { containersOf, sample } from './set-up'
import { openSight, sights, withSamples } from './sights'

/** What hours, numbers and bars in a page of the same look may change. */
const changing = 0.06

const kept = [
  'overview',
  'board',
  'stack',
  'containers',
  'container',
  'container-why',
  'container-logs',
  'logs',
  'hosts',
  'networks-reach',
  'deploy-start',
  'activity',
]

test.skip(!wantsAllPictures, 'only on demand: LOTSE_PICTURES=1')
test.beforeAll(({ ground }) => withSamples(ground))

type Size = keyof typeof sizes

async function compare(page: Page, name: string, only: Size[] = ['desk', 'phone']): Promise<void> {
  for (const size of only) {
    await page.setViewportSize(sizes[size])
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' })
      expect.soft(picture).toMatchSnapshot(`${name}-${size}-${scheme}.png`, { maxDiffPixelRatio: changing })
    }
  }
  await page.setViewportSize(sizes.desk)
}

test('pages as they open', async ({ console: page, ground }) => {
  test.setTimeout(300_000)
  for (const sight of (await sights(ground)).filter(({ name }) => kept.includes(name))) {
    await openSight(page, ground.server.url, sight)
    if (sight.name === 'logs') await expect(page.locator('.log-line .log-text').first()).toBeVisible()
    await compare(page, sight.name)
  }
})

test('a changed stack and its plan', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/deploy?stack=demo`)
  const { content } = await sample('demo.yaml')
  await retype(page, content.replace('memory: 32M', 'memory: 48M').replace('replicas: 2', 'replicas: 3'))
  await expect(page.getByText('3 recreate').first()).toBeVisible()
  await compare(page, 'deploy-plan')
})

test('a container that is held over the hosts', async ({ console: page, ground }) => {
  const web = (await containersOf(ground, 'demo')).find(({ service }) => service === 'web')
  await page.goto(`${ground.server.url}/board?zoom=blocks`)
  await page.locator(`[data-container="${web?.id}"]`).focus()
  await page.keyboard.press('m')
  await page.keyboard.press(web?.hostName === 'kiel' ? 'ArrowRight' : 'ArrowLeft')
  await expect(page.locator('[aria-live=assertive]').filter({ hasText: /./ }).first()).toBeAttached()
  await compare(page, 'board-held', ['desk'])
  await page.keyboard.press('Escape')
})

test('the palette', async ({ console: page }) => {
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Go to or do' })).toBeVisible()
  await page.keyboard.type('web')
  await expect(page.getByRole('option', { name: /web/ }).first()).toBeVisible()
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await compare(page, 'palette')
})

test('a shell', async ({ console: page, ground }) => {
  const web = (await containersOf(ground, 'demo')).find(({ service }) => service === 'web')
  await page.goto(`${ground.server.url}/containers/${web?.id}?tab=terminal`)
  await page.getByRole('button', { name: 'Open a shell' }).click()
  await expect(page.locator('.xterm-rows')).toContainText('#')
  await page.keyboard.type('ls -l /')
  await page.keyboard.press('Enter')
  await expect(page.locator('.xterm-rows')).toContainText('etc')
  await compare(page, 'terminal')
})
