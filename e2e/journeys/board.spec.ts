// The placement board as an operator uses it: a running container is dragged to another host, by mouse and by keys, and taken
// back; a service is bound by dragging it over the plan of a deploy.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './journey'
import { containersOf, deployed, removed, sleeper } from './set-up'

const onSsd = '    deploy:\n      placement:\n        constraints:\n          - node.labels.storage == ssd\n'
const text = `services:\n${sleeper('web', onSsd)}`

test.describe.configure({ mode: 'serial' })
test.afterAll(({ ground }) => removed(ground, 'moving'))

const column = (page: Page, host: string) =>
  page.locator('[data-column]').filter({ has: page.getByRole('link', { name: host, exact: true }) })

/** Presses on the one and carries it over the other, without letting go. */
async function carry(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await from.boundingBox()
  if (!start) throw new Error('there is nothing to take')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 2 + 20, start.y + start.height / 2 + 20, { steps: 4 })
  const end = await to.boundingBox()
  if (!end) throw new Error('there is nowhere to go')
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(60, end.height / 2), { steps: 6 })
}

test('a running container is dragged to another host, runs there, and is taken back', async ({
  console: page,
  ground,
}) => {
  const [web] = await deployed(ground, 'moving', text)
  if (!web) throw new Error('nothing was deployed')
  const from = web.hostName
  const to = from === 'kiel' ? 'emden' : 'kiel'
  const hostNow = async () =>
    (await containersOf(ground, 'moving')).map(({ hostName, state }) => `${hostName} ${state}`)
  await page.goto(`${ground.server.url}/board?zoom=blocks`)
  const block = page.locator(`[data-container="${web.id}"]`)

  await carry(page, block, column(page, 'husum'))
  await expect(column(page, 'husum')).toContainText('asks for node.labels.storage == ssd, here disk')
  await expect(column(page, to)).toContainText('Fits')
  await page.keyboard.press('Escape')
  await expect(column(page, to)).not.toContainText('Fits')
  await page.mouse.up()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await block.focus()
  await page.keyboard.press('m')
  await page.keyboard.press(from === 'kiel' ? 'ArrowRight' : 'ArrowLeft')
  await expect(page.locator('[aria-live=assertive]').filter({ hasText: to })).toContainText('Fits')
  await page.keyboard.press('Escape')
  await expect(block).toBeFocused()

  await carry(page, block, column(page, to))
  await expect(column(page, to)).toHaveClass(/target/)
  await page.mouse.up()
  const plan = page.getByRole('dialog', { name: `Move moving/web.1 to ${to}` })
  await expect(plan).toContainText('nobody')
  await plan.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible({ timeout: 60_000 })
  expect(await hostNow()).toEqual([`${to} running`])

  await page.getByRole('dialog').getByRole('button', { name: 'Undo…' }).click()
  await page.getByRole('button', { name: 'Move back' }).click()
  await expect(page.getByRole('dialog', { name: new RegExp(`to ${from}`) })).toBeVisible()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible({ timeout: 60_000 })
  expect(await hostNow()).toEqual([`${from} running`])
})

test('a service is bound to a host and to a label by dragging it, and the editor takes it back', async ({
  console: page,
  ground,
}) => {
  if ((await containersOf(ground, 'moving')).length === 0) await deployed(ground, 'moving', text)
  await page.goto(`${ground.server.url}/deploy?stack=moving`)
  await page.getByRole('button', { name: 'Board', exact: true }).click()
  const card = page.locator('[data-service-card=web]')
  const editor = page.locator('.cm-content')

  await carry(page, card, column(page, 'husum'))
  await expect(column(page, 'husum')).toContainText('here disk')
  await carryOn(page, column(page, 'emden'))
  await page.mouse.up()
  await expect(editor).toContainText('- node.hostname == emden')
  await expect(page.getByRole('button', { name: 'Let go of emden' })).toBeVisible()

  await carry(page, card, column(page, 'kiel'))
  await carryOn(page, page.getByRole('heading', { name: /zone=west/ }))
  await page.mouse.up()
  await expect(editor).toContainText('- engine.labels.zone == west')
  await expect(editor).not.toContainText('node.hostname')

  await editor.click()
  await page.keyboard.press('Control+z')
  await expect(editor).toContainText('- node.hostname == emden')
  await page.keyboard.press('Control+z')
  await expect(editor).not.toContainText('node.hostname')
  await expect(editor).toContainText('- node.labels.storage == ssd')
})

async function carryOn(page: Page, to: Locator): Promise<void> {
  const end = await to.boundingBox()
  if (!end) throw new Error('there is nowhere to go')
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(60, end.height / 2), { steps: 6 })
}
