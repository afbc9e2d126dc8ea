// The session may end under an open page. Whoever asks then waits here until somebody has signed in again, so that nothing
// that was typed or begun on the page is lost; the frame asks for the password over the page as it is.
import { useSyncExternalStore } from 'react'

/** What waits for the next sign-in; null while the session is there, as far as is known. */
let waiting: Set<() => void> | null = null
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

export const isSessionOver = (): boolean => waiting !== null

/** Resolves after the next sign-in, here or in another tab; throws when the asker gives up. */
export async function untilSignedIn(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const asking = waiting ?? new Set()
  if (waiting === null) {
    waiting = asking
    tell()
  }
  await new Promise<void>((resolve, reject) => {
    const giveUp = () => {
      asking.delete(goOn)
      reject(signal?.reason)
    }
    const goOn = () => {
      signal?.removeEventListener('abort', giveUp)
      resolve()
    }
    asking.add(goOn)
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}

export function signedIn(): void {
  const going = waiting
  if (going === null) return
  waiting = null
  for (const goOn of going) goOn()
  tell()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSessionOver = (): boolean => useSyncExternalStore(subscribe, isSessionOver, () => false)

/** For what cannot go on in place: the sign-in page, which leads back here. */
export function leaveForLogin(): void {
  const next = window.location.pathname + window.location.search
  window.location.assign(`/login?next=${encodeURIComponent(next)}&ended=1`)
}

const channelName = 'lotse-session'

/** Who signs out on purpose means every tab of this browser. */
export function tellSignedOut(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage('signed-out')
  channel.close()
}

export function onSignedOut(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = listener
  return () => channel.close()
}
