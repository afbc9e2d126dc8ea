import { expect, it } from 'vitest'
import { createSteadyRange } from './steady-range'

it('draws as many rows wherever the list stands, and others when the window changes', () => {
  const rowsOf = createSteadyRange()
  const shown = (startIndex: number, endIndex: number) => {
    const rows = rowsOf({ startIndex, endIndex, count: 100, overscan: 3 })
    return [rows[0], rows.at(-1)]
  }
  expect(shown(10, 20)).toEqual([7, 23])
  expect(shown(10, 21)).toEqual([7, 24])
  expect(shown(11, 21)).toEqual([8, 25])
  expect(shown(11, 15)).toEqual([8, 18])
  expect(shown(90, 99)).toEqual([87, 99])
  expect(shown(0, 9)).toEqual([0, 12])
})
