import { expect, it } from 'vitest'
import { inSteps } from './row-steps'

it('draws whole steps around what is in sight, and nothing beyond the ends', () => {
  const drawn = (startIndex: number, endIndex: number, count: number) => {
    const rows = inSteps({ startIndex, endIndex, count, overscan: 2 })
    return [rows[0], rows.at(-1), rows.length]
  }
  expect(drawn(0, 9, 100)).toEqual([0, 13, 14])
  expect(drawn(3, 10, 100)).toEqual([0, 13, 14])
  expect(drawn(4, 12, 100)).toEqual([2, 17, 16])
  expect(drawn(90, 99, 100)).toEqual([86, 99, 14])
  expect(drawn(0, 2, 3)).toEqual([0, 2, 3])
})
