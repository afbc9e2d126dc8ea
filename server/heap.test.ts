import { getHeapStatistics } from 'node:v8'
import { afterEach, expect, it, vi } from 'vitest'
import { settleHeap } from './heap'

afterEach(() => void vi.useRealTimers())

const someTexts = (count: number) => Array.from({ length: count }, (_, at) => ({ at, text: `a text ${at}` }))
const total = () => getHeapStatistics().total_heap_size

it('gives back what the first looks needed and nobody uses any more', () => {
  vi.useFakeTimers()
  const kept = someTexts(600_000)
  let garbage: unknown[] | null = someTexts(1_500_000)
  expect(garbage.length).toBe(1_500_000)
  garbage = null
  const before = total()
  settleHeap()
  expect(total()).toBeLessThan(before - 50 * 2 ** 20)
  expect(kept.length).toBe(600_000)
  vi.runAllTimers()
})
