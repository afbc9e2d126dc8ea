// The picture of the README, on demand. Those of all pages are taken by the walk of languages.spec.ts.
import path from 'node:path'
import { expect, retype, test } from './journey'
import { wantsAllPictures } from './pictures'
import { sample } from './set-up'
import { withSamples } from './sights'

const forReadme = path.resolve(import.meta.dirname, '../../docs/console.png')

test.skip(!wantsAllPictures, 'only on demand: LOTSE_PICTURES=1')
test.beforeAll(({ ground }) => withSamples(ground))

test('the picture of the README', async ({ console: page, ground }) => {
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
