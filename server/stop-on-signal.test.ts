import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '@/server/testing/host-store'
import { stopOnSignal } from './stop-on-signal'

const handlers = new Map<string, () => void>()
const exits: unknown[] = []
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(process, 'on').mockImplementation((name, handler) => {
    handlers.set(String(name), handler as () => void)
    return process
  })
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exits.push(code)
    return undefined as never
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  handlers.clear()
  exits.length = 0
})

it('ends in order, once, whichever signal comes and however often', async () => {
  let stopped: () => void = () => undefined
  const stop = vi.fn(() => new Promise<void>((resolve) => (stopped = resolve)))
  stopOnSignal(stop, silentLog)
  handlers.get('SIGTERM')?.()
  handlers.get('SIGINT')?.()
  expect(stop).toHaveBeenCalledTimes(1)
  expect(exits).toEqual([])
  stopped()
  await vi.advanceTimersByTimeAsync(0)
  expect(exits).toEqual([0])
})

it('says by its code that it did not end in order', async () => {
  stopOnSignal(() => Promise.reject(new Error('the database is locked')), silentLog)
  handlers.get('SIGINT')?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(exits).toEqual([1])
})

it('does not wait longer than ten seconds', async () => {
  stopOnSignal(() => new Promise(() => undefined), silentLog)
  handlers.get('SIGTERM')?.()
  await vi.advanceTimersByTimeAsync(9_999)
  expect(exits).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(exits).toEqual([1])
})
