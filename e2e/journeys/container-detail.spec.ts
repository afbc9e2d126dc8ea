// One container in depth: what it uses right now, and the files in it, read, taken out and put in.
import { readFile } from 'node:fs/promises'
import { expect, expectActivity, test } from './journey'
import { containersOf, deployed, removed } from './set-up'

const busy = `services:
  busy:
    image: busybox
    init: true
    command: sh -c "mkdir -p /srv/app; echo 'port = 8080' > /srv/app/app.conf; ln -s /srv/app /srv/current; while true; do i=$$((i+1)); done"
    mem_limit: 64m
    cpus: 0.2
`

test.beforeAll(({ ground }) => deployed(ground, 'deep', busy))
test.afterAll(({ ground }) => removed(ground, 'deep'))

test('charts are drawn live, and read by keys', async ({ console: page, ground }) => {
  const [busyOne] = await containersOf(ground, 'deep')
  await page.goto(`${ground.server.url}/containers/${busyOne?.id}?tab=stats`)
  const cpu = page.getByRole('slider', { name: 'CPU' })
  await expect(cpu).toHaveAttribute('aria-valuetext', /^0\.\d+ of \d+ cores?, \d+ %$/)
  await expect(page.getByRole('slider', { name: 'Memory' })).toHaveAttribute('aria-valuetext', /of 64.MiB/)
  await expect(page.locator('.chart-limit')).toHaveCount(1)
  const readings = async () => Number(await cpu.getAttribute('aria-valuemax'))
  const before = await readings()
  await expect.poll(readings).toBeGreaterThan(before)
  await cpu.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(cpu).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d: /)
  await ground.client.call('POST', `/containers/${busyOne?.id}/actions`, { action: 'stop', timeoutSeconds: 0 })
  await expect(page.getByText(/It does not run, so there is nothing to measure/)).toBeVisible()
  await ground.client.call('POST', `/containers/${busyOne?.id}/actions`, { action: 'start' })
  await expect(page.getByText(/It does not run/)).toHaveCount(0)
  await expect(cpu).toHaveAttribute('aria-valuetext', /cores?, \d+ %$/)
})

test('files are found, read, downloaded and uploaded', async ({ console: page, ground }) => {
  const [busyOne] = await containersOf(ground, 'deep')
  await page.goto(`${ground.server.url}/containers/${busyOne?.id}?tab=files&path=/srv`)
  const folder = (path: string) => page.getByRole('grid', { name: path, exact: true })
  await expect(folder('/srv').getByRole('row', { name: /current.*→ \/srv\/app/ })).toBeVisible()
  await folder('/srv').getByRole('button', { name: 'current' }).click()
  await expect(page).toHaveURL(/path=%2Fsrv%2Fcurrent/)
  await folder('/srv/current').getByRole('button', { name: 'app.conf' }).click()
  await expect(page.getByRole('region', { name: 'Content of /srv/current/app.conf' })).toHaveText('port = 8080\n')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toBe('port = 8080\n')

  await page.getByRole('button', { name: 'Up one folder' }).click()
  await expect(folder('/srv/current')).toBeVisible()
  const files = ['app.conf', 'new.conf'].map((name) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(`${name}\n`),
  }))
  await page.getByLabel('Upload…').last().setInputFiles(files)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/is there already/)).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Upload' }).click()
  await expect(dialog.getByText('1 uploaded, 1 left')).toBeVisible()
  await dialog.getByRole('button', { name: 'Upload and replace' }).click()
  await expect(dialog.getByText('2 uploaded')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await folder('/srv/current').getByRole('button', { name: 'new.conf' }).click()
  await expect(page.getByText('new.conf', { exact: true })).toBeVisible()

  await ground.client.call('POST', `/containers/${busyOne?.id}/actions`, { action: 'stop', timeoutSeconds: 0 })
  await page.goto(`${ground.server.url}/containers/${busyOne?.id}?tab=files&path=/srv/app`)
  await expect(folder('/srv/app').getByRole('row')).toHaveCount(3)
  await ground.client.call('POST', `/containers/${busyOne?.id}/actions`, { action: 'start' })
  await expectActivity(page, ground, /Uploaded .*deep-busy-1:\/srv\/current\/new\.conf/)
})
