// The placement board as an operator uses it: a running container is dragged to another host, by mouse and by keys, and taken
// back; a service is bound by dragging it over the plan of a deploy.
import { carry, carryOn, column, fingers } from './carry'
import { expect, test } from './journey'
import { containersOf, deployed, removed, sleeper } from './set-up'

const onSsd = '    deploy:\n      placement:\n        constraints:\n          - node.labels.storage == ssd\n'
const text = `services:\n${sleeper('web', onSsd)}`

/** An engine may wait 20 s for the managers of an overlay, and be asked once more. */
const moveTime = { timeout: 100_000 }

test.describe.configure({ mode: 'serial', timeout: 300_000 })
test.afterAll(({ ground }) => removed(ground, 'moving', 'paired'))

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
  await page.goto(`${ground.server.url}/board?zoom=strips`)
  const strip = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}\\b`) })
  // Until the legend is there everything below it still moves.
  await expect(page.getByRole('list', { name: 'Stacks' })).toContainText('moving')
  await carry(page, strip(from).locator('canvas'), strip('husum'), { down: 1 })
  await expect(strip('husum')).toHaveClass(/says-refused target/)
  await expect(strip(to)).toHaveClass(/says-fits/)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.getByRole('button', { name: 'Blocks' }).click()
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
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible(moveTime)
  await expect.poll(hostNow).toEqual([`${to} running`])

  await page.getByRole('dialog').getByRole('button', { name: 'Undo…' }).click()
  await page.getByRole('button', { name: 'Move back' }).click()
  await expect(page.getByRole('dialog', { name: new RegExp(`to ${from}`) })).toBeVisible()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible(moveTime)
  await expect.poll(hostNow).toEqual([`${from} running`])
})

test('one of two that share a volume is carried by keys from a strip, takes the other along, and both go back', async ({
  console: page,
  ground,
}) => {
  const shares = `    volumes: ["pair:/data"]\n    stop_grace_period: 0s\n${onSsd}`
  const both = `services:\n${sleeper('web', shares)}${sleeper('sidecar', shares)}volumes: {pair: {}}\n`
  const [web] = await deployed(ground, 'paired', both)
  if (!web) throw new Error('nothing was deployed')
  const from = web.hostName
  const to = from === 'kiel' ? 'emden' : 'kiel'
  const hostsNow = async () => (await containersOf(ground, 'paired')).map(({ hostName }) => hostName)
  await expect.poll(hostsNow).toEqual([from, from])

  await page.goto(`${ground.server.url}/board?zoom=strips&q=${encodeURIComponent('stack:paired service:web')}`)
  const said = page.locator('[aria-live=assertive]')
  await page.getByRole('button', { name: new RegExp(`^${from}\\b`) }).focus()
  await page.keyboard.press('m')
  await expect(said.filter({ hasText: 'paired/web.1, 1 of' })).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(said.filter({ hasText: `paired/web.1 lifted from ${from}` })).toBeAttached()
  await expect(page.getByRole('button', { name: new RegExp(`^${to}\\b`) })).toHaveClass(/says-fits/)
  await page.keyboard.press('Escape')
  await expect(said.filter({ hasText: 'paired/web.1 put back' })).toBeAttached()

  await page.keyboard.press('m')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: new RegExp(`^${to}\\b`) })).toHaveClass(/says-fits/)
  await page.keyboard.press(from === 'kiel' ? 'ArrowDown' : 'ArrowUp')
  await expect(said.filter({ hasText: `${to}: ` })).toContainText('only together with paired-sidecar-1')
  await page.keyboard.press('Enter')

  const plan = page.getByRole('dialog', { name: `Move paired/web.1 to ${to}` })
  await expect(plan.getByRole('alert')).toContainText('also used by paired-sidecar-1')
  await plan.getByRole('button', { name: 'Take paired-sidecar-1 along' }).click()
  await plan.getByRole('checkbox', { name: /Copy the data/ }).check()
  await expect(plan).toContainText('stand still meanwhile')
  await plan.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible(moveTime)
  await expect.poll(hostsNow).toEqual([to, to])

  await page.getByRole('dialog').getByRole('button', { name: 'Undo…' }).click()
  await page.getByRole('button', { name: 'Move back' }).click()
  await expect(page.getByRole('dialog', { name: new RegExp(`to ${from}`) })).toBeVisible()
  await expect(page.locator('[data-move-state=succeeded]')).toBeVisible(moveTime)
  await expect.poll(hostsNow).toEqual([from, from])
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

  const name = card.getByRole('button', { name: /^web,/ })
  await name.focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^web is bound by /).last()).toBeAttached()
  await expect(name).toBeFocused()
})

test.describe('with a finger on a phone', () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true })

  test('a container is held until it lifts, put back by a second finger, and dropped on another host', async ({
    console: page,
    ground,
  }) => {
    const [web] = await containersOf(ground, 'moving')
    if (!web) throw new Error('nothing was deployed')
    await page.goto(`${ground.server.url}/board`)
    const hand = await fingers(page)
    const item = page.locator(`[data-container="${web.id}"]`)
    const held = page.locator('.board-list.held')
    const to = page.locator('details[data-column].says-fits')

    await hand.down(item)
    await expect(held).toBeVisible()
    await hand.second()
    await expect(held).toHaveCount(0)
    await hand.up()
    await expect(page.getByRole('dialog')).toHaveCount(0)

    await hand.down(item)
    await expect(page.locator('details[data-column].says-refused')).toContainText('here disk')
    await hand.to(to.locator('summary'))
    await expect(to).toHaveClass(/target/)
    await hand.up()
    await expect(page.getByRole('dialog', { name: /^Move moving\/web\.1 to/ })).toBeVisible()
  })
})
