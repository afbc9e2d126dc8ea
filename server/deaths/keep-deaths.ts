// Keeps the last words of every container that ends: read at once, since whoever removes or replaces it takes its log along.
// Hosts that end many at a time, and containers that end again and again, are asked no more often than they can bear.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import type { DeathStore } from './death-store'
import { createEndTracker } from './end-tracker'
import { readLastMoments } from './last-moments'

const atOncePerHost = 2
const mostWaiting = 100
const restMs = 5_000

type Deps = {
  cluster: Cluster
  store: DeathStore
  log: Log
  /** Lotse's own containers of a moment are not worth a row. */
  isKept?: (container: Container) => boolean
  now?: () => number
}

/** Gives what stops it. */
export function keepDeaths(deps: Deps): () => void {
  const { cluster, store, log, isKept = () => true, now = () => performance.now() } = deps
  const ended = createEndTracker(cluster.snapshot().containers)
  const waiting = new Map<string, Container[]>()
  const running = new Map<string, number>()
  const readAtMs = new Map<string, number>()
  let isStopped = false

  const keep = async (container: Container): Promise<void> => {
    const { id: containerId, name, hostId, hostName, image, finishedAt } = container
    try {
      const moments = await readLastMoments(cluster.engine(hostId), container)
      if (isStopped || finishedAt === null) return
      await store.add({ containerId, name, hostId, hostName, image, at: finishedAt, ...moments })
    } catch (error) {
      if (!isAppError(error)) log.error({ err: error, container: name }, 'the last words of a container were not kept')
    }
  }
  const work = async (hostId: string): Promise<void> => {
    const at = running.get(hostId) ?? 0
    if (at >= atOncePerHost) return
    running.set(hostId, at + 1)
    for (let next = waiting.get(hostId)?.shift(); next && !isStopped; next = waiting.get(hostId)?.shift()) {
      await keep(next)
    }
    running.set(hostId, (running.get(hostId) ?? 1) - 1)
  }
  const unsubscribe = cluster.subscribe((change) => {
    const nowMs = now()
    for (const id of change.containers.removed) readAtMs.delete(id)
    for (const container of ended(change).filter(isKept)) {
      if (nowMs - (readAtMs.get(container.id) ?? Number.NEGATIVE_INFINITY) < restMs) continue
      readAtMs.set(container.id, nowMs)
      const queue = waiting.get(container.hostId) ?? []
      waiting.set(container.hostId, queue)
      queue.push(container)
      // The oldest have had the longest time to be read by hand.
      if (queue.length > mostWaiting) queue.shift()
      void work(container.hostId)
    }
  })
  return () => {
    isStopped = true
    unsubscribe()
  }
}
