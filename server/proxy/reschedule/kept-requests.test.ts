import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '@/server/testing/host-store'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { keptFile } from '../kept-file'
import { type KeptRequest, type KeptRequests, keepRequests } from './kept-requests'

const one: KeptRequest = {
  container: aContainer(aHost('n1'), 'web'),
  request: { body: { Image: 'web:1', HostConfig: {} }, networks: [] },
}
const keptIn = (over: Partial<KeptRequests>): KeptRequests => ({
  read: () => undefined,
  ageMs: () => 0,
  write: async () => undefined,
  touch: () => undefined,
  ...over,
})

describe('how containers were made', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is written the more seldom the longer it takes, and never more seldom than once a minute', async () => {
    let takesMs = 0
    const write = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, takesMs)))
    const keeper = keepRequests(keptIn({ write }), () => [one])
    const during = async (ms: number) => {
      const before = write.mock.calls.length
      for (let at = 0; at < ms; at += 100) {
        keeper.changed()
        await vi.advanceTimersByTimeAsync(100)
      }
      return write.mock.calls.length - before
    }
    expect(await during(10_000)).toBeGreaterThan(8)
    takesMs = 500
    await during(1_500)
    expect(await during(100_000)).toBeLessThanOrEqual(10)
    takesMs = 60_000
    await during(20_000)
    expect(await during(200_000)).toBeGreaterThan(1)
    keeper.stop()
  })

  it('is believed but for what nobody can read', () => {
    const keeper = keepRequests(keptIn({ read: () => [{ container: 'odd' }, one, null] }), () => [])
    expect(keeper.before.map(({ container }) => container.name)).toEqual(['web'])
    keeper.stop()
    for (const odd of [{}, 'text', 7]) {
      const none = keepRequests(keptIn({ read: () => odd }), () => [])
      expect(none.before).toEqual([])
      none.stop()
    }
  })

  it('is not believed where the clock was set back far behind it', () => {
    const keeper = keepRequests(keptIn({ ageMs: () => -3_600_000, read: () => [one] }), () => [])
    expect(keeper.before).toEqual([])
    keeper.stop()
  })

  it('does not become young again by the next start when it was too old for this one', async () => {
    const touch = vi.fn()
    const keeper = keepRequests(keptIn({ ageMs: () => 3_600_000, read: () => [one], touch }), () => [])
    expect(keeper.before).toEqual([])
    await vi.advanceTimersByTimeAsync(180_000)
    expect(touch).not.toHaveBeenCalled()
    keeper.changed()
    await vi.advanceTimersByTimeAsync(180_000)
    expect(touch).toHaveBeenCalled()
    keeper.stop()
  })
})

it('makes no file young whose later word could not be written', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'kept-'))
  const file = path.join(directory, 'kept.json')
  await writeFile(file, '[]')
  const old = new Date(Date.now() - 3_600_000)
  await utimes(file, old, old)
  const kept = keptFile(file, silentLog, 'words')
  await mkdir(`${file}.new`)
  await kept.write(['later'])
  kept.touch()
  await kept.settled()
  expect((await stat(file)).mtimeMs).toBeLessThan(Date.now() - 3_000_000)
  await rm(`${file}.new`, { recursive: true })
  await kept.write(['later'])
  expect([kept.read(), (await stat(file)).mode & 0o777]).toEqual([['later'], 0o600])
  await rm(directory, { recursive: true })
})
