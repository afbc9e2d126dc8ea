import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { pullWhileHeard } from './make-anew'

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
