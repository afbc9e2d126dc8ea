import { describe, expect, it } from 'vitest'
import { createNewest } from './newest'

describe('the newest answer', () => {
  it('is what was asked last, whichever arrives last', () => {
    const newest = createNewest()
    const first = newest.begin()
    const second = newest.begin()
    expect(second.take('a')).toBe(true)
    expect(first.take('a')).toBe(false)
    expect(first.take('b')).toBe(true)
  })

  it('is older than what an event has told since', () => {
    const newest = createNewest()
    const asked = newest.begin()
    newest.now('a')
    expect(asked.take('a')).toBe(false)
    asked.end()
    const later = newest.begin()
    expect(later.take('a')).toBe(true)
  })

  it('is told apart without keeping all that was ever asked, also where something is always awaited', () => {
    const known = new Map<string, number>()
    const newest = createNewest(known)
    let most = 0
    let awaited = newest.begin()
    for (let at = 0; at < 20_000; at += 1) {
      const next = newest.begin()
      expect(awaited.take(`c${at}`)).toBe(true)
      expect(next.take(`c${at}`)).toBe(true)
      expect(awaited.take(`c${at}`)).toBe(false)
      awaited.end()
      awaited = next
      most = Math.max(most, known.size)
    }
    expect(most).toBeGreaterThan(500)
    expect(most).toBeLessThan(2_100)
  })
})
