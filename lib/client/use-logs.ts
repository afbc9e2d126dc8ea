// A container's log on screen: read, followed, held still while somebody reads, taken up again after a break.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogLine } from '@/lib/contract/containers'
import { isApiError } from './api'
import { streamLogs } from './log-stream'

export type NumberedLine = LogLine & { id: number }
export type LogState = {
  lines: NumberedLine[]
  /** Lines that came while held. */
  waiting: number
  phase: 'reading' | 'following' | 'ended' | 'broken'
  error: unknown
}

const keptLines = 50_000
const retryMs = 2000
const flushMs = 80

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

export function useLogs(containerId: string, tail: number, since: string | undefined, isHeld: boolean) {
  const [state, setState] = useState<LogState>({ lines: [], waiting: 0, phase: 'reading', error: null })
  const [round, setRound] = useState(0)
  const held = useRef(isHeld)
  const buffer = useRef<NumberedLine[]>([])

  const flush = useCallback(() => {
    const fresh = buffer.current
    if (fresh.length === 0) return
    if (held.current) {
      setState((now) => (now.waiting === fresh.length ? now : { ...now, waiting: fresh.length }))
      return
    }
    buffer.current = []
    setState((now) => ({ ...now, lines: [...now.lines, ...fresh].slice(-keptLines), waiting: 0 }))
  }, [])

  useEffect(() => {
    held.current = isHeld
    flush()
  }, [isHeld, flush])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads everything again
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    let nextId = 0
    let lastAt: string | null = null
    buffer.current = []
    setState({ lines: [], waiting: 0, phase: 'reading', error: null })
    const timer = setInterval(flush, flushMs)

    const read = async () => {
      const from = lastAt
      const request = from === null ? { tail, since, follow: true } : { tail: keptLines, since: from, follow: true }
      const opened = setTimeout(() => setState((now) => ({ ...now, phase: 'following' })), 300)
      try {
        for await (const lines of streamLogs(containerId, request, signal)) {
          for (const line of lines) {
            // After a break the server tells from the last moment on: what is here already is left out.
            if (from !== null && line.at !== null && line.at <= from) continue
            buffer.current.push({ ...line, id: nextId++ })
            lastAt = line.at ?? lastAt
          }
          if (buffer.current.length > keptLines) buffer.current = buffer.current.slice(-keptLines)
        }
      } finally {
        clearTimeout(opened)
      }
    }
    const run = async () => {
      for (;;) {
        try {
          await read()
          flush()
          setState((now) => ({ ...now, phase: 'ended', error: null }))
          return
        } catch (error) {
          if (signal.aborted) return
          flush()
          setState((now) => ({ ...now, phase: 'broken', error }))
          // Only what may pass by itself is tried again.
          if (isApiError(error) && error.status >= 400 && error.status < 500) return
          await pause(retryMs, signal)
          if (signal.aborted) return
        }
      }
    }
    void run()
    return () => {
      abort.abort()
      clearInterval(timer)
    }
  }, [containerId, tail, since, round, flush])

  const reread = useCallback(() => setRound((now) => now + 1), [])
  const clear = useCallback(() => setState((now) => ({ ...now, lines: [], waiting: 0 })), [])
  return { ...state, reread, clear }
}
