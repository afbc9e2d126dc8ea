// Ages are counted on the server's clock, so that a wrong clock in front of the screen shows no wrong age.
import { useSyncExternalStore } from 'react'

let offsetMs = 0
let tickMs = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

export const setServerTime = (at: string): void => {
  const server = Date.parse(at)
  if (Number.isFinite(server)) offsetMs = server - Date.now()
}

export const serverNow = (): number => Date.now() + offsetMs

/** Shorter gaps of the live events are not worth a word. */
export const noticeMs = 2000
let lost: { atMs: number; heardMs: number } | null = null

/** When the live events were lost and when the last one came, both by this side's clock; null: they are there. */
export const setLost = (now: typeof lost): void => {
  lost = now
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) tickMs = serverNow()
  timer ??= setInterval(() => {
    tickMs = serverNow()
    for (const heard of listeners) heard()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

const useTick = (read: () => number): number => useSyncExternalStore(subscribe, read, () => 0)

/** The server's time, once a second, from one timer for the whole page. */
export const useNow = (): number => useTick(() => tickMs)

/** Up to when is known how things are: a state's age does not go on while nobody can tell whether it lasts. */
export const useKnownNow = (): number =>
  useTick(() =>
    lost !== null && Date.now() - lost.atMs > noticeMs ? Math.min(tickMs, lost.heardMs + offsetMs) : tickMs,
  )

/** What is made of the time, heard only when it has become another: most ages stay as they are for minutes. */
export const useNowAs = <T extends string | number>(read: (nowMs: number) => T): T =>
  useSyncExternalStore(
    subscribe,
    () => read(tickMs),
    () => read(0),
  )
