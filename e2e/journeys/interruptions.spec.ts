// What comes in between: a session that ends under a half-filled dialog, a proxy that lets no WebSocket through, and the
// browser's way back out of a container.
import { adminPassword, expect, test } from './journey'

test('a session that ends under a dialog is begun anew over it, and what was typed is still there', async ({
  watched: page,
  ground: { server },
}) => {
  await page.goto(`${server.url}/login`)
  await page.getByLabel('Password', { exact: true }).fill(adminPassword)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await page.goto(`${server.url}/networks`)
  await page.getByRole('button', { name: /Create network/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('half-typed')
  // As when it is over: the page's own session, which nobody else has.
  const ended = await page.evaluate(async () => {
    const { csrfToken } = await (await fetch('/api/v1/session')).json()
    return (await fetch('/api/v1/session', { method: 'DELETE', headers: { 'x-csrf-token': csrfToken } })).status
  })
  expect(ended).toBe(204)
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  // Noticed by the page itself.
  await expect(dialog).toBeVisible({ timeout: 40_000 })
  // A browser lets no page refuse a second Esc: it stays all the same, ready for the password.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const password = dialog.getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await password.fill(adminPassword)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('half-typed')
  await expect(page.getByRole('region', { name: 'Status' })).toContainText('Live')
})

test('a part of the page that does not come for a moment comes later, without a reload', async ({
  console: page,
  ground: { server },
}) => {
  await page.goto(`${server.url}/settings`)
  await expect(page.getByRole('region', { name: 'Status' })).toContainText('Live')
  let refused = 0
  await page.route('**/_next/static/chunks/**', (route) => {
    refused += 1
    return route.abort('connectionfailed')
  })
  await page.keyboard.press('?')
  await expect.poll(() => refused).toBeGreaterThan(1)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.unroute('**/_next/static/chunks/**')
  await expect(page.getByRole('dialog', { name: /keys|keyboard/i })).toBeVisible({ timeout: 20_000 })
})

test('a terminal goes over plain HTTP where no WebSocket gets through, and the way back leads through the tabs', async ({
  console: page,
  ground: { lab, server, client },
}) => {
  const { stdout } = await lab.docker('kiel', 'run', '-d', '--name', 'behind', 'busybox', 'sleep', '100000')
  const id = stdout.trim()
  try {
    await page.routeWebSocket(/\/api\/ws\/terminal/, (socket) => socket.close())
    const isKnown = () => client.call('GET', `/containers/${id}`).then(Boolean, () => false)
    await expect.poll(isKnown).toBe(true)
    await page.goto(`${server.url}/containers/${id}`)
    await page.getByRole('link', { name: 'Terminal', exact: true }).click()
    await page.getByLabel('Shell', { exact: true }).selectOption('/bin/sh')
    await page.getByRole('button', { name: 'Open a shell' }).click()
    const screen = page.locator('.term-pane:not([hidden]) .xterm-rows')
    await expect(page.getByText(/^Over plain HTTP/)).toBeVisible()
    await expect(screen).toContainText('#')
    await page.keyboard.type('echo one$((1+1))three\n')
    await expect(screen).toContainText('one2three')

    // What breaks off is come back to, as over a WebSocket.
    await page.reload()
    await expect(screen).toContainText('one2three')
    await page.keyboard.type('echo again$((2+2))\n')
    await expect(screen).toContainText('again4')

    await page.getByRole('link', { name: 'Inspect', exact: true }).click()
    await expect(page).toHaveURL(/tab=inspect/)
    await page.goBack()
    await expect(page).toHaveURL(/tab=terminal/)
    await expect(screen).toContainText('again4')
    await page.keyboard.type('exit 7\n')
    await expect(page.getByText('The shell ended with 7.')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('link', { name: 'Overview', exact: true }).last()).toHaveAttribute(
      'aria-current',
      'page',
    )
  } finally {
    await lab.docker('kiel', 'rm', '-f', 'behind')
  }
})
