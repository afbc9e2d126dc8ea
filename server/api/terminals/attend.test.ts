import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { attend } from './attend'
import type { Terminal } from './terminal'

const told: string[] = []
const viewer = {
  output: () => {},
  notice: (notice: { type: string; reason?: string }) => void told.push(`${notice.type} ${notice.reason ?? ''}`.trim()),
}
const terminal = {
  attach: (_viewer: unknown, from: number) => void told.push(`attached from ${from}`),
  detach: () => void told.push('detached'),
} as unknown as Terminal

beforeEach(() => {
  told.length = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('is told that the terminal is alive, until it leaves', async () => {
  const leave = attend(terminal, viewer, 12, async () => true)
  await vi.advanceTimersByTimeAsync(31_000)
  leave()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual(['attached from 12', 'alive', 'alive', 'detached'])
  expect(vi.getTimerCount()).toBe(0)
})

it('is cut off when the sign-in is over, and not when nobody can say so', async () => {
  let answer = (): Promise<boolean> => Promise.reject(new Error('the database is locked'))
  const leave = attend(terminal, viewer, 0, () => answer())
  await vi.advanceTimersByTimeAsync(6_000)
  expect(told).toEqual(['attached from 0'])
  answer = async () => false
  await vi.advanceTimersByTimeAsync(5_000)
  expect(told).toEqual(['attached from 0', 'ended access'])
  leave()
})
