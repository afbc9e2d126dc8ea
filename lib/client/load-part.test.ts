import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadPart } from './load-part'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks again for a part that does not come, and has it in the end', async () => {
  const load = vi.fn<() => Promise<string>>()
  load.mockRejectedValueOnce(new Error('lost')).mockRejectedValueOnce(new Error('lost')).mockResolvedValue('part')
  const part = loadPart(load)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(load).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await part).toBe('part')
  expect(load).toHaveBeenCalledTimes(3)
})

it('says at once that a part is gone where the server answers and does not have it', async () => {
  const asked = vi.fn(async () => new Response(null, { status: 404 }))
  vi.stubGlobal('fetch', asked)
  const lost = Object.assign(new Error('Failed to load chunk /_next/static/chunks/a1.js from module 7'), {
    name: 'ChunkLoadError',
  })
  const load = vi.fn(() => Promise.reject(lost))
  await expect(loadPart(load)).rejects.toThrow(lost)
  expect(load).toHaveBeenCalledTimes(1)
  expect(asked).toHaveBeenCalledWith('/_next/static/chunks/a1.js', { method: 'HEAD', cache: 'no-store' })

  asked.mockRejectedValueOnce(new TypeError('no connection'))
  const back = vi.fn<() => Promise<string>>().mockRejectedValueOnce(lost).mockResolvedValue('part')
  const part = loadPart(back)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await part).toBe('part')
  vi.unstubAllGlobals()
})

it('says after two minutes that a part is gone', async () => {
  const load = vi.fn(() => Promise.reject(new Error('gone')))
  const part = expect(loadPart(load)).rejects.toThrow('gone')
  await vi.advanceTimersByTimeAsync(100_000)
  expect(load.mock.calls.length).toBeLessThan(12)
  await vi.advanceTimersByTimeAsync(40_000)
  await part
  expect(load).toHaveBeenCalledTimes(12)
})
