import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogOverlap, type OverlapLine } from './log-overlap'

const startMs = Date.parse('2026-11-24T14:00:00Z')
/** A log in the order in which it was written: moments go on, but may be a little out of order, and lines repeat. */
const logs = fc
  .array(
    fc.record({
      stepMs: fc.integer({ min: 0, max: 900 }),
      backMs: fc.integer({ min: 0, max: 3 }),
      text: fc.constantFrom('a', 'b'),
    }),
    {
      maxLength: 60,
    },
  )
  .map((steps) => {
    let ms = startMs
    return steps.map(({ stepMs, backMs, text }): OverlapLine => {
      ms += stepMs
      return { at: new Date(ms - backMs).toISOString(), stream: 'stdout', text }
    })
  })

describe('a log taken up again', () => {
  it('tells each line once, wherever it broke off and however often', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(60), { maxLength: 4 }), (log, breaks) => {
        const overlap = createLogOverlap()
        const told: OverlapLine[] = []
        const read = (lines: OverlapLine[]) => {
          for (const line of lines) {
            if (!overlap.isNew(line)) continue
            overlap.tell(line)
            told.push(line)
          }
        }
        const ends = [...breaks.map((end) => Math.min(end, log.length)).sort((one, other) => one - other), log.length]
        for (const end of ends) {
          const since = overlap.since()
          if (since !== null) overlap.again()
          // As an engine does: everything from that moment on, in the order in which it was written.
          read(log.slice(0, end).filter(({ at }) => since === null || Date.parse(at ?? '') >= Date.parse(since)))
        }
        expect(told).toEqual(log)
      }),
    )
  })
})
