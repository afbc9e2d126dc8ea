// Goes on with a merged log as it is said: containers that come are read too, ended ones are taken up when they start
// again, and a host that falls silent is named. What is held is bounded: who reads slowly slows down the engines.
import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Container } from '@/lib/contract/containers'
import { mostLogSources } from '@/lib/contract/limits'
import type { LogItem, LogNote } from '@/lib/contract/logs'
import { overlapMs } from '@/lib/log-overlap'
import type { Cluster, ClusterChange } from '@/server/cluster/types'
import { messageOf } from '@/server/errors'
import { changeOf, failureCode, nameOf, noteOf, placeOf } from './log-notes'
import { createSource, readSource, type Sieve, type Source, type SourceLine, type Span } from './log-source'
import { linesItem } from './look-back'
import { createReorder } from './reorder'

/** How long a line waits for an earlier one from elsewhere. */
const windowMs = 300
const mostHeld = 5_000
const mostHeldChars = 8 * 2 ** 20
const retryMs = 2_000
const aliveMs = 15_000
/** A stack that is recreated for days on end: the client asks afresh and both sides forget. */
const mostEverRead = 1_000

type Followed = {
  source: Source
  container: Container
  isReading: boolean
  /** The start that was read last; null: none yet. */
  readStart: string | null
  /** From where on to read while nothing of it was told. */
  from: Span
  /** Why it cannot be read was told. */
  isTold: boolean
}
type Released = SourceLine | { note: LogNote }

export type FollowParts = {
  cluster: Cluster
  sources: readonly Source[]
  sieve: Sieve
  signal: AbortSignal
  nowMs: () => number
  matches: (container: Container) => boolean
  /** The containers that match now, as many as are read. */
  chosen: () => Container[]
  /** When looking back began, and how far it went. */
  beganMs: number
  tail: number
}

export async function* followLogs(parts: FollowParts): AsyncGenerator<LogItem> {
  const { cluster, sieve, nowMs, matches } = parts
  const ended = new AbortController()
  const signal = AbortSignal.any([parts.signal, ended.signal])
  setMaxListeners(0, signal)
  const followed = new Map<string, Followed>()
  const places = new Map<string, string>()
  const hostsUp = new Map<string, boolean>()
  const fresh: Source[] = []
  const reorder = createReorder<Released>(windowMs)
  let everRead = parts.sources.length
  let isFullTold = parts.sources.length >= mostLogSources
  let wake = () => {}
  const waiting: (() => void)[] = []
  const drained = () => {
    for (const goOn of waiting.splice(0)) goOn()
  }

  let heldChars = 0
  const charsOf = (item: Released) => ('tuple' in item ? item.tuple[3].length : 0)
  const isFull = () => reorder.size() >= mostHeld || heldChars >= mostHeldChars
  const hold = (source: number, micros: number, item: Released) => {
    reorder.add(source, micros, item, nowMs())
    heldChars += charsOf(item)
    if (reorder.size() === 1 || isFull()) wake()
  }
  const note = (told: LogNote) => {
    // Nobody holds back what happens: while nobody reads, it is forgotten.
    if (reorder.size() < mostHeld * 2) hold(told.source ?? -1, nowMs() * 1_000, { note: told })
  }
  const feed = async (lines: SourceLine[]) => {
    for (const line of lines) hold(line.tuple[0], line.micros, line)
    if (isFull() && !signal.aborted) await new Promise<void>((resolve) => waiting.push(resolve))
  }

  const read = async (one: Followed): Promise<void> => {
    const { source } = one
    one.isReading = true
    one.readStart = one.container.startedAt
    const since = source.overlap.since()
    if (since !== null) source.overlap.again()
    // What the overlap says is the engine's time already.
    const span = since === null ? one.from : { sinceMs: Date.parse(since) - source.told.skewMs }
    try {
      for await (const lines of readSource(cluster, source, sieve, { ...span, follow: true }, signal)) {
        one.isTold = false
        if (lines.length > 0) await feed(lines)
      }
    } catch (error) {
      const code = failureCode(error)
      // That its host is silent is told for all its containers at once.
      if (!signal.aborted && !one.isTold && code !== 'host-silent') {
        one.isTold = true
        note(noteOf(nowMs(), code, nameOf(source.told), { source: source.told.n, text: messageOf(error) }))
      }
      if (code === 'unreadable') return
    } finally {
      one.isReading = false
    }
    await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined)
    const now = followed.get(one.container.id)
    if (signal.aborted || now !== one) return
    // Still running, or started meanwhile: its log cannot be over.
    if (one.container.state === 'running' || one.container.startedAt !== one.readStart) begin(one)
  }
  const begin = (one: Followed) => {
    if (!one.isReading && one.container.known && one.container.startedAt !== null) void read(one)
  }

  const follow = (container: Container, source: Source, from: Span, readStart: string | null) => {
    const one = { source, container, isReading: false, readStart, from, isTold: !source.isRead }
    followed.set(container.id, one)
    places.set(placeOf(container), container.id)
    hostsUp.set(container.hostId, container.known)
    if (container.state === 'running' || container.state === 'paused' || readStart !== container.startedAt) begin(one)
  }

  const join = (container: Container) => {
    if (everRead >= mostEverRead) return wake()
    if (followed.size >= mostLogSources) {
      if (!isFullTold) note(noteOf(nowMs(), 'left-out', nameOf(container)))
      isFullTold = true
      return
    }
    const source = createSource(container, everRead, cluster)
    everRead += 1
    fresh.push(source)
    const code = places.has(placeOf(container)) ? 'recreated' : 'joined'
    note(noteOf(nowMs(), code, nameOf(container), { source: source.told.n }))
    follow(container, source, {}, null)
  }

  const see = (container: Container) => {
    const one = followed.get(container.id)
    if (!one) {
      if (matches(container)) join(container)
      return
    }
    const change = changeOf(one.container, container)
    one.container = container
    if (change) {
      const { code, exitCode } = change
      note(noteOf(nowMs(), code, nameOf(container), { source: one.source.told.n, exitCode }))
    }
    if (container.state === 'running' || container.startedAt !== one.readStart) begin(one)
  }

  const onChange = ({ containers, hosts }: ClusterChange) => {
    for (const id of containers.removed) {
      const one = followed.get(id)
      if (!one) continue
      followed.delete(id)
      isFullTold = false
      note(noteOf(nowMs(), 'removed', nameOf(one.container), { source: one.source.told.n }))
    }
    containers.upserted.forEach(see)
    for (const { id, name, state, stateReason } of hosts.upserted) {
      const wasUp = hostsUp.get(id)
      const isUp = state !== 'unreachable'
      if (wasUp === undefined || wasUp === isUp) continue
      hostsUp.set(id, isUp)
      note(noteOf(nowMs(), isUp ? 'host-back' : 'host-silent', name, { text: isUp ? '' : (stateReason ?? '') }))
    }
  }

  const released = function* (items: Released[]): Generator<LogItem> {
    for (const source of fresh.splice(0)) yield { type: 'source', source: source.told }
    let lines: SourceLine[] = []
    for (const item of items) {
      if ('tuple' in item) {
        lines.push(item)
        continue
      }
      if (lines.length > 0) yield linesItem(lines)
      lines = []
      yield { type: 'note', note: item.note }
    }
    if (lines.length > 0) yield linesItem(lines)
  }

  const unsubscribe = cluster.subscribe(onChange)
  try {
    for (const source of parts.sources) {
      const container = cluster.container(source.told.containerId)
      if (!container) continue
      const from = source.isRead ? { sinceMs: parts.beganMs - overlapMs } : { tail: parts.tail }
      follow(container, source, from, container.startedAt)
    }
    parts.chosen().forEach(see)
    while (!signal.aborted && everRead < mostEverRead) {
      const dueMs = reorder.dueMs()
      if (!isFull() && (dueMs === null || dueMs > nowMs())) {
        const waitMs = dueMs === null ? aliveMs : Math.max(1, dueMs - nowMs())
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => goOn(), waitMs)
          const goOn = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', goOn)
            wake = () => {}
            resolve()
          }
          wake = goOn
          signal.addEventListener('abort', goOn, { once: true })
        })
        if (dueMs === null && reorder.size() === 0 && !signal.aborted) yield { type: 'alive' }
        continue
      }
      const items = reorder.take(nowMs(), isFull())
      for (const item of items) heldChars -= charsOf(item)
      drained()
      yield* released(items)
    }
  } finally {
    ended.abort()
    drained()
    unsubscribe()
  }
}
