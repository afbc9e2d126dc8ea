import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTurns, stepMs } from './turns'

describe('turns', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())
  const open = () => {
    const turns = createTurns()
    const began = performance.now()
    const times: Record<string, number[]> = {}
    const turn = (name: string, then: () => void = () => undefined) => {
      times[name] = []
      const at = times[name]
      return turns(() => {
        at.push(performance.now() - began)
        then()
      })
    }
    return { turn, times }
  }

  it('come about when they are due, those of one step together', () => {
    const { turn, times } = open()
    const pauses = Array.from({ length: 200 }, (_, at) => 1_000 + at * 13)
    for (const ms of pauses) turn(String(ms)).after(ms)
    vi.advanceTimersByTime(10_000)
    for (const ms of pauses) {
      expect(times[ms]).toHaveLength(1)
      expect(Math.abs((times[ms]?.[0] ?? 0) - ms)).toBeLessThanOrEqual(stepMs)
    }
    expect(new Set(Object.values(times).flat()).size).toBeLessThan(60)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keep short pauses to the millisecond', () => {
    const { turn, times } = open()
    turn('short').after(7)
    vi.advanceTimersByTime(6)
    expect(times.short).toEqual([])
    vi.advanceTimersByTime(1)
    expect(times.short).toHaveLength(1)
  })

  it('go on by themselves, each at its own pace', () => {
    const { turn, times } = open()
    const slow = turn('slow', () => slow.after(4_000))
    const fast = turn('fast', () => fast.after(1_000))
    slow.after(4_000)
    fast.after(1_000)
    vi.advanceTimersByTime(40_100)
    expect(times.slow?.length).toBe(10)
    expect(times.fast?.length).toBeGreaterThanOrEqual(38)
  })

  it('come at once when they are hurried, and once', () => {
    const { turn, times } = open()
    const waiting = turn('waiting')
    waiting.after(5_000)
    vi.advanceTimersByTime(100)
    waiting.hurry()
    waiting.hurry()
    vi.advanceTimersByTime(10_000)
    expect(times.waiting).toEqual([100])
    const busy = turn('busy')
    busy.hurry()
    vi.advanceTimersByTime(1_000)
    expect(times.busy).toEqual([])
    busy.after(5_000)
    vi.advanceTimersByTime(1)
    expect(times.busy).toHaveLength(1)
  })

  it('are put off by what is said later, and end when they are stopped', () => {
    const { turn, times } = open()
    const one = turn('one')
    one.after(1_000)
    one.after(3_000)
    const other = turn('other')
    other.after(2_000)
    vi.advanceTimersByTime(1_500)
    other.stop()
    other.after(1_000)
    other.hurry()
    vi.advanceTimersByTime(10_000)
    expect(times.one).toHaveLength(1)
    expect(times.one?.[0]).toBeGreaterThan(2_900)
    expect(times.other).toEqual([])
  })

  it('are made up for after a stall', () => {
    let nowMs = 0
    const turns = createTurns(() => nowMs)
    const came: number[] = []
    for (const ms of [1_000, 2_000, 3_000]) turns(() => void came.push(ms)).after(ms)
    nowMs = 2_500
    vi.advanceTimersByTime(stepMs)
    expect(came).toEqual([1_000, 2_000])
  })
})
