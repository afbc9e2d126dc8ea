// Pictures of the main pages in a full state, to be looked at by people; with LOTSE_PICTURES=1 also the one of the README.

import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { languages } from '@/lib/texts/catalogue'
import { languageCookie } from '@/lib/texts/language'
import { expect, retype, test } from './journey'
import { sample } from './set-up'
import { openAny, openSight, sights, withSamples } from './sights'

const folder = path.resolve(import.meta.dirname, '../../test-results/pictures')
const forReadme = path.resolve(import.meta.dirname, '../../docs/console.png')
const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 780 } }

test.beforeAll(async ({ ground }) => {
  await mkdir(folder, { recursive: true })
  await withSamples(ground)
})

for (const language of languages) {
  test(`pictures of every page in ${language}, light and dark, desk and phone`, async ({ console: page, ground }) => {
    test.setTimeout(240_000)
    await page.context().addCookies([{ name: languageCookie, value: language, url: ground.server.url }])
    for (const sight of await sights(ground)) {
      await page.setViewportSize(sizes.desk)
      // What a page is waited for by is known in English alone.
      if (language === 'en') await openSight(page, ground.server.url, sight)
      else await openAny(page, ground.server.url, sight)
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await page.screenshot({ path: path.join(folder, `${sight.name}-${size}-${colorScheme}-${language}.png`) })
        }
      }
    }
  })
}

test('the picture of the README', async ({ console: page, ground }) => {
  test.skip(process.env.LOTSE_PICTURES !== '1', 'only on demand: LOTSE_PICTURES=1')
  await mkdir(path.dirname(forReadme), { recursive: true })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${ground.server.url}/deploy?stack=demo`)
  const { content } = await sample('demo.yaml')
  const changed = content.replace('memory: 32M', 'memory: 48M').replace('replicas: 2', 'replicas: 3')
  await retype(page, changed)
  await expect(page.getByText('3 recreate').first()).toBeVisible()
  await page
    .getByRole('button', { name: /^line / })
    .first()
    .click()
  await page.screenshot({ path: forReadme })
})
