// One client's live events, whatever carries them: gathered for a moment, sent while the client keeps up, held in a bounded
// backlog while it does not, ended when it is gone or may no longer listen.
import type { LiveEvent } from '@/lib/contract/events'
import type { ApiParts } from '../parts'
import { createLiveBacklog } from './live-backlog'
import { subscribeLive } from './live-source'

/** How long changes are gathered. The engine's own batching comes on top; together well below 300 ms. */
const gatherMs = 30
const heartbeatMs = 10_000
/** A client that takes nothing for so long is gone. */
const patienceMs = 60_000

export type LiveOutlet = {
  send(events: LiveEvent[]): void
  /** False: what was sent before has not been taken yet. */
  isReady(): boolean
  end(): void
}
export type LiveFeed = {
  /** The client has taken something. */
  resume(): void
  stop(): void
}

export const startLiveFeed = (
  parts: Pick<ApiParts, 'cluster' | 'stacks' | 'moves' | 'activity' | 'epoch' | 'clock'>,
  outlet: LiveOutlet,
  /** Asked at each heartbeat: a session may have ended. */
  mayListen: () => Promise<boolean>,
  intervals = { heartbeatMs, patienceMs },
): LiveFeed => {
  const hello = (): LiveEvent => ({
    type: 'hello',
    epoch: parts.epoch,
    revision: parts.cluster.revision(),
    at: parts.clock().toISOString(),
  })
  const backlog = createLiveBacklog(hello)
  let gathering: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let lastTakenMs = performance.now()

  const flush = () => {
    gathering = undefined
    if (isStopped || backlog.isEmpty() || !outlet.isReady()) return
    lastTakenMs = performance.now()
    outlet.send(backlog.drain())
  }
  const add = (event: LiveEvent) => {
    backlog.add(event)
    gathering ??= setTimeout(flush, gatherMs)
  }
  const stop = () => {
    if (isStopped) return
    isStopped = true
    clearTimeout(gathering)
    clearInterval(heartbeat)
    unsubscribe()
  }
  const end = () => {
    if (isStopped) return
    stop()
    outlet.end()
  }
  const unsubscribe = subscribeLive(parts, add)
  const heartbeat = setInterval(() => {
    if (!outlet.isReady() && performance.now() - lastTakenMs > intervals.patienceMs) return end()
    add({ type: 'heartbeat', at: parts.clock().toISOString() })
    // A database that cannot be read just now ends no stream.
    mayListen().then(
      (may) => may || end(),
      () => {},
    )
  }, intervals.heartbeatMs)
  outlet.send([hello()])
  return { resume: flush, stop }
}
