// A merged log on screen: read as it comes, shown once a frame, held while somebody reads, taken up again after a break.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { mostLogLines } from '@/lib/contract/limits'
import type { LogItem } from '@/lib/contract/logs'
import { frameTexts } from '@/lib/texts/frame'
import { ApiError, isApiError, open } from './api'
import { textsNow } from './language'
import { createLogStore, type LogSnapshot } from './log-store'
import { readLines } from './read-lines'

export type LogRequest = {
  q: string
  tail: number
  /** ISO time, or back from now as `15m`, `6h`, `7d`. */
  since: string
  until: string
  around: string
  search: string
  regex: boolean
  matchCase: boolean
  invert: boolean
  mark: boolean
}

const retryMs = 2_000
/** The server says something more often than that, if only that it is there. */
const silentMs = 45_000
/** What was shown stays that long while the answer to another question is awaited. */
const patienceMs = 400

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `15m` as the moment so long before now; everything else as it is. */
export function sinceInstant(since: string, nowMs: number): string {
  const match = /^(\d{1,5})([mhd])$/.exec(since)
  return match ? new Date(nowMs - Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0)).toISOString() : since
}

type Query = Record<string, string | number | boolean>

/** A connection that died without a word is given up; then this throws like any other break. */
async function* readItems(query: Query, signal: AbortSignal): AsyncGenerator<LogItem> {
  const own = new AbortController()
  const end = () => own.abort()
  signal.addEventListener('abort', end)
  let watch = setTimeout(end, silentMs)
  try {
    const response = await open('/logs', { query, signal: own.signal })
    for await (const line of readLines(response)) {
      clearTimeout(watch)
      watch = setTimeout(end, silentMs)
      const value = JSON.parse(line) as LogItem | { error: unknown }
      if ('error' in value) {
        const { apiError } = await import('@/lib/contract/common')
        const { code, message, details } = apiError.parse(value).error
        throw new ApiError(502, code, message, details)
      }
      yield value
    }
  } catch (error) {
    if (own.signal.aborted && !signal.aborted) throw new ApiError(0, 'offline', textsNow(frameTexts).lost.silent)
    throw error
  } finally {
    clearTimeout(watch)
    signal.removeEventListener('abort', end)
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

export function useMergedLogs(request: LogRequest, isHeld: boolean): LogSnapshot & { reread: () => void } {
  const [store, setStore] = useState(() => createLogStore())
  const [round, setRound] = useState(0)
  const held = useRef(isHeld)
  const asked = JSON.stringify(request)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads everything again
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const { since, until, around, ...rest } = JSON.parse(asked) as LogRequest
    const next = createLogStore()
    const follow = until === '' && around === ''
    const wanted = { ...rest, since: sinceInstant(since, Date.now()), until, around, follow }
    let isShown = false
    const show = () => {
      if (!isShown && !signal.aborted) setStore(next)
      isShown = true
    }
    const patience = setTimeout(show, patienceMs)
    // A tab that nobody sees has no frames: what comes waits in the store, which is bounded.
    let frame = 0
    const flushSoon = () => {
      if (frame !== 0) return
      frame = requestAnimationFrame(() => {
        frame = 0
        next.flush(held.current)
        show()
      })
    }

    const read = async (query: Query) => {
      for await (const item of readItems(query, signal)) {
        if (signal.aborted) return
        next.take(item)
        if (item.type === 'lines' || item.type === 'note' || item.type === 'caught-up') flushSoon()
      }
    }
    const run = async () => {
      let query: Query = wanted
      while (!signal.aborted) {
        try {
          await read(query)
          flushSoon()
          if (!follow) return next.end('complete')
          // A log that is followed has no end: the server wants to be asked afresh, or somebody in between cut it.
        } catch (error) {
          if (signal.aborted) return
          next.end('broken', error)
          show()
          flushSoon()
          // Only what may pass by itself is tried again.
          if (isApiError(error) && error.status >= 400 && error.status < 500) return
        }
        await pause(retryMs, signal)
        const resumed = next.resume()
        query = resumed === null ? wanted : { ...wanted, since: resumed, tail: mostLogLines }
      }
    }
    void run()
    return () => {
      abort.abort()
      clearTimeout(patience)
      cancelAnimationFrame(frame)
    }
  }, [asked, round])

  useEffect(() => {
    held.current = isHeld
    store.flush(isHeld)
  }, [isHeld, store])

  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  const reread = useCallback(() => setRound((now) => now + 1), [])
  return { ...snapshot, reread }
}
