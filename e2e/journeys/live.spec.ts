// An engine event is on screen at once, also one that Lotse did not cause.
import { expect, test } from './journey'

const rounds = 7
/** The product's promise is 300 ms; the rest is room for a busy machine. */
const boundMs = 1500

test('a container that the docker CLI starts is on screen at once', async ({ console: page, ground }) => {
  await page.goto(`${ground.server.url}/containers?q=lively`)
  await expect(page.getByText(/No container matches/)).toBeVisible()
  await page.evaluate(() => {
    const seen: Record<string, number> = {}
    Object.assign(window, { seen })
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[role=grid] tr')) {
        const name = /lively-\d+/.exec(row.textContent ?? '')?.[0]
        if (name && !(name in seen) && row.textContent?.includes('running')) seen[name] = Date.now()
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  const delays: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const host = ground.hosts[round % ground.hosts.length]?.name ?? ''
    const name = `lively-${round}`
    await ground.lab.docker(host, 'run', '-d', '--init', '--name', name, 'busybox', 'sleep', '100000')
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('running')
    const { stdout } = await ground.lab.docker(host, 'inspect', '-f', '{{.State.StartedAt}}', name)
    const seenAt = await page.evaluate(
      (wanted) => (window as unknown as { seen: Record<string, number> }).seen[wanted] ?? Number.NaN,
      name,
    )
    delays.push(seenAt - Date.parse(stdout.trim()))
  }
  const median = delays.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
  console.log(`from the engine to the screen: median ${median} ms of ${delays.map(Math.round).join(', ')} ms`)
  expect(median).toBeLessThan(boundMs)
  for (let round = 1; round <= rounds; round += 1) {
    await ground.lab.docker(ground.hosts[round % ground.hosts.length]?.name ?? '', 'rm', '-f', `lively-${round}`)
  }
  await expect(page.getByText(/No container matches/)).toBeVisible()
})
