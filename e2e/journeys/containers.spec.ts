// Containers of all hosts in one list: found by the filter language, acted on one by one and in numbers, read, explained.
import { expect, expectActivity, test } from './journey'
import { containersOf, deployed, removed, sleeper } from './set-up'

const talker = `  talker:
    image: busybox
    init: true
    command: sh -c "i=0; while true; do i=$$((i+1)); echo line $$i of the talker; sleep 0.5; done"
    deploy:
      placement:
        constraints: [node.labels.storage == ssd]
`

test.beforeAll(({ ground }) =>
  deployed(ground, 'fleet', `services:\n${sleeper('idle', '    deploy:\n      replicas: 4\n')}${talker}`),
)
test.afterAll(({ ground }) => removed(ground, 'fleet'))

test('the filter language narrows the list and names what it does not know', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/containers`)
  const filter = page.getByRole('combobox', { name: 'Filter containers' })
  const rows = page.getByRole('grid', { name: 'Containers' }).getByRole('row').filter({ hasText: 'fleet/' })
  await filter.fill('stack:fleet')
  await expect(rows).toHaveCount(5)
  await filter.fill('stack:fleet -service:talk*')
  await expect(rows).toHaveCount(4)
  await expect(page).toHaveURL(/q=stack/)
  const fleet = await containersOf(ground, 'fleet')
  const onKiel = fleet.filter((container) => container.hostName === 'kiel').length
  await filter.fill('stack:fleet host:kiel')
  await expect(rows).toHaveCount(onKiel)
  await expect(rows.filter({ hasText: 'kiel' })).toHaveCount(onKiel)
  await filter.fill('stack:fleet colour:red')
  await expect(page.getByText(/colour.*ignored/)).toBeVisible()
  await expect(rows).toHaveCount(5)
  await filter.fill('stack:none-such')
  await expect(page.getByText(/No container matches/)).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).last().click()
  await expect(rows).toHaveCount(5)
})

test('columns are chosen, and a view is saved and comes back in any browser', async ({
  console: page,
  ground,
  browser,
  session,
}) => {
  await page.goto(`${ground.server.url}/containers?q=stack:fleet`)
  const head = page.getByRole('columnheader')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Networks' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Ports' }).click()
  await page.keyboard.press('Escape')
  await expect(head.filter({ hasText: 'Networks' })).toBeVisible()
  await expect(head.filter({ hasText: 'Ports' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('The fleet')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'The fleet' })).toBeVisible()
  const elsewhere = await browser.newContext()
  await elsewhere.addCookies(session)
  const other = await elsewhere.newPage()
  await other.goto(`${ground.server.url}/containers`)
  await expect(other.getByRole('link', { name: 'The fleet' })).toBeVisible()
  await expect(other.getByRole('columnheader', { name: 'Networks' })).toBeVisible()
  await elsewhere.close()

  await page.goto(`${ground.server.url}/containers`)
  await expect(head.filter({ hasText: 'Networks' })).toBeVisible()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitem', { name: 'The usual ones' }).click()
  await expect(head.filter({ hasText: 'Ports' })).toBeVisible()
  await page.getByRole('link', { name: 'The fleet' }).click()
  await expect(page.getByRole('combobox', { name: 'Filter containers' })).toHaveValue('stack:fleet')
  await expect(head.filter({ hasText: 'Networks' })).toBeVisible()
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByRole('menuitem', { name: 'Remove view The fleet' }).click()
  await expect(page.getByRole('link', { name: 'The fleet' })).toHaveCount(0)
})

test('a container is restarted with the mouse', async ({ console: page, ground }) => {
  const before = (await containersOf(ground, 'fleet')).find((container) => container.service === 'talker')
  await page.goto(`${ground.server.url}/containers/${before?.id}`)
  await page.getByRole('button', { name: 'Restart…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click()
  await expect(page.getByText('fleet/talker.1 restarted')).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const startedAt = async () => {
    const after = (await containersOf(ground, 'fleet')).find((container) => container.service === 'talker')
    return Date.parse(after?.startedAt ?? '')
  }
  await expect.poll(startedAt).toBeGreaterThan(Date.parse(before?.startedAt ?? ''))
  await expectActivity(page, ground, /Restarted .*fleet.talker/)
})

test('the log follows what the container says', async ({ console: page, ground }) => {
  const talking = (await containersOf(ground, 'fleet')).find((container) => container.service === 'talker')
  await page.goto(`${ground.server.url}/containers/${talking?.id}?tab=logs`)
  const log = page.getByRole('region', { name: 'Log' })
  const last = async () => Number(/line (\d+) of the talker\s*$/.exec((await log.textContent()) ?? '')?.[1] ?? 0)
  await expect.poll(last).toBeGreaterThan(0)
  const seen = await last()
  await expect.poll(last).toBeGreaterThan(seen + 1)
  await page.getByRole('textbox', { name: 'Search in this log' }).fill('line 1 of')
  await expect(page.getByText(/\bhit/).first()).toBeVisible()
})

test('why here shows every host against every rule', async ({ console: page, ground }) => {
  const placed = (await containersOf(ground, 'fleet')).find((container) => container.service === 'talker')
  await page.goto(`${ground.server.url}/containers/${placed?.id}?tab=why`)
  const matrix = page.getByRole('table', { name: /Why fleet\/talker/ })
  await expect(matrix.getByRole('row', { name: new RegExp(placed?.hostName ?? '') })).toContainText('chosen')
  await expect(matrix.getByRole('row', { name: /husum/ })).toContainText('does not fit: disk')
  await page.getByRole('button', { name: 'If decided now' }).click()
  await expect(page.getByText(/asked just now/)).toBeVisible()
})

test('a bulk stop lists its scope and leaves out what cannot be stopped', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/containers?q=stack%3Afleet`)
  const rows = page.getByRole('grid', { name: 'Containers' }).getByRole('row').filter({ hasText: 'fleet/' })
  await expect(rows).toHaveCount(5)
  await page.getByRole('checkbox', { name: /^Select fleet\/idle\.1/ }).check()
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: /Stop/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  await expect(rows.filter({ hasText: /exited/ })).toHaveCount(1)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  for (const row of ['idle.1', 'idle.2', 'idle.3']) {
    await page.getByRole('checkbox', { name: `Select fleet/${row}` }).check()
  }
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: /Stop/ }).click()
  const dialog = page.getByRole('dialog', { name: /Stop 3 containers/ })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'idle.1' })).toContainText('left out: is stopped')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'idle.2' })).not.toContainText('left out')
  await dialog.getByRole('button', { name: 'Stop 2' }).click()
  await expect(dialog.getByText('2 done, 1 left out')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(rows.filter({ hasText: /exited/ })).toHaveCount(3)
  await expectActivity(page, ground, /Stopped .*fleet.idle.3/)
})
