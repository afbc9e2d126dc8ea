import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortByNumber, sortByText } from './stable-sort'

type Item = { key: number; at: number }
const bySorting = (keys: number[]): Item[] =>
  keys.map((key, at) => ({ key, at })).sort((one, other) => one.key - other.key || one.at - other.at)

describe('stable sorting', () => {
  it('of numbers agrees with a plain sort', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.integer({ min: -5, max: 20 })), fc.array(fc.integer({ min: -1000, max: 2 ** 34 }))),
        (keys) => {
          expect(
            sortByNumber(
              keys.map((key, at) => ({ key, at })),
              keys,
            ),
          ).toEqual(bySorting(keys))
        },
      ),
    )
  })
  it('keeps times of forty years apart to the second', () => {
    const keys = [1_900_000_001_000, 1_900_000_000_000, 600_000_000_000, 1_900_000_002_000]
    expect(sortByNumber(keys, keys)).toEqual([...keys].sort((one, other) => one - other))
  })
  it('tells fractions apart', () => {
    expect(sortByNumber(['a', 'b', 'c', 'd'], [0.5, 0.25, 64, 0])).toEqual(['d', 'b', 'a', 'c'])
  })
  it('of texts keeps the order of equal ones', () => {
    expect(sortByText([1, 2, 3, 4], ['b', 'a', 'b', ''])).toEqual([4, 2, 1, 3])
    expect(sortByText([], [])).toEqual([])
    expect(sortByNumber([], [])).toEqual([])
  })
})
