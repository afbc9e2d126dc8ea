import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { AppError } from '@/server/errors'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import type { Claim } from '../placement/placement'
import type { ProxyContext } from '../types'
import { makeAnew, pullWhileHeard } from './make-anew'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Says something after each of these times, and is ready after the last. */
const registry = (pauses: number[]) => async (heard: () => void, signal: AbortSignal) => {
  for (const pause of pauses) {
    await new Promise<void>((resolve, reject) => {
      setTimeout(resolve, pause)
      signal.addEventListener('abort', () => reject(new Error('given up')), { once: true })
    })
    heard()
  }
}

it('lets a pull go on for as long as it says that it goes on', async () => {
  const pulled = pullWhileHeard(registry([170_000, 170_000, 170_000, 170_000]))
  await vi.advanceTimersByTimeAsync(680_000)
  await expect(pulled).resolves.toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

it('gives up on one that falls silent, and is told why', async () => {
  const pulled = pullWhileHeard(registry([1_000, 400_000])).catch((error: Error) => error.message)
  await vi.advanceTimersByTimeAsync(180_999)
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  await vi.advanceTimersByTimeAsync(2)
  expect(await pulled).toBe('given up')
})

it.each([false, true])(
  'makes what was just read of its host not anew, before its host is said to be there: %s',
  async (known) => {
    const container: Container = { ...aContainer(aHost('n1'), 'web'), known }
    const asked = vi.fn(async () => {
      throw new AppError('engine_error', 'asked')
    })
    const cluster = {
      host: () => ({ state: 'unreachable', total: { cpus: 1 } }),
      container: () => container,
      networks: () => [],
      engine: () => ({ json: asked }),
    }
    const claim = { hostId: 'n2', hostName: 'n2', release: () => undefined } as unknown as Claim
    const move = { kind: 'move', container, wasUp: true } as const
    const made = makeAnew({ cluster } as unknown as ProxyContext, claim, move, {
      body: { HostConfig: {} },
      networks: [],
    })
    await expect(made).rejects.toThrow(known ? 'is back, and with it web' : 'asked')
    expect(asked.mock.calls.length).toBe(known ? 0 : 1)
  },
)
