// Pulls go on at the server whatever page is open, and are shown as long as they do.
import type { PullProgress } from '@/lib/contract/inventory'
import { open } from './api'
import { readValues } from './read-lines'
import { createRuns } from './runs'

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

const pulls = createRuns<Pull>()
export const { use: usePulls, watch: watchPull, onEnd: onPullEnd, forget: forgetPull } = pulls

async function follow(id: number, reference: string): Promise<void> {
  try {
    const body = { reference }
    const { pullProgress } = await import('@/lib/contract/inventory')
    const response = await open('/images/pull', { method: 'POST', body, accept: 'application/x-ndjson' })
    for await (const value of readValues(response)) {
      const step = pullProgress.parse(value)
      pulls.change(id, (pull) => foldPull(pull, step))
    }
  } catch (error) {
    pulls.change(id, (pull) => ({ ...pull, error }))
  }
  pulls.change(id, (pull) => ({ ...pull, isRunning: false }))
  pulls.end(id)
}

export function beginPull(reference: string): number {
  const id = pulls.begin((given) => ({ id: given, reference, hosts: [], error: null, isRunning: true }))
  void follow(id, reference)
  return id
}
