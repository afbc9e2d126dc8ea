// One stream of statistics from the engine for all who look at a container, and none when nobody does. Who comes later gets
// what the others have seen first; a slow reader skips instead of making anybody wait.
import { keptStatsSamples, type StatsMeasures, type StatsSample } from '@/lib/contract/stats'

export type OpenStats = (signal: AbortSignal) => AsyncIterable<StatsMeasures | null>

type Shared = {
  /** The newest ones; `dropped` came before them. */
  ring: StatsSample[]
  dropped: number
  viewers: number
  end: { error?: unknown } | null
  stop: AbortController
  wake: Set<() => void>
}

export type SharedStats = {
  watch(id: string, open: OpenStats, signal: AbortSignal): AsyncGenerator<StatsSample>
  /** How many containers are being watched. */
  streams(): number
}

export const createSharedStats = (clock: () => Date): SharedStats => {
  const open = new Map<string, Shared>()

  const begin = (id: string, openStats: OpenStats): Shared => {
    const shared: Shared = { ring: [], dropped: 0, viewers: 0, end: null, stop: new AbortController(), wake: new Set() }
    open.set(id, shared)
    const wakeAll = () => {
      for (const wake of shared.wake) wake()
    }
    const read = async () => {
      for await (const measures of openStats(shared.stop.signal)) {
        shared.ring.push({ at: clock().toISOString(), measures })
        if (shared.ring.length > keptStatsSamples) {
          shared.ring.shift()
          shared.dropped += 1
        }
        wakeAll()
      }
    }
    const close = (end: { error?: unknown }) => {
      shared.end = end
      if (open.get(id) === shared) open.delete(id)
      wakeAll()
    }
    read().then(
      () => close({}),
      (error: unknown) => close({ error }),
    )
    return shared
  }

  const leave = (id: string, shared: Shared) => {
    shared.viewers -= 1
    if (shared.viewers > 0) return
    if (open.get(id) === shared) open.delete(id)
    shared.stop.abort()
  }

  return {
    async *watch(id, openStats, signal) {
      const shared = open.get(id) ?? begin(id, openStats)
      shared.viewers += 1
      let seen = 0
      let wake = () => {}
      const heard = () => wake()
      shared.wake.add(heard)
      signal.addEventListener('abort', heard)
      try {
        while (!signal.aborted) {
          const next = shared.ring[Math.max(0, seen - shared.dropped)]
          if (next !== undefined) {
            seen = Math.max(seen, shared.dropped) + 1
            yield next
          } else if (shared.end !== null) {
            if ('error' in shared.end) throw shared.end.error
            return
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
        }
      } finally {
        shared.wake.delete(heard)
        signal.removeEventListener('abort', heard)
        leave(id, shared)
      }
    },
    streams: () => open.size,
  }
}
