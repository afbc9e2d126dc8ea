import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeByTime, newest } from './merge-by-time'
import { createReorder } from './reorder'

type Line = { micros: number; source: number; n: number }

/** Logs in order of time, cut into batches as the network pleases, empty ones too. */
const logs = fc
  .array(fc.array(fc.record({ step: fc.nat(3), isCut: fc.boolean() }), { maxLength: 40 }), { maxLength: 6 })
  .map((sources) =>
    sources.map((steps, source) => {
      const batches: Line[][] = [[]]
      let micros = 0
      steps.forEach(({ step, isCut }, n) => {
        micros += step
        if (isCut) batches.push([])
        batches.at(-1)?.push({ micros, source, n })
      })
      return batches
    }),
  )

const inTimeOrder = (lines: Line[]) =>
  [...lines].sort((one, other) => one.micros - other.micros || one.source - other.source || one.n - other.n)

async function collect<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

const opened = (batches: Line[][], onRead: (lines: number) => void = () => {}, onEnd = () => {}) =>
  (async function* () {
    try {
      for (const batch of batches) {
        onRead(batch.length)
        yield batch
      }
    } finally {
      onEnd()
    }
  })()

describe('logs merged by time', () => {
  it('come in order, none lost and none twice', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (sources) => {
        const merged = await collect(mergeByTime(sources.map((batches) => opened(batches))))
        expect(merged).toEqual(inTimeOrder(sources.flat(2)))
      }),
    )
  })

  it('hold one batch of each at most, and end them all when nobody reads on', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(30), async (sources, wanted) => {
        let read = 0
        let ended = 0
        const longest = Math.max(0, ...sources.flat().map((batch) => batch.length))
        const onRead = (lines: number) => {
          read += lines
        }
        const onEnd = () => {
          ended += 1
        }
        let taken = 0
        for await (const batch of mergeByTime(sources.map((batches) => opened(batches, onRead, onEnd)))) {
          taken += batch.length
          expect(read - taken).toBeLessThanOrEqual(sources.length * longest)
          if (taken >= wanted) break
        }
        expect(ended).toBe(sources.length)
      }),
    )
  })

  it('are cut to the newest', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(50), async (sources, count) => {
        const all = inTimeOrder(sources.flat(2))
        const cut = await collect(newest(mergeByTime(sources.map((batches) => opened(batches))), count))
        expect(cut).toEqual(count === 0 ? [] : all.slice(-count))
      }),
    )
  })
})

describe('lines that arrive live', () => {
  const windowMs = 300
  const arrivals = fc.array(
    fc.record({ source: fc.nat(4), micros: fc.nat(2_000), stepMs: fc.nat(120), isTaken: fc.boolean() }),
    { maxLength: 80 },
  )

  it('go out once each, no source overtaking itself, none waiting longer than the window', () => {
    fc.assert(
      fc.property(arrivals, (steps) => {
        const reorder = createReorder<{ source: number; n: number; arrivedMs: number }>(windowMs)
        const out: { source: number; n: number }[] = []
        let nowMs = 0
        steps.forEach(({ source, micros, stepMs, isTaken }, n) => {
          nowMs += stepMs
          reorder.add(source, micros, { source, n, arrivedMs: nowMs }, nowMs)
          if (!isTaken) return
          out.push(...reorder.take(nowMs))
          const dueMs = reorder.dueMs()
          if (dueMs !== null) expect(dueMs).toBeGreaterThan(nowMs)
        })
        out.push(...reorder.take(nowMs + windowMs))
        expect(reorder.size()).toBe(0)
        expect(out.map(({ n }) => n).sort((one, other) => one - other)).toEqual(steps.map((_, n) => n))
        for (let source = 0; source <= 4; source += 1) {
          const own = out.filter((line) => line.source === source).map(({ n }) => n)
          expect(own).toEqual([...own].sort((one, other) => one - other))
        }
      }),
    )
  })

  it('are in order of time when none was longer on its way than the window', () => {
    const said = fc.array(fc.record({ stepMs: fc.nat(200), lateMs: fc.nat(windowMs - 1), source: fc.nat(4) }))
    fc.assert(
      fc.property(said, (lines) => {
        let atMs = 0
        const onTheWay = lines.map(({ stepMs, lateMs, source }, n) => {
          atMs += stepMs
          return { atMs, arrivesMs: atMs + lateMs, source, n }
        })
        const reorder = createReorder<number>(windowMs)
        const out: number[] = []
        const last = new Map<number, number>()
        const byArrival = [...onTheWay].sort((one, other) => one.arrivesMs - other.arrivesMs)
        for (const { source, arrivesMs, atMs: said } of byArrival) {
          // A connection keeps its order.
          if (said < (last.get(source) ?? 0)) continue
          last.set(source, said)
          out.push(...reorder.take(arrivesMs))
          reorder.add(source, said, said, arrivesMs)
        }
        out.push(...reorder.take(Number.POSITIVE_INFINITY))
        expect(out).toEqual([...out].sort((one, other) => one - other))
      }),
    )
  })
})
