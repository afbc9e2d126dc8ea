import { describe, expect, it } from 'vitest'
import { linePath, nearest, roundedTop, unknownSpans } from './chart-geometry'

describe('the scale', () => {
  it('ends at a round number that nothing exceeds', () => {
    expect([0, 0.4, 0.96, 1, 1.3, 7, 41].map((value) => roundedTop(value, false))).toEqual([1, 0.4, 1, 1, 2, 8, 60])
  })
  it('is round in powers of 1024 for bytes', () => {
    const mib = 2 ** 20
    expect([0, 900, 1024, 3 * mib, 700 * mib, 1010 * mib].map((value) => roundedTop(value, true))).toEqual([
      1024,
      1000,
      1024,
      4 * mib,
      800 * mib,
      1024 * mib,
    ])
  })
})

const window = { fromMs: 0, toMs: 10_000 }

describe('lines', () => {
  it('go from reading to reading and are cut at the top', () => {
    expect(linePath([0, 1000, 2000], [0, 5, 20], window, 10, 3000)).toBe('M0.0 100.0L100.0 50.0L200.0 0.0')
  })
  it('bridge no gap, and a single reading is a dot', () => {
    expect(linePath([0, 1000, 9000, 9500, 10_000], [0, 10, 10, null, 0], window, 10, 3000)).toBe(
      'M0.0 100.0L100.0 0.0M900.0 0.0h0M1000.0 100.0h0',
    )
  })
})

describe('what is not known', () => {
  it('is before the first reading, between readings far apart and after the last', () => {
    expect(unknownSpans([4000, 5000], [1, 1], window, 3000)).toEqual([
      { fromMs: 0, toMs: 4000 },
      { fromMs: 5000, toMs: 10_000 },
    ])
    expect(unknownSpans([0, 1000, 6000, 9000], [1, 1, 1, 1], window, 3000)).toEqual([{ fromMs: 1000, toMs: 6000 }])
  })
  it('is the time in which it did not run', () => {
    expect(unknownSpans([0, 1000, 2000, 5000, 9000, 10_000], [1, 1, null, null, 1, 1], window, 3000)).toEqual([
      { fromMs: 1000, toMs: 9000 },
    ])
    expect(unknownSpans([], [], window, 3000)).toEqual([window])
  })
})

it('the nearest reading is found', () => {
  expect([nearest([0, 1000, 2000], 1400), nearest([0, 1000], 99_999), nearest([], 5)]).toEqual([1, 1, -1])
})
