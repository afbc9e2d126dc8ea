// Keeps the last words of every container that ends: read at once, since whoever removes or replaces it takes its log along.
// Hosts that end many at a time, and containers that end again and again, are asked no more often than they can bear.
import { setTimeout as delay } from 'node:timers/promises'
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import type { DeathStore, NewDeath } from './death-store'
import { createEarlyReads, type EarlyReads, type Read, type UnseenEnd } from './early-reads'
import { createEndTracker } from './end-tracker'
import { readLastMoments } from './last-moments'

const atOncePerHost = 2
const mostWaiting = 100
const restMs = 5_000
/** Nobody waits longer with a removal for the sake of words. */
const mostDelayMs = 1_500
const endable = new Set<Container['state']>(['running', 'paused', 'restarting'])

type Ended = { container: Container; heard: ReturnType<EarlyReads['take']> }
type Deps = {
  cluster: Cluster
  store: DeathStore
  log: Log
  /** Lotse's own containers of a moment are not worth a row. */
  isKept?: (container: Container) => boolean
  now?: () => number
}

export type KeptDeaths = {
  /** To be waited for before a container that runs is removed by force: afterwards its engine does not say what it said. */
  beforeRemoval(container: Container): Promise<void>
  stop(): void
}

export function keepDeaths(deps: Deps): KeptDeaths {
  const { cluster, store, log, isKept = () => true, now = () => performance.now() } = deps
  const ended = createEndTracker(cluster.snapshot().containers)
  const early = createEarlyReads(cluster, now)
  const waiting = new Map<string, Ended[]>()
  const running = new Map<string, number>()
  const readAtMs = new Map<string, number>()
  let isStopped = false

  const add = async (
    container: Container,
    death: Pick<NewDeath, 'at' | 'exitCode' | 'oomKilled'>,
    words: () => Read,
  ) => {
    const { id: containerId, name, hostId, hostName, image } = container
    try {
      const moments = (await words()) ?? { memoryLimitBytes: 0, lines: [] }
      if (!isStopped) await store.add({ containerId, name, hostId, hostName, image, ...death, ...moments })
    } catch (error) {
      if (!isAppError(error)) log.error({ err: error, container: name }, 'the last words of a container were not kept')
    }
  }
  const keep = async ({ container, heard }: Ended): Promise<void> => {
    const { hostId, finishedAt: at, oomKilled } = container
    if (at === null) return
    const read = async () => (await heard.read) ?? readLastMoments(cluster.engine(hostId), container, at)
    // One that is looked at while it is being removed does not say it any more.
    await add(container, { at, exitCode: container.exitCode ?? heard.exitCode, oomKilled }, read)
  }
  /** Of a container that is gone with its log. One that ended well and cleaned up after itself is not worth a row. */
  const keepUnseen = ({ container, at, exitCode }: UnseenEnd) => {
    if (exitCode === 0 || !isKept(container)) return
    const { read } = early.take(container.id)
    void add(container, { at, exitCode, oomKilled: false }, () => read)
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
    for (const container of ended(change).filter(isKept)) {
      const end: Ended = { container, heard: early.take(container.id) }
      if (nowMs - (readAtMs.get(container.id) ?? Number.NEGATIVE_INFINITY) < restMs) continue
      readAtMs.set(container.id, nowMs)
      const queue = waiting.get(container.hostId) ?? []
      waiting.set(container.hostId, queue)
      queue.push(end)
      // The oldest have had the longest time to be read by hand.
      if (queue.length > mostWaiting) queue.shift()
      void work(container.hostId)
    }
    for (const id of change.containers.removed) {
      readAtMs.delete(id)
      const end = early.unseen(id)
      if (end) keepUnseen(end)
      early.forget(id)
    }
  })
  return {
    async beforeRemoval(container) {
      if (!container.known || !endable.has(container.state) || !isKept(container)) return
      await Promise.race([early.beforeKill(container), delay(mostDelayMs, undefined, { ref: false })])
    },
    stop() {
      isStopped = true
      unsubscribe()
      early.stop()
    },
  }
}
