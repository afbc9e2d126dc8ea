import { describe, expect, it } from 'vitest'
import { momentIn } from './moment'

const nowMs = Date.UTC(2026, 0, 2)

describe('a moment', () => {
  it.each([
    ['24h', '2026-01-01T00:00:00.000Z'],
    ['1h30m', '2026-01-01T22:30:00.000Z'],
    ['1.5s', '2026-01-01T23:59:58.500Z'],
    ['-1h', '2026-01-02T01:00:00.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000.5', '2023-11-14T22:13:20.500Z'],
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T10Z', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:30:00+02:00', '2026-01-01T08:30:00.000Z'],
    ['2026-01-01T10:30:00.123456789Z', '2026-01-01T10:30:00.123Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(momentIn(text, nowMs)).toISOString()).toBe(expected)
  })

  it.each(['bogus', '', '1d', 'h', '2026-13-01', '2026-01-01 10:00'])('is refused as "%s"', (text) => {
    expect(() => momentIn(text, nowMs)).toThrow(`failed to parse value as time or duration: "${text}"`)
  })
})
