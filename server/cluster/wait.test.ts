import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inStep } from './wait'

it('lets long pauses end together, none of them much earlier or later', () => {
  fc.assert(
    fc.property(fc.double({ min: 1_000, max: 9_000, noNaN: true }), fc.integer({ min: 0, max: 1e9 }), (ms, nowMs) => {
      const pause = inStep(ms, nowMs)
      expect(Math.abs(pause - ms)).toBeLessThanOrEqual(25.001)
      const ends = (nowMs + pause) / 50
      expect(ends - Math.round(ends)).toBeCloseTo(0, 5)
    }),
  )
  expect(inStep(40, 7)).toBe(40)
})
