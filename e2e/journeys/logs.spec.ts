// The logs of a stack over hosts as one: found by an expression, seen among their neighbours, held, and gone on with after
// one of its containers is another.
import { expect, test } from './journey'
import { deployed, removed } from './set-up'

const voice = (name: string, host: string, word = 'sings') => `  ${name}:
    image: busybox
    init: true
    command: sh -c "i=0; while true; do i=$$((i+1)); echo ${name} ${word} $$i; sleep 0.4; done"
    deploy:
      placement:
        constraints: [node.hostname == ${host}]
`
const choir = (alto: string) =>
  `services:\n${voice('soprano', 'kiel')}${voice('alto', 'emden', alto)}${voice('tenor', 'husum')}`

test.beforeAll(({ ground }) => deployed(ground, 'choir', choir('sings')))
test.afterAll(({ ground }) => removed(ground, 'choir'))

test('the logs of a stack are one, searched, held and followed through a new container', async ({
  console: page,
  ground,
}) => {
  await page.goto(`${ground.server.url}/stacks/choir`)
  await page.getByRole('navigation', { name: 'Parts of choir' }).getByRole('link', { name: 'Logs' }).click()
  const log = page.getByRole('region', { name: 'Log' })
  for (const name of ['soprano', 'alto', 'tenor']) await expect(log).toContainText(`${name} sings`)
  const legend = page.getByRole('list', { name: 'Containers in this log' })
  await expect(legend.getByRole('listitem')).toHaveCount(3)
  await expect(legend).toContainText('choir/alto.1 emden')

  await page.getByRole('button', { name: 'Regular expression' }).click()
  await page.getByRole('textbox', { name: 'Search in this log' }).fill('(alto|tenor) sings \\d*[27]$')
  await expect(page.getByText(/hits? in \d+/)).toBeVisible()
  await expect(log).not.toContainText('soprano')
  await expect(log.locator('mark').filter({ hasText: 'alto' }).first()).toBeVisible()
  await expect(page).toHaveURL(/re=1/)
  expect(await log.locator('.log-text').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringMatching(/sings \d*[27]$/)]),
  )

  await page.getByRole('button', { name: 'Next hit' }).click()
  const hit = (await log.locator('.current .log-text').textContent()) ?? ''
  const number = Number(/\d+$/.exec(hit)?.[0])
  await page.getByRole('button', { name: 'Context' }).click()
  await expect(log.locator('.current .log-text')).toHaveText(hit)
  await expect(log.getByText(hit.replace(/\d+$/, String(number + 1)), { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Back', exact: true }).click()

  const search = page.getByRole('textbox', { name: 'Search in this log' })
  await expect(search).toHaveValue(/alto/)
  await search.press('Escape')
  await expect(log).toContainText('soprano sings')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: /^Follow, \d+ new/ })).toBeVisible()
  const held = await log.textContent()
  await expect(page.getByRole('button', { name: /^Follow, \d\d+ new/ })).toBeVisible()
  expect(await log.textContent()).toBe(held)
  await page.getByRole('button', { name: /^Follow/ }).click()
  await expect.poll(() => log.textContent()).not.toBe(held)

  // Looked for while it happens: what is said afterwards moves it out of sight.
  await Promise.all([
    deployed(ground, 'choir', choir('hums')),
    expect(log.getByText(/alto\S* was recreated/).first()).toBeVisible({ timeout: 90_000 }),
  ])
  await expect(log).toContainText('alto hums')
  await expect(legend.getByRole('listitem')).toHaveCount(3)
})
