// One event stream to the server that comes back by itself: backoff with jitter, a watch over silence, and a status to show.
import type { LiveEvent } from '@/lib/contract/events'

export type LiveStatus = {
  state: 'connecting' | 'live' | 'lost'
  /** When the stream was lost; null while it is there or was never there. */
  lostAt: number | null
  lastEventAt: number | null
  nextTryAt: number | null
}

/** The part of EventSource that is needed, so that tests need no browser. */
export type Source = {
  addEventListener(type: string, listener: (event: { data?: string }) => void): void
  close(): void
}

export type LiveConnectionOptions = {
  openSource: () => Source
  /** Throws for what is no event. */
  readEvent: (value: unknown) => LiveEvent
  onEvent: (event: LiveEvent) => void
  onStatus: (status: LiveStatus) => void
  /** Called after each failed try: the session may have ended. */
  onFailedTry?: () => void
  now?: () => number
  random?: () => number
  setTimer?: (act: () => void, ms: number) => unknown
  clearTimer?: (timer: unknown) => void
}

/** A browser hears only the names that are asked for, so none may be missing. */
const eventTypes: Record<LiveEvent['type'], true> = {
  hello: true,
  hosts: true,
  containers: true,
  changed: true,
  stack: true,
  'stack-removed': true,
  deployment: true,
  move: true,
  activity: true,
  heartbeat: true,
}
const eventNames = ['message', ...Object.keys(eventTypes)]
/** The server speaks every 10 s; two missed heartbeats mean that nobody is there. */
const silenceMs = 25_000
const firstDelayMs = 500
/** Short enough that a restarted server is noticed while one still looks. */
const longestDelayMs = 5000

export type LiveConnection = { start(): void; stop(): void; retryNow(): void }

export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  const setTimer = options.setTimer ?? ((act, ms) => setTimeout(act, ms))
  const clearTimer = options.clearTimer ?? ((timer) => clearTimeout(timer as ReturnType<typeof setTimeout>))

  let source: Source | null = null
  let retryTimer: unknown = null
  let silenceTimer: unknown = null
  let failures = 0
  let status: LiveStatus = { state: 'connecting', lostAt: null, lastEventAt: null, nextTryAt: null }

  const tell = (change: Partial<LiveStatus>) => {
    status = { ...status, ...change }
    options.onStatus(status)
  }
  const dropTimers = () => {
    clearTimer(retryTimer)
    clearTimer(silenceTimer)
  }

  const lose = () => {
    source?.close()
    source = null
    dropTimers()
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.75 + random() / 2)
    failures += 1
    tell({ state: 'lost', lostAt: status.lostAt ?? now(), nextTryAt: now() + delayMs })
    retryTimer = setTimer(connect, delayMs)
    options.onFailedTry?.()
  }

  const hear = (data: string) => {
    let event: LiveEvent
    try {
      event = options.readEvent(JSON.parse(data))
    } catch (error) {
      // A newer server may say what this page does not know. It is still alive.
      console.error('an event was not understood', error)
      return
    }
    failures = 0
    clearTimer(silenceTimer)
    silenceTimer = setTimer(lose, silenceMs)
    tell({ state: 'live', lostAt: null, lastEventAt: now(), nextTryAt: null })
    options.onEvent(event)
  }

  function connect() {
    dropTimers()
    source?.close()
    const opened = options.openSource()
    source = opened
    silenceTimer = setTimer(lose, silenceMs)
    for (const name of eventNames) {
      opened.addEventListener(name, (event) => {
        if (source === opened && event.data !== undefined) hear(event.data)
      })
    }
    opened.addEventListener('error', () => {
      if (source === opened) lose()
    })
  }

  return {
    start: connect,
    stop() {
      dropTimers()
      source?.close()
      source = null
    },
    retryNow() {
      if (status.state === 'lost') connect()
    },
  }
}
