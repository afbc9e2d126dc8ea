// What the engines keep of the chosen containers, as one log in the order of time. An engine that does not answer is named
// and left out; nobody waits for it.
import { setTimeout as delay } from 'node:timers/promises'
import type { LogItem, LogQuery } from '@/lib/contract/logs'
import type { Cluster } from '@/server/cluster/types'
import { messageOf } from '@/server/errors'
import { failureCode, nameOf, noteOf } from './log-notes'
import { readSource, type Sieve, type Source, type SourceLine, type Span } from './log-source'
import { mergeByTime, newest } from './merge-by-time'

const patienceMs = 8_000
const progressMs = 400
const shortWhileMs = 600_000
/** A hundred thousand lines of a quarter of a megabyte would be more than anybody has. */
const most = { weight: 64 * 2 ** 20, of: ({ tuple }: SourceLine) => tuple[3].length }

export type LookBackParts = {
  cluster: Cluster
  sources: readonly Source[]
  sieve: Sieve
  signal: AbortSignal
  nowMs: () => number
}

/** What the promise gives, or the word after so long. */
async function orAfter<T, W>(promise: Promise<T>, ms: number, word: W): Promise<T | W> {
  const timer = new AbortController()
  try {
    return await Promise.race([promise, delay(ms, word, { signal: timer.signal }).catch(() => word)])
  } finally {
    timer.abort()
  }
}

export const linesItem = (batch: SourceLine[]): LogItem => ({ type: 'lines', lines: batch.map(({ tuple }) => tuple) })

/** The source's log up to where it fails; why it failed becomes a note. */
async function* patiently(
  { cluster, sieve, signal, nowMs }: LookBackParts,
  source: Source,
  span: Span,
  tell: (item: LogItem) => void,
) {
  const { n, hostName } = source.told
  const gone = new AbortController()
  const abort = () => gone.abort()
  signal.addEventListener('abort', abort, { once: true })
  const reader = readSource(cluster, source, sieve, { ...span, follow: false }, gone.signal)
  try {
    for (;;) {
      const next = reader.next()
      const result = await orAfter(next, patienceMs, 'late' as const)
      if (result === 'late') {
        next.catch(() => undefined)
        if (!signal.aborted) tell({ type: 'note', note: noteOf(nowMs(), 'slow', nameOf(source.told), { source: n }) })
        return
      }
      if (result.done) {
        source.isRead = true
        return
      }
      yield result.value
    }
  } catch (error) {
    if (signal.aborted) return
    const code = failureCode(error)
    const name = code === 'host-silent' ? hostName : nameOf(source.told)
    tell({ type: 'note', note: noteOf(nowMs(), code, name, { source: n, text: messageOf(error) }) })
  } finally {
    gone.abort()
    signal.removeEventListener('abort', abort)
  }
}

export async function* lookBack(parts: LookBackParts, query: LogQuery): AsyncGenerator<LogItem> {
  const { sources, sieve } = parts
  const notes: LogItem[] = []
  const silent = new Set<string>()
  const tell = (item: LogItem) => {
    // A host that does not answer is told once, however many of its containers are wanted.
    if (item.type === 'note' && item.note.code === 'host-silent') {
      if (silent.has(item.note.name)) return
      silent.add(item.note.name)
    }
    notes.push(item)
  }
  const merged = (span: Span) => mergeByTime(sources.map((source) => patiently(parts, source, span, tell)))
  const telling = async function* (batches: AsyncGenerator<SourceLine[]>): AsyncGenerator<LogItem> {
    try {
      let next = batches.next()
      for (;;) {
        const result = await orAfter(next, progressMs, 'tick' as const)
        yield* notes.splice(0)
        if (result === 'tick') yield { type: 'progress', read: sieve.read, found: sieve.found }
        else if (result.done) return
        else {
          yield linesItem(result.value)
          next = batches.next()
        }
      }
    } finally {
      batches.return(undefined).catch(() => undefined)
    }
  }
  const msOf = (instant: string | undefined) => (instant === undefined ? undefined : Date.parse(instant))
  const range = { sinceMs: msOf(query.since), untilMs: msOf(query.until) }
  const aroundMs = msOf(query.around)
  if (aroundMs !== undefined) {
    const half = Math.ceil(query.tail / 2)
    yield* telling(before(aroundMs, half, (span) => merged(span)))
    yield* telling(first(merged({ sinceMs: aroundMs }), half))
  } else if (query.format === 'text') yield* telling(merged(range))
  else {
    // An engine counts its tail before it looks at `until`, and knows nothing of searches: there everything is read.
    const isWhole = (sieve.match !== null && !sieve.mark) || range.untilMs !== undefined
    yield* telling(newest(merged({ ...range, ...(isWhole ? {} : { tail: query.tail }) }), query.tail, most))
  }
  yield* notes
  yield { type: 'caught-up', read: sieve.read, found: sieve.found }
}

/** The last so many before a moment. Mostly they are from just before it, and then a long log need not be read. */
async function* before(
  untilMs: number,
  count: number,
  read: (span: Span) => AsyncGenerator<SourceLine[]>,
): AsyncGenerator<SourceLine[]> {
  let found: SourceLine[] = []
  for await (const batch of newest(read({ sinceMs: untilMs - shortWhileMs, untilMs }), count, most))
    found = found.concat(batch)
  if (found.length >= count) yield found
  else yield* newest(read({ untilMs }), count, most)
}

async function* first<T>(batches: AsyncGenerator<T[]>, count: number): AsyncGenerator<T[]> {
  let left = count
  for await (const batch of batches) {
    yield batch.slice(0, left)
    left -= batch.length
    if (left <= 0) return
  }
}
