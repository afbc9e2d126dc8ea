import { describe, expect, it } from 'vitest'
import { bytes, cores, count, duration, elapsed, gib, roughly, sentence, shortId, shortWhen } from './format'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('format', () => {
  it('keeps three figures of a size and changes the unit before four', () => {
    expect(
      [0, 512, 2048, 214 * 1024 ** 2, 999 * 1024 ** 2, 1023 * 1024 ** 2, 32 * 1024 ** 3].map((n) => plain(bytes(n))),
    ).toEqual(['0 B', '512 B', '2 KiB', '214 MiB', '999 MiB', '1 GiB', '32 GiB'])
    expect(gib(1.5 * 1024 ** 3)).toBe('1.5')
  })

  it('says at most two units of a duration', () => {
    expect([0, 8_000, 326_000, 600_000, 3_840_000, 36_000_000, 12 * 86_400_000].map((n) => plain(duration(n)))).toEqual(
      ['0 s', '8 s', '5 m 26 s', '10 m', '1 h 4 m', '10 h', '12 d'],
    )
    expect(plain(duration(-5))).toBe('0 s')
    expect(plain(elapsed(12.4))).toBe('12 ms')
    expect(plain(elapsed(5012))).toBe('5.0 s')
  })

  it('counts in singular and plural', () => {
    expect(plain(count(1, 'host'))).toBe('1 host')
    expect(plain(count(1200, 'host'))).toBe('1,200 hosts')
    expect(plain(cores(1))).toBe('1 core')
  })

  it('never takes a date to come for one of this week', () => {
    const now = Date.parse('2026-11-24T12:00:00')
    expect(shortWhen('2026-11-24T10:05:00', now)).toBe('10:05')
    expect(shortWhen('2026-11-22T10:05:00', now)).toBe('Sun')
    expect(shortWhen('2026-11-26T10:05:00', now)).toBe('26 Nov')
    expect(shortWhen('2027-11-26T10:05:00', now)).toBe('26 Nov 2027')
  })

  it('ends sentences once and shortens ages to one unit', () => {
    expect([sentence('no route'), sentence('no route. ')]).toEqual(['no route.', 'no route.'])
    expect(plain(roughly(326_000))).toBe('5 m')
  })

  it('cuts ids as Docker does', () => {
    expect(shortId('sha256:9f3c1d0e07aabbccdd')).toBe('9f3c1d0e07aa')
  })

  it('writes decimals, units and days as German does', () => {
    expect([bytes(1.5 * 1024 ** 3, 'de'), cores(1, 'de'), cores(2.5, 'de'), elapsed(5012, 'de')].map(plain)).toEqual([
      '1,5 GiB',
      '1 Kern',
      '2,5 Kerne',
      '5,0 s',
    ])
    expect(plain(duration(326_000, 'de'))).toBe('5 min 26 s')
    const now = Date.parse('2026-11-24T12:00:00')
    expect(shortWhen('2026-11-22T10:05:00', now, 'de')).toBe('So')
    expect(shortWhen('2026-10-26T10:05:00', now, 'de')).toBe('26. Okt.')
  })
})
