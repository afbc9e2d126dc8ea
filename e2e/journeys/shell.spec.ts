// A shell in a container: opened, typed in, come back to after a reload, beside another one, ended with its container.
import { expect, expectActivity, test } from './journey'

const rows = '.term-pane:not([hidden]) .xterm-rows'

test('open a shell, type, reload, and go on', async ({ console: page, ground: { lab, server, client }, ground }) => {
  const { stdout } = await lab.docker('kiel', 'run', '-d', '--name', 'shell', 'busybox', 'sleep', '100000')
  const id = stdout.trim()
  try {
    const isKnown = () => client.call('GET', `/containers/${id}`).then(Boolean, () => false)
    await expect.poll(isKnown).toBe(true)
    await page.goto(`${server.url}/containers/${id}`)
    await page.getByRole('link', { name: 'Terminal', exact: true }).click()
    await page.getByLabel('Shell', { exact: true }).selectOption('/bin/sh')
    await page.getByRole('button', { name: 'Open a shell' }).click()
    const screen = page.locator(rows)
    await expect(screen).toContainText('#')
    await page.keyboard.type('echo one$((1+1))three\n')
    await expect(screen).toContainText('one2three')

    await page.reload()
    await expect(screen).toContainText('one2three')
    await page.keyboard.type('echo again$((2+2))\n')
    await expect(screen).toContainText('again4')

    await page.getByRole('button', { name: 'New terminal' }).click()
    await expect(screen).not.toContainText('again4')
    await expect(screen).toContainText('#')
    await page.keyboard.type('exit 7\n')
    await expect(page.getByText('The shell ended with 7.')).toBeVisible()
    await page.getByRole('button', { name: /^Close 2 sh/ }).click()
    await expect(screen).toContainText('again4')

    await lab.docker('kiel', 'stop', '-t', '0', 'shell')
    await expect(page.getByText('The container stopped, and this shell ended with it.')).toBeVisible()
    await expectActivity(page, ground, /Opened a shell in kiel\/shell/)
  } finally {
    await lab.docker('kiel', 'rm', '-f', 'shell')
  }
})
