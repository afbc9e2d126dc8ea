import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReplay } from './replay'

describe('what a terminal said last', () => {
  it('is kept to its limit and told from any byte on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 700 }),
        (capacity, pieces, from) => {
          const replay = createReplay(capacity)
          for (const piece of pieces) replay.push(Buffer.from(piece))
          const all = Buffer.concat(pieces)
          const told = replay.since(from)
          expect(replay.end()).toBe(all.length)
          expect(told.from).toBe(Math.min(Math.max(from, all.length - capacity, 0), all.length))
          expect(told.bytes.equals(all.subarray(told.from))).toBe(true)
        },
      ),
    )
  })

  it('goes on after it was told', () => {
    const replay = createReplay(4)
    replay.push(Buffer.from('abc'))
    expect(replay.since(1)).toEqual({ from: 1, bytes: Buffer.from('bc') })
    replay.push(Buffer.from('de'))
    expect(replay.since(0)).toEqual({ from: 1, bytes: Buffer.from('bcde') })
    expect(replay.since(5).bytes.length).toBe(0)
  })
})
