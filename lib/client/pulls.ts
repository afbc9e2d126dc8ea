// Pulls go on at the server whatever page is open, and are shown as long as they do: kept here, beside every page.
import { useSyncExternalStore } from 'react'
import { type PullProgress, pullProgress } from '@/lib/contract/inventory'
import { open } from './api'
import { readValues } from './read-lines'

export type Pull = { id: number; reference: string; hosts: readonly PullProgress[]; error: unknown; isRunning: boolean }

/** The last word of each host, by name. */
export const foldPull = (pull: Pull, step: PullProgress): Pull => ({
  ...pull,
  hosts: [...pull.hosts.filter(({ hostId }) => hostId !== step.hostId), step].sort((a, b) =>
    a.hostName.localeCompare(b.hostName),
  ),
})

/** Over all hosts; 0 while none has said how far it is. */
export function pullFraction({ hosts }: Pull): number {
  const sum = hosts.reduce((total, { state, fraction }) => total + (state === 'running' ? (fraction ?? 0) : 1), 0)
  return hosts.length === 0 ? 0 : sum / hosts.length
}

let pulls: readonly Pull[] = []
let nextId = 1
const listeners = new Set<() => void>()
const endListeners = new Set<(pull: Pull) => void>()
const watched = new Set<number>()

function publish(next: readonly Pull[]): void {
  pulls = next
  for (const listener of listeners) listener()
}
const change = (id: number, edit: (pull: Pull) => Pull) =>
  publish(pulls.map((pull) => (pull.id === id ? edit(pull) : pull)))

async function follow(id: number, reference: string): Promise<void> {
  try {
    const body = { reference }
    const response = await open('/images/pull', { method: 'POST', body, accept: 'application/x-ndjson' })
    for await (const value of readValues(response)) {
      const step = pullProgress.parse(value)
      change(id, (pull) => foldPull(pull, step))
    }
  } catch (error) {
    change(id, (pull) => ({ ...pull, error }))
  }
  change(id, (pull) => ({ ...pull, isRunning: false }))
  const ended = pulls.find((pull) => pull.id === id)
  if (ended && !watched.has(id)) for (const listener of endListeners) listener(ended)
}

export function beginPull(reference: string): number {
  const id = nextId++
  publish([...pulls, { id, reference, hosts: [], error: null, isRunning: true }])
  void follow(id, reference)
  return id
}

export const forgetPull = (id: number): void => publish(pulls.filter((pull) => pull.id !== id))

/** Somebody looks at it: its end needs no telling. Gives what says that they look away. */
export function watchPull(id: number): () => void {
  watched.add(id)
  return () => void watched.delete(id)
}

/** Of those that nobody watches. */
export function onPullEnd(listener: (pull: Pull) => void): () => void {
  endListeners.add(listener)
  return () => void endListeners.delete(listener)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const none: readonly Pull[] = []
export const usePulls = (): readonly Pull[] =>
  useSyncExternalStore(
    subscribe,
    () => pulls,
    () => none,
  )
