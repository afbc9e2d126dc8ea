import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogItem, LogSource, LogTuple } from '@/lib/contract/logs'
import { createLogStore } from './log-store'

const source = (n: number, over: Partial<LogSource> = {}): LogItem => ({
  type: 'source',
  source: {
    n,
    containerId: `c${n}`,
    hostId: 'h1',
    hostName: 'n1',
    name: `shop-web-${n}`,
    stack: 'shop',
    service: 'web',
    number: n,
    skewMs: 0,
    ...over,
  },
})
const startMs = Date.parse('2026-11-24T14:00:00Z')
const line = (n: number, ms: number, text: string): LogTuple => [
  n,
  new Date(startMs + ms).toISOString(),
  'stdout',
  text,
  null,
]
const lines = (...tuples: LogTuple[]): LogItem => ({ type: 'lines', lines: tuples })
const caughtUp: LogItem = { type: 'caught-up', read: 0, found: 0 }

describe('the log on screen', () => {
  it('keeps the newest lines and says how many it forgot', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 30 }), (batches) => {
        const kept = 100
        const store = createLogStore(kept)
        let said = 0
        for (const size of batches) {
          store.take(lines(...Array.from({ length: size }, () => line(0, said, String(said++)))))
          store.flush(false)
          expect(store.snapshot().rows.length).toBeLessThanOrEqual(kept)
        }
        const { rows, dropped } = store.snapshot()
        expect(rows.length + dropped).toBe(said)
        expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: rows.length }, (_, n) => String(dropped + n)))
      }),
    )
  })

  it('counts what comes while held, and shows it afterwards', () => {
    const store = createLogStore(100)
    store.take(source(1))
    store.take(lines(line(1, 0, 'before')))
    store.take(caughtUp)
    store.take(lines(line(1, 1, 'a'), line(1, 2, 'b')))
    store.flush(true)
    expect(store.snapshot()).toMatchObject({ waiting: 2, phase: 'following', rows: [{ text: 'before' }] })
    for (let n = 0; n < 1_000; n += 1) store.take(lines(line(1, 3 + n, `more ${n}`)))
    store.flush(true)
    expect(store.snapshot().waiting).toBeLessThanOrEqual(110)
    store.flush(false)
    expect(store.snapshot().waiting).toBe(0)
    expect(store.snapshot().rows.at(-1)?.text).toBe('more 999')
  })

  it('gives one mark to who stands in the same place, and our time to its lines', () => {
    const store = createLogStore()
    store.take(source(1))
    store.take(source(2))
    store.take(source(3, { number: 1, containerId: 'new', hostName: 'n2', skewMs: 5_000 }))
    store.take(lines(line(3, 6_000, 'hello')))
    store.flush(false)
    const { origins, rows } = store.snapshot()
    expect(origins.map(({ number, mark, hostName }) => [number, mark, hostName])).toEqual([
      [1, 0, 'n2'],
      [2, 1, 'n1'],
    ])
    expect(rows[0]).toMatchObject({ atMs: startMs + 1_000, origin: { mark: 0 } })
  })

  it('goes on after a break without a line twice', () => {
    const store = createLogStore()
    store.take(source(1))
    store.take(source(2))
    store.take(lines(line(2, 0, 'long ago'), line(1, 60_000, 'a'), line(1, 60_000, 'a')))
    store.take(caughtUp)
    expect(store.resume()).toBe(new Date(startMs + 55_000).toISOString())
    store.take(source(7, { containerId: 'c1', number: 1 }))
    store.take(lines(line(7, 60_000, 'a'), line(7, 60_000, 'a'), line(7, 60_001, 'b')))
    store.flush(false)
    expect(store.snapshot().rows.map(({ text }) => text)).toEqual(['long ago', 'a', 'a', 'b'])
  })
})
