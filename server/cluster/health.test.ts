import { describe, expect, it } from 'vitest'
import { afterAnswer, afterFailure, afterHoldBack, initialHealth } from './health'

const patience = { failureRetry: 3, unreachableAfterMs: 10_000 }

describe('the health of a host', () => {
  const healthy = afterAnswer(initialHealth(0), 1_000)
  const failAt = (health: typeof healthy, nowMs: number, lastSeenMs: number | null = 1_000) =>
    afterFailure(health, 'silent', lastSeenMs, nowMs, patience)

  it('is suspect after one failure and unreachable after three and ten seconds', () => {
    const one = failAt(healthy, 5_000)
    expect(one).toMatchObject({ state: 'suspect', failures: 1, sinceMs: 5_000, reason: 'silent' })
    const two = failAt(one, 9_000)
    expect(two).toMatchObject({ state: 'suspect', failures: 2, sinceMs: 5_000 })
    expect(failAt(two, 13_000)).toMatchObject({ state: 'unreachable', failures: 3, sinceMs: 13_000 })
  })

  it('is not unreachable by three quick refusals, as while an engine restarts', () => {
    const three = [1_100, 1_200, 1_300].reduce((health, now) => failAt(health, now), healthy)
    expect(three).toMatchObject({ state: 'suspect', failures: 3 })
    expect(failAt(three, 11_000).state).toBe('unreachable')
  })

  it('stays pending while it never answered, until patience ends', () => {
    const first = failAt(initialHealth(0), 100, null)
    expect(first).toMatchObject({ state: 'pending', failures: 1 })
    const third = failAt(failAt(first, 5_000, null), 10_100, null)
    expect(third.state).toBe('unreachable')
  })

  it('stays unreachable until an answer, which forgets everything', () => {
    const lost = [5_000, 9_000, 13_000, 21_000].reduce((health, now) => failAt(health, now), healthy)
    expect(lost).toMatchObject({ state: 'unreachable', failures: 4, sinceMs: 13_000 })
    expect(afterAnswer(lost, 30_000)).toEqual({
      state: 'healthy',
      reason: null,
      failures: 0,
      failingSinceMs: null,
      sinceMs: 30_000,
    })
    expect(afterAnswer(healthy, 9_000).sinceMs).toBe(1_000)
  })

  it('is pending without failures while held back', () => {
    expect(afterHoldBack(failAt(healthy, 5_000), 'another engine', 6_000)).toEqual({
      state: 'pending',
      reason: 'another engine',
      failures: 0,
      failingSinceMs: null,
      sinceMs: 6_000,
    })
  })
})
