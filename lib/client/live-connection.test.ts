import { describe, expect, it } from 'vitest'
import { liveEvent } from '@/lib/contract/events'
import { createLiveConnection, type LiveStatus, type Source } from './live-connection'

function stage() {
  const sources: { listeners: Map<string, (event: { data?: string }) => void>; closed: boolean }[] = []
  const timers: { act: () => void; ms: number; live: boolean }[] = []
  const seen: { statuses: LiveStatus[]; events: string[] } = { statuses: [], events: [] }
  let nowMs = 1000
  const connection = createLiveConnection({
    openSource: () => {
      const entry = { listeners: new Map(), closed: false }
      sources.push(entry)
      return {
        addEventListener: (type, listener) => entry.listeners.set(type, listener),
        close: () => {
          entry.closed = true
        },
      } satisfies Source
    },
    readEvent: (value) => liveEvent.parse(value),
    onEvent: (event) => seen.events.push(event.type),
    onStatus: (status) => seen.statuses.push(status),
    now: () => nowMs,
    random: () => 0.5,
    setTimer: (act, ms) => {
      const timer = { act, ms, live: true }
      timers.push(timer)
      return timer
    },
    clearTimer: (timer) => {
      if (timer) (timer as { live: boolean }).live = false
    },
  })
  const say = (type: string, body: object) =>
    sources.at(-1)?.listeners.get(type)?.({ data: JSON.stringify({ type, ...body }) })
  const fire = () => {
    const due = timers.filter((timer) => timer.live).sort((a, b) => a.ms - b.ms)[0]
    if (!due) throw new Error('no timer waits')
    due.live = false
    nowMs += due.ms
    due.act()
    return due.ms
  }
  const heartbeat = () => say('heartbeat', { at: '2026-11-24T14:32:07Z' })
  const fail = () => sources.at(-1)?.listeners.get('error')?.({})
  return { connection, sources, seen, say, fire, heartbeat, fail }
}

describe('live connection', () => {
  it('is live with the first event and hands it on', () => {
    const { connection, seen, heartbeat } = stage()
    connection.start()
    heartbeat()
    expect(seen.statuses.at(-1)?.state).toBe('live')
    expect(seen.events).toEqual(['heartbeat'])
  })

  it('waits longer after each failure, at most 5 s, and starts short again after an event', () => {
    const { connection, fail, fire, heartbeat } = stage()
    connection.start()
    const waits: number[] = []
    for (let n = 0; n < 7; n += 1) {
      fail()
      waits.push(fire())
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000])
    heartbeat()
    fail()
    expect(fire()).toBe(500)
  })

  it('remembers when it was lost until it is back', () => {
    const { connection, seen, fail, fire } = stage()
    connection.start()
    fail()
    const first = seen.statuses.at(-1)?.lostAt
    fire()
    fail()
    expect(seen.statuses.at(-1)?.lostAt).toBe(first)
  })

  it('takes silence for loss and ignores the old stream afterwards', () => {
    const { connection, sources, seen, fire, heartbeat } = stage()
    connection.start()
    heartbeat()
    expect(fire()).toBe(25_000)
    expect(seen.statuses.at(-1)?.state).toBe('lost')
    expect(sources[0]?.closed).toBe(true)
    sources[0]?.listeners.get('heartbeat')?.({ data: '{"type":"heartbeat","at":"2026-11-24T14:32:07Z"}' })
    expect(seen.statuses.at(-1)?.state).toBe('lost')
  })

  it('survives what it does not understand', () => {
    const { connection, seen, say } = stage()
    connection.start()
    say('message', { type: 'from-the-future' })
    expect(seen.events).toEqual([])
  })
})
