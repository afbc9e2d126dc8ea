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
})
