// The merged log on this side: items become rows, in a buffer that forgets the oldest; what comes while somebody reads is
// counted and waits. Knows no React and no network, so that a hundred thousand lines can be tried in a test.
import type { LogItem, LogNote, LogSource, LogTuple } from '@/lib/contract/logs'
import { createLogOverlap, type LogOverlap } from '@/lib/log-overlap'

/** A container as its lines show it. Who stands in its place after it bears the same mark. */
export type LogOrigin = LogSource & { mark: number }

export type LogRow = {
  id: number
  /** By our clock; null: the engine gave no time. */
  atMs: number | null
  /** The engine's own time. */
  engineAt: string | null
  origin: LogOrigin | null
  stream: LogTuple[2]
  text: string
  hits: readonly number[] | null
  note: LogNote | null
}

export type LogPhase = 'reading' | 'following' | 'complete' | 'broken'

export type LogSnapshot = {
  /** The same array while it grows: its length and this number tell that it changed. */
  rows: readonly LogRow[]
  version: number
  /** Rows forgotten at the top. */
  dropped: number
  /** Lines that came while held. */
  waiting: number
  phase: LogPhase
  error: unknown
  origins: readonly LogOrigin[]
  /** Containers that match, and of them those that are read. */
  total: number
  read: number
  /** Lines looked at while looking back, and found so far. */
  looked: number
  found: number
}

/** Most rows kept on screen. */
export const keptRows = 100_000
/** Forgotten in steps, so that what is on screen moves seldom. */
const dropStep = 5_000
/** After a break the log is asked for from a little before its end. */
const resume = { ms: 10_000, most: 2_000 }
const resumeMs = 5_000

const placeOf = ({ stack, service, number, hostId, name }: LogSource): string =>
  stack !== null && service !== null && number !== null ? `${stack}\n${service}\n${number}` : `${hostId}\n${name}`

export function createLogStore(kept = keptRows) {
  const rows: LogRow[] = []
  let pending: LogRow[] = []
  const marks = new Map<string, number>()
  const origins = new Map<string, LogOrigin>()
  const overlaps = new Map<string, LogOverlap>()
  let byNumber = new Map<number, LogOrigin>()
  let nextId = 0
  let newestMs = Number.NEGATIVE_INFINITY
  let isFollowing = false
  const step = Math.min(dropStep, Math.ceil(kept / 10))
  const listeners = new Set<() => void>()
  let snapshot: LogSnapshot = {
    rows,
    version: 0,
    dropped: 0,
    waiting: 0,
    phase: 'reading',
    error: null,
    origins: [],
    total: 0,
    read: 0,
    looked: 0,
    found: 0,
  }
  const change = (over: Partial<LogSnapshot>) => {
    snapshot = { ...snapshot, ...over, version: snapshot.version + 1 }
    for (const listener of listeners) listener()
  }

  const meet = (source: LogSource) => {
    const place = placeOf(source)
    const mark = marks.get(place) ?? marks.size
    marks.set(place, mark)
    const origin = { ...source, mark }
    byNumber.set(source.n, origin)
    origins.set(place, origin)
    change({ origins: [...origins.values()] })
  }
  const overlapOf = (containerId: string): LogOverlap => {
    const known = overlaps.get(containerId) ?? createLogOverlap(resume)
    overlaps.set(containerId, known)
    return known
  }
  const wait = (row: Omit<LogRow, 'id'>) => {
    pending.push({ ...row, id: nextId })
    nextId += 1
    if (pending.length > kept + step) pending = pending.slice(-kept)
  }
  const say = ([n, engineAt, stream, text, hits]: LogTuple) => {
    const origin = byNumber.get(n) ?? null
    const overlap = overlapOf(origin?.containerId ?? '')
    const line = { at: engineAt, stream, text }
    if (!overlap.isNew(line)) return
    overlap.tell(line)
    const atMs = engineAt === null ? null : Date.parse(engineAt) - (origin?.skewMs ?? 0)
    if (atMs !== null) newestMs = Math.max(newestMs, atMs)
    wait({ atMs, engineAt, origin, stream, text, hits, note: null })
  }

  const flush = (isHeld: boolean) => {
    if (pending.length === 0) return
    const waiting = pending.reduce((sum, { note }) => (note === null ? sum + 1 : sum), 0)
    if (isHeld && isFollowing) {
      if (waiting !== snapshot.waiting) change({ waiting })
      return
    }
    const fresh = pending
    pending = []
    for (const row of fresh) rows.push(row)
    const over = rows.length > kept ? Math.min(rows.length, rows.length - kept + step) : 0
    if (over > 0) rows.splice(0, over)
    change({ waiting: 0, dropped: snapshot.dropped + over })
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    snapshot: () => snapshot,
    take(item: LogItem) {
      switch (item.type) {
        case 'selection':
          return change({ total: item.total, read: item.read })
        case 'source':
          return meet(item.source)
        case 'progress':
          return change({ looked: item.read, found: item.found })
        case 'caught-up':
          flush(false)
          isFollowing = true
          return change({ looked: item.read, found: item.found, phase: 'following', error: null })
        case 'note': {
          const { note } = item
          const origin = byNumber.get(note.source ?? -1) ?? null
          return wait({
            atMs: Date.parse(note.at),
            engineAt: note.at,
            origin,
            stream: 'console',
            text: '',
            hits: null,
            note,
          })
        }
        case 'lines':
          item.lines.forEach(say)
      }
    },
    /** Shows what waits; held, what is followed is only counted. */
    flush,
    /** From when on to ask after a break; null: from the beginning. */
    resume(): string | null {
      byNumber = new Map()
      if (!isFollowing || !Number.isFinite(newestMs)) return null
      for (const overlap of overlaps.values()) overlap.again()
      return new Date(newestMs - resumeMs).toISOString()
    },
    end: (phase: 'complete' | 'broken', error: unknown = null) => change({ phase, error }),
  }
}
export type LogStore = ReturnType<typeof createLogStore>
