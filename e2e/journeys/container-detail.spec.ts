// One container in depth: what it uses right now, the files in it, and its settings changed without losing it.
import { readFile } from 'node:fs/promises'
import { expect, expectActivity, test } from './journey'
import { containersOf, deployed, removed } from './set-up'

const busy = `services:
  busy:
    image: busybox
    init: true
    command: sh -c "mkdir -p /srv/app; echo 'port = 8080' > /srv/app/app.conf; ln -sfn /srv/app /srv/current; while true; do i=$$((i+1)); done"
    mem_limit: 64m
    cpus: 0.2
`

test.beforeAll(({ ground }) => deployed(ground, 'deep', busy))
test.afterAll(({ ground }) => removed(ground, 'deep'))

test('charts are drawn live, and read by keys', async ({ console: page, ground }) => {
  const [busyOne] = await containersOf(ground, 'deep')
  await page.goto(`${ground.server.url}/containers/${busyOne?.id}?tab=stats`)
  const cpu = page.getByRole('slider', { name: 'CPU' })
  await expect(cpu).toHaveAttribute('aria-valuetext', /^0\.\d+ of \d+\scores?, \d+\s%$/)
  await expect(page.getByRole('slider', { name: 'Memory' })).toHaveAttribute('aria-valuetext', /of 64\sMiB/)
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
  await expect(cpu).toHaveAttribute('aria-valuetext', /cores?, \d+\s%$/)
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

test('a container is edited and recreated, and comes back when that fails', async ({ console: page, ground }) => {
  const { lab, client, server } = ground
  const run = ['run', '-d', '--name', 'editme', '--init', '-e', 'API_TOKEN=s3cret', '--cap-add', 'NET_ADMIN']
  const { stdout } = await lab.docker('kiel', ...run, 'busybox', 'sleep', '100000')
  const id = stdout.trim()
  try {
    await expect.poll(() => client.call('GET', `/containers/${id}`).then(Boolean, () => false)).toBe(true)
    await page.goto(`${server.url}/containers/${id}`)
    await page.getByRole('button', { name: 'Edit and recreate…' }).click()
    const dialog = page.getByRole('dialog')
    const env = dialog.getByLabel('Environment, a line each')
    await expect(env).toHaveValue(/API_TOKEN=•+/)
    await env.fill(`${await env.inputValue()}\nMODE=slow`)
    await dialog.getByLabel('Memory limit').fill('32m')
    await dialog.getByRole('button', { name: 'See what changes' }).click()
    await expect(dialog.getByRole('row', { name: /Variable MODE not set slow/ })).toBeVisible()
    await expect(dialog.getByRole('row', { name: /Memory limit not set 32.MiB/ })).toBeVisible()
    await dialog.getByRole('button', { name: 'Recreate' }).click()
    await expect(dialog.getByText('Recreated.')).toBeVisible({ timeout: 60_000 })
    await dialog.getByRole('button', { name: 'Open the new one' }).click()
    await expect(page).not.toHaveURL(new RegExp(id))
    await expect(page.getByRole('heading', { level: 1, name: 'editme' })).toBeVisible()
    const inspected = await lab.docker('kiel', 'inspect', '-f', '{{.Config.Env}} {{.HostConfig.CapAdd}}', 'editme')
    expect(inspected.stdout).toMatch(/API_TOKEN=s3cret.*MODE=slow.*NET_ADMIN/)
    await page.getByRole('link', { name: 'History', exact: true }).click()
    const past = page.getByRole('list', { name: 'What happened' })
    await expect(past.getByText('Edited and recreated kiel/editme')).toBeVisible()
    await expect(past.getByRole('listitem').filter({ hasText: /Created/ })).toHaveCount(2)

    const here = page.url()
    await page.goto(`${server.url}/containers/${id}`)
    await expect(page.getByText(/kept when it ended/)).toBeVisible()
    await page.goto(here)

    await page.getByRole('button', { name: 'Edit and recreate…' }).click()
    await dialog.getByLabel('Command').fill('sh -c "echo no such luck; exit 4"')
    await dialog.getByRole('button', { name: 'See what changes' }).click()
    await dialog.getByRole('button', { name: 'Recreate' }).click()
    await expect(dialog.getByText('It failed, and the original is back.')).toBeVisible({ timeout: 60_000 })
    await expect(
      dialog.getByText(/ended with 4.*no such luck.*The original editme is back.*running again/),
    ).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expectActivity(page, ground, /Failed to edit and recreate kiel\/editme/)
  } finally {
    await lab.docker('kiel', 'rm', '-f', 'editme')
  }
})
