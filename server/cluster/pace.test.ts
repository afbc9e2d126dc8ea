import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPace, type Pace } from './pace'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = () => new Promise<never>(() => undefined)

describe('the pace of first looks', () => {
  const beginThirty = (pace: Pace) => {
    const ends: (() => void)[] = []
    for (let n = 0; n < 30; n += 1) void pace(() => new Promise<void>((resolve) => ends.push(resolve)))
    return ends
  }

  it('begins a few at once and the others bit by bit', async () => {
    const begun = beginThirty(createPace(() => 0))
    expect(begun).toHaveLength(12)
    await vi.advanceTimersByTimeAsync(20)
    expect(begun).toHaveLength(20)
    await vi.advanceTimersByTimeAsync(100)
    expect(begun).toHaveLength(30)
  })

  it('has no more than a few under way while everything comes late', async () => {
    let nowMs = 0
    const begun = beginThirty(createPace(() => nowMs))
    const lateTick = async () => {
      nowMs += 120
      await vi.advanceTimersByTimeAsync(20)
    }
    await lateTick()
    expect(begun).toHaveLength(12)
    for (const end of begun.slice(0, 3)) end()
    await lateTick()
    expect(begun).toHaveLength(15)
  })

  it('gives the place of one that hangs to others', async () => {
    const pace = createPace()
    for (let n = 0; n < 96; n += 1) void pace(never)
    await vi.advanceTimersByTimeAsync(1_000)
    const begun = vi.fn(never)
    void pace(begun)
    await vi.advanceTimersByTimeAsync(100)
    expect(begun).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(begun).toHaveBeenCalledOnce()
  })

  it('hands on what came of it, also a failure', async () => {
    const pace = createPace()
    await expect(pace(async () => 7)).resolves.toBe(7)
    await expect(pace(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
