// The whole console in German, which is longer, on a desk and on a phone: nothing is cut, nothing runs over, nothing is in
// English. The pictures of the pages are taken on the same way.
import type { Page } from '@playwright/test'
import { languages } from '@/lib/texts/catalogue'
import { languageCookie } from '@/lib/texts/language'
import { adminPassword, expect, test } from './journey'
import { sizes, takePictures } from './pictures'
import { containersOf } from './set-up'
import { openAny, sights, withSamples } from './sights'
import { wordsThatDoNotFit } from './words-cut'
import { watchForEnglish } from './words-seen'

test.beforeAll(({ ground }) => withSamples(ground))

/** German that comes long after the script that it belongs to. */
const delayGerman = (page: Page) =>
  page.route('**/*.de.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    await route.continue()
  })

// English is walked through by sights.spec.ts, on the same way as it is looked at for those who see otherwise.
for (const language of languages.filter((each) => each !== 'en')) {
  test(`every page in ${language}, nothing cut on a desk or a phone`, async ({ console: page, ground }) => {
    test.setTimeout(480_000)
    await page.context().addCookies([{ name: languageCookie, value: language, url: ground.server.url }])
    const english = await watchForEnglish(page)
    await delayGerman(page)
    const faults: string[] = []
    for (const sight of await sights(ground)) {
      await page.setViewportSize(sizes.desk)
      await openAny(page, ground.server.url, sight)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      for (const size of ['desk', 'phone'] as const) {
        await page.setViewportSize(sizes[size])
        faults.push(...(await wordsThatDoNotFit(page, `${sight.name}, ${size}`)))
        await takePictures(page, sight.name, size, language)
      }
    }
    expect(faults).toEqual([])
    expect(english()).toEqual([])
  })
}

test('a German page never shows English on the way to the next, nor in what opens before its German has come', async ({
  watched: page,
  ground,
}) => {
  await page.context().addCookies([{ name: languageCookie, value: 'de', url: ground.server.url }])
  const english = await watchForEnglish(page)
  await delayGerman(page)
  await page.goto(`${ground.server.url}/login`)
  await page.getByLabel('Passwort', { exact: true }).fill(adminPassword)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Übersicht' })).toBeVisible()
  const links = page.getByRole('navigation', { name: 'Hauptnavigation' }).locator('a[href]:not(.brand)')
  for (const link of await links.all()) {
    await link.click()
    await expect(page).toHaveURL(new RegExp(`${await link.getAttribute('href')}$`))
    await expect(page.locator('main [aria-busy=true]')).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Tasten' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`${ground.server.url}/networks`)
  await page.getByRole('link', { name: 'Ports' }).click()
  await expect(page).toHaveURL(/tab=ports/)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(english()).toEqual([])
})

test('German in the browser gets German at the first visit, and the menu leads out of it', async ({
  browser,
  ground,
  session,
}) => {
  const context = await browser.newContext({ locale: 'de-DE' })
  await context.addCookies(session)
  const page = await context.newPage()
  const english = await watchForEnglish(page)
  await page.goto(`${ground.server.url}/hosts`)
  await expect(page.getByRole('link', { name: 'Host hinzufügen…' })).toBeVisible()
  // What the server says is in German too.
  const [web] = await containersOf(ground, 'demo')
  await page.goto(`${ground.server.url}/containers/${web?.id}?tab=why`)
  await expect(page.getByText(/Hosts? erfüllten jede Regel/)).toBeVisible()
  expect(english()).toEqual([])
  await page.getByRole('button', { name: /Konto und Darstellung/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.getByText(/hosts? satisfied every rule/)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  // So the watch sees what it is for.
  expect(english()).toContain('Overview')
  await context.close()
})
