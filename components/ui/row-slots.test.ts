import { describe, expect, it } from 'vitest'
import { assignSlots, noSlots } from './row-slots'

const keysFrom = (first: number, count = 4) => Array.from({ length: count }, (_, n) => `row ${first + n}`)

describe('elements of rows', () => {
  it('are handed on to the rows that come, and keep their place while the list moves', () => {
    const first = assignSlots(noSlots, keysFrom(0), true)
    expect(first.order).toEqual([0, 1, 2, 3])
    const moved = assignSlots(first, keysFrom(2), true)
    expect([...moved.of]).toEqual([
      ['row 2', 2],
      ['row 3', 3],
      ['row 4', 0],
      ['row 5', 1],
    ])
    expect(moved.order).toEqual([0, 1, 2, 3])
    expect(moved.next).toBe(4)
  })

  it('follow each other as the rows do once the list rests', () => {
    const moved = assignSlots(assignSlots(noSlots, keysFrom(0), true), keysFrom(2), true)
    expect(assignSlots(moved, keysFrom(2), false).order).toEqual([2, 3, 0, 1])
  })

  it('stay with their row when the order of the list changes', () => {
    const first = assignSlots(noSlots, ['a', 'b', 'c'], false)
    const next = assignSlots(first, ['new', 'c', 'a', 'b'], false)
    expect(next.of).toEqual(
      new Map([
        ['c', 2],
        ['a', 0],
        ['b', 1],
        ['new', 3],
      ]),
    )
    expect(next.order).toEqual([3, 2, 0, 1])
  })

  it('go when there are fewer rows', () => {
    const fewer = assignSlots(assignSlots(noSlots, keysFrom(0), false), keysFrom(1, 2), true)
    expect(fewer.order).toEqual([1, 2])
    expect(assignSlots(fewer, keysFrom(1, 3), true).order).toEqual([1, 2, 4])
  })
})
