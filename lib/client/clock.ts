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

/** The server's time, once a second, from one timer for the whole page. */
export const useNow = (): number =>
  useSyncExternalStore(
    subscribe,
    () => tickMs,
    () => 0,
  )
