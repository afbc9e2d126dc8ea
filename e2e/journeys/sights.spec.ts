// Every page: readable by everybody (WCAG 2.2 A and AA) in both themes, and with nothing cut on a desk or a phone. The pictures
// of the pages are taken on the same way.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './journey'
import { sizes, takePictures } from './pictures'
import { openSight, sights, withSamples } from './sights'
import { wordsThatDoNotFit } from './words-cut'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What a theme can change. */
const themed = ['color-contrast', 'link-in-text-block']
const { desk, phone } = sizes

test.beforeAll(({ ground }) => withSamples(ground))

async function faultsOf(page: Page, where: string, only?: string[]): Promise<string[]> {
  // The console has no frames, and without them axe needs no page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await (only ? axe.withRules(only) : axe.withTags(rules)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${where}: ${id} at ${node.target.join(' ')}: ${node.any[0]?.message ?? ''}`),
    )
}

test('no page has a serious fault for those who see, point or read otherwise', async ({ console: page, ground }) => {
  test.setTimeout(480_000)
  const faults: string[] = []
  for (const sight of await sights(ground)) {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(desk)
    await openSight(page, ground.server.url, sight)
    faults.push(...(await faultsOf(page, `${sight.name}, light`)))
    faults.push(...(await wordsThatDoNotFit(page, `${sight.name}, desk`)))
    await takePictures(page, sight.name, 'desk', 'en')
    await page.emulateMedia({ colorScheme: 'dark' })
    faults.push(...(await faultsOf(page, `${sight.name}, dark`, themed)))
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(phone)
    faults.push(...(await wordsThatDoNotFit(page, `${sight.name}, phone`)))
    await takePictures(page, sight.name, 'phone', 'en')
    await page.emulateMedia({ colorScheme: 'light' })
    // As high as the page: what lies under a bar that stays is one scroll away, not out of reach.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ ...phone, height: Math.max(phone.height, height) })
    faults.push(...(await faultsOf(page, `${sight.name}, phone`)))
  }
  expect(faults).toEqual([])
})

test('nor has the page to sign in', async ({ watched: page, ground }) => {
  const faults: string[] = []
  for (const [scheme, size] of [
    ['light', desk],
    ['dark', desk],
    ['light', phone],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize(size)
    await page.goto(`${ground.server.url}/login`)
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    faults.push(...(await faultsOf(page, `login, ${scheme}, ${size.width}`)))
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > size.width) faults.push(`login: ${width} px wide`)
  }
  expect(faults).toEqual([])
})
