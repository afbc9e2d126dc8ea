// Reads of a container's last words that begin with the engine's event, before the cluster has looked: whoever stops and then
// removes a container leaves a few hundredths of a second. Whoever removes one by force leaves none, since the engine refuses
// the log from before the kill on; so those who do that through Lotse say so first.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import type { EventMessage } from '@/server/docker/api-types'
import { readEvent } from '@/server/docker/events'
import { type LastMoments, readLastMoments } from './last-moments'

/** Ends that nobody has asked for yet; the oldest go. */
const mostKept = 200
const atOncePerHost = 8
/** One that ends again and again is read no more often than its host can bear. */
const restMs = 5_000
/** A signal that ends nothing for so long was none that ends. */
const killLastsMs = 60_000
/** Signals that tell a program something and end it only if it does not know them. */
const messages = new Set([
  '1',
  '10',
  '12',
  '17',
  '18',
  '20',
  '23',
  '28',
  'HUP',
  'USR1',
  'USR2',
  'CHLD',
  'CONT',
  'WINCH',
])

export type Read = Promise<LastMoments | null>
export type UnseenEnd = { container: Container; at: string; exitCode: number | null }
type Early = {
  /** Begun at the signal, and so without what it made the program say. */
  atKill?: { read: Read; ms: number }
  /** Begun at the end. */
  atEnd?: Read
  end?: UnseenEnd
}

export type EarlyReads = {
  /** Resolves when it has been read, or cannot be for now. */
  beforeKill(container: Container): Promise<void>
  /** What has been heard, and what was read, the whole before the part; null: nothing. Forgets the end. */
  take(id: string): { exitCode: number | null; read: Read }
  /** An end that nobody has taken: the container was removed before anybody had looked at it. */
  unseen(id: string): UnseenEnd | undefined
  /** It is gone. */
  forget(id: string): void
  stop(): void
}

export function createEarlyReads(cluster: Cluster, now = () => performance.now()): EarlyReads {
  const early = new Map<string, Early>()
  const running = new Map<string, number>()
  const readAtMs = new Map<string, number>()

  const read = (container: Container, until: string | null): Read | undefined => {
    const { hostId } = container
    const at = running.get(hostId) ?? 0
    if (at >= atOncePerHost) return undefined
    running.set(hostId, at + 1)
    const reading = (async () => readLastMoments(cluster.engine(hostId), container, until))().catch(() => null)
    void reading.finally(() => running.set(hostId, (running.get(hostId) ?? 1) - 1))
    return reading
  }
  /** Newest last. */
  const entryOf = (id: string): Early => {
    const entry = early.get(id) ?? {}
    early.delete(id)
    early.set(id, entry)
    const [oldest] = early.keys()
    if (early.size > mostKept && oldest !== undefined) early.delete(oldest)
    return entry
  }
  const readAtKill = (container: Container): Read | undefined => {
    const entry = entryOf(container.id)
    const before = entry.atKill
    const reading = read(container, null)
    if (!reading) return undefined
    const isFresh = before !== undefined && now() - before.ms < killLastsMs
    entry.atKill = { read: isFresh ? reading.then((said) => said ?? before.read) : reading, ms: now() }
    return reading
  }
  const hear = (hostId: string, message: EventMessage) => {
    const { type, action, id, attributes } = readEvent(message)
    if (type !== 'container' || (action !== 'kill' && action !== 'die')) return
    if (action === 'kill' && messages.has((attributes.signal ?? '').replace(/^SIG/, ''))) return
    const container = cluster.container(id)
    if (container?.id !== id || container.hostId !== hostId) return
    if (action === 'kill') return void readAtKill(container)
    const entry = entryOf(id)
    const at = new Date(message.timeNano ? message.timeNano / 1e6 : (message.time ?? 0) * 1000).toISOString()
    const code = Number.parseInt(attributes.exitCode ?? '', 10)
    entry.end = { container, at, exitCode: Number.isNaN(code) ? null : code }
    if (now() - (readAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < restMs) return
    readAtMs.set(id, now())
    const reading = read(container, at)
    if (reading) entry.atEnd = reading
  }
  const untap = cluster.tap({ event: hear })

  return {
    async beforeKill(container) {
      await readAtKill(container)
    },
    take(id) {
      const { atKill, atEnd, end } = early.get(id) ?? {}
      early.delete(id)
      const part = atKill !== undefined && now() - atKill.ms <= killLastsMs ? atKill.read : null
      return { exitCode: end?.exitCode ?? null, read: (async () => (await atEnd) ?? part)() }
    },
    unseen: (id) => early.get(id)?.end,
    forget(id) {
      early.delete(id)
      readAtMs.delete(id)
    },
    stop: untap,
  }
}
