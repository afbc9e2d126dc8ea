// Reads again what the events of one host touched: those that come together at once, and each container apart from the others.
// An engine lets nobody look at a container while it starts it, which may take many seconds on a Swarm-mode overlay; what else
// happens there is seen meanwhile, and nothing is asked for a second time before it was answered.
import type { EngineEvent } from '@/server/docker/events'
import type { Log } from '@/server/log'
import { isHeldBack } from './held-back'
import type { ClusterTimes } from './options'
import type { Reader } from './reader'
import { hasReady, isTouched, mergeTouched, nothingTouched, type Touched, takeReady, touch } from './touched'
import type { HostPart } from './types'
import { noLonger } from './wait'

export type News = {
  /** From here on, as before the first look: nothing of earlier is read. */
  restart(): void
  heard(event: EngineEvent): void
  /** Reads what was heard, if anything; to be called as soon as the host is joined. */
  read(): void
  /** Whoever looks at it now sees what was heard of it. Gives how to take that back. */
  seenElsewhere(containerId: string): () => void
}

export type NewsSink = {
  address(): string
  isJoined(): boolean
  swarmTouched(): void
  /** The engine has turned out to be one that takes no part. */
  heldBack(error: unknown): void
}

/** `read` says itself what it could not read. */
export type NewsReader = Pick<Reader, 'inspect'> & { read(parts: readonly HostPart[]): Promise<void> }

const mostStumbles = 4

export function createNews(
  reader: NewsReader,
  times: Pick<ClusterTimes, 'coalesceMs' | 'retryMs'>,
  sink: NewsSink,
  log: Log,
): News {
  let touched = nothingTouched()
  /** Containers and parts that were asked for because of an event, and by which reading. */
  const awaited = new Map<string, Touched>()
  let flushing: Promise<void> | undefined
  /** Sick container → how often it was asked for again; others may be answered meanwhile. */
  const stumbles = new Map<string, number>()

  const schedule = () => {
    if (flushing || !sink.isJoined() || !hasReady(touched, awaited)) return
    const coalesced = new Promise((resolve) => setTimeout(resolve, times.coalesceMs))
    flushing = coalesced.then(flush).finally(() => {
      flushing = undefined
      schedule()
    })
  }

  const flush = async () => {
    if (!sink.isJoined()) return
    const current = takeReady(touched, awaited)
    if (current.swarm) sink.swarmTouched()
    if (!isTouched(current)) return
    // Apart, as a failure of the one is no reason to ask for the other before that was answered.
    const { containers, gone, parts } = current
    const ofContainers = { ...nothingTouched(), containers, gone }
    const ofParts = { ...nothingTouched(), parts }
    const reading = [
      readTouched(ofContainers, async () => {
        const onAnswered = (id: string) => answered(id, ofContainers)
        const sick = await reader.inspect(containers, gone, { patienceMs: times.retryMs, onAnswered })
        await againSoon(containers, gone, sick)
      }),
      readTouched(ofParts, () => reader.read([...parts])),
    ]
    await noLonger(times.retryMs, Promise.all(reading))
  }

  const answered = (key: string, by: Touched) => {
    // It may be asked for by another one since.
    if (awaited.get(key) !== by) return
    awaited.delete(key)
    schedule()
  }

  const unanswered = (current: Touched): Touched => ({
    ...current,
    containers: new Set([...current.containers].filter((id) => awaited.get(id) === current)),
  })

  const readTouched = async (current: Touched, read: () => Promise<void>) => {
    if (!isTouched(current)) return
    const keys = [...current.containers, ...current.parts]
    for (const key of keys) awaited.set(key, current)
    try {
      await read()
    } catch (error) {
      if (isHeldBack(error)) return sink.heldBack(error)
      // Not lost: read once more when the engine answers again; the heartbeat finds out whether it does.
      mergeTouched(touched, unanswered(current))
      log.debug({ host: sink.address(), err: error }, 'reading what an event touched failed')
      await new Promise((resolve) => setTimeout(resolve, times.retryMs))
    } finally {
      for (const key of keys) answered(key, current)
      schedule()
    }
  }

  /** An engine may stumble over a container once; one over which it always does waits for the next full look. */
  const againSoon = async (asked: ReadonlySet<string>, gone: ReadonlySet<string>, sick: readonly string[]) => {
    const again = sick.filter((id) => (stumbles.get(id) ?? 0) < mostStumbles)
    const counts = again.map((id) => [id, (stumbles.get(id) ?? 0) + 1] as const)
    for (const id of [...asked, ...gone]) stumbles.delete(id)
    for (const [id, count] of counts) stumbles.set(id, count)
    if (again.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, times.retryMs))
    for (const id of again) if (!touched.gone.has(id)) touched.containers.add(id)
  }

  return {
    restart() {
      touched = nothingTouched()
      awaited.clear()
      stumbles.clear()
    },
    heard(event) {
      touch(touched, event)
      schedule()
    },
    read: schedule,
    seenElsewhere(containerId) {
      const wasTouched = touched.containers.delete(containerId)
      return () => {
        if (!wasTouched || touched.gone.has(containerId)) return
        touched.containers.add(containerId)
        schedule()
      }
    },
  }
}
