// The life of one host: signs of life, joining, its event stream, reading what events touched, and the full look now and
// then. Each host has its own link and none waits for another.

import type { EventMessage } from '@/server/docker/api-types'
import type { OwnedEngine } from '@/server/docker/engine'
import { type EventStream, openEvents } from '@/server/docker/events'
import { AppError, isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import { afterAnswer, afterFailure, afterHoldBack } from './health'
import { isHeldBack, problemOf } from './held-back'
import type { HostView } from './host-view'
import { createNews } from './news'
import type { ClusterTimes } from './options'
import type { Pace } from './pace'
import type { Reader } from './reader'
import type { Turns } from './turns'
import type { HostPart } from './types'
import { createUnreadNotes } from './unread'
import { createAlarm, jittered } from './wait'

export type LinkSink = {
  stateChanged(): void
  /** Swarm-mode membership may differ. */
  swarmTouched(): void
  event(message: EventMessage): void
  /** How many hosts there are. */
  hostCount(): number
}

export type Link = {
  start(delayMs: number): void
  stop(): void
  /** Tries again now, as after an operator changed something. */
  hurry(): void
  /** Forgets the connection and joins again. */
  rejoin(): void
  refresh(parts: HostPart[]): Promise<void>
  look(containerId: string): Promise<void>
  isJoined(): boolean
  /** Resolves at the first outcome: joined, or a first failure. */
  readonly settled: Promise<void>
}

const everything: HostPart[] = ['info', 'containers', 'networks', 'images', 'volumes']

export function createLink(
  view: HostView,
  engine: OwnedEngine,
  reader: Reader,
  times: ClusterTimes,
  pace: Pace,
  turns: Turns,
  sink: LinkSink,
  log: Log,
): Link {
  const heartbeat = turns(() => void beat())
  const resync = createAlarm()
  let isStopped = false
  let isJoined = false
  let hasJoinedBefore = false
  let joinedMs = 0
  let wasEndedByPeer = false
  let dropped: AppError | undefined
  /** Full looks in a row that got no answer. */
  let silences = 0
  let joining: Promise<void> | undefined
  let stream: EventStream | undefined
  let settle: () => void = () => undefined
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })

  const unread = createUnreadNotes(view, sink.stateChanged, log)
  const read = async (parts: readonly HostPart[]) =>
    unread.read(parts, await reader.read(parts, { whole: false, isFirst: false }))
  const news = createNews(
    { inspect: reader.inspect, read },
    times,
    {
      address: () => view.record.address,
      isJoined: () => isJoined,
      swarmTouched: sink.swarmTouched,
      heldBack: (error) => fail(error),
    },
    log,
  )

  const setHealth = (health: HostView['health'], failure: HostView['failure']) => {
    const isNews =
      health.state !== view.health.state || health.reason !== view.health.reason || failure?.code !== view.failure?.code
    const mattersToScheduler = health.failures !== view.health.failures
    view.health = health
    view.failure = failure
    if (isNews || mattersToScheduler) sink.stateChanged()
  }

  const leave = () => {
    isJoined = false
    const current = stream
    stream = undefined
    current?.close()
  }

  const succeed = () => {
    setHealth(afterAnswer(view.health, Date.now()), null)
    settle()
  }

  const fail = (error: unknown) => {
    if (isStopped) return
    const problem = problemOf(error)
    if (isHeldBack(error)) {
      leave()
      setHealth(afterHoldBack(view.health, problem.message, Date.now()), problem)
    } else {
      const before = view.health.state
      const health = afterFailure(view.health, problem.message, view.lastSeenMs, Date.now(), times)
      setHealth(health, problem)
      if (health.state !== before)
        log.warn({ host: view.record.address, reason: problem.message }, `host is ${health.state}`)
      if (health.state === 'unreachable') cutOff(problem.message)
    }
    settle()
  }

  /** Calls under way would wait for an answer that is not coming. */
  const cutOff = (reason: string) => {
    leave()
    dropped = new AppError('host_unreachable', reason, { details: { address: view.record.address } })
    engine.drop(dropped)
  }

  const pause = (): number => {
    const { state, failures } = view.health
    if (state === 'healthy' || joining) return jittered(times.heartbeatMs)
    if (state === 'suspect') return times.retryMs
    const doubled = times.retryMs * 2 ** Math.min(10, Math.max(0, failures - times.failureRetry))
    return jittered(Math.min(times.maxRetryMs, view.failure && failures === 0 ? times.maxRetryMs : doubled))
  }

  const isAlive = async (): Promise<boolean> => {
    const seenBefore = view.lastSeenMs
    try {
      await engine.ping(times.pingTimeoutMs)
      return true
    } catch (error) {
      // Any answer since is a sign of life; a busy engine may be late with one of many.
      if (view.lastSeenMs !== seenBefore && isAppError(error) && error.code === 'engine_timeout') return true
      fail(error)
      if (joining) cutOff(problemOf(error).message)
      return false
    }
  }

  const beat = async () => {
    if (await isAlive()) {
      if (isJoined) succeed()
      else
        joining ??= pace(join).finally(() => {
          joining = undefined
        })
    }
    heartbeat.after(pause())
  }

  const join = async () => {
    if (isStopped) return
    try {
      await engine.version(true)
      const opened = await openEvents(engine)
      stream = opened
      news.restart()
      void follow(opened)
      const failed = await reader.read(everything, { whole: true, isFirst: true })
      if (stream !== opened || isStopped)
        throw new AppError('host_unreachable', 'The event stream broke off while reading')
      isJoined = true
      joinedMs = Date.now()
      view.refreshedMs = joinedMs
      unread.read(everything, failed)
      if (hasJoinedBefore && wasEndedByPeer) noteRestart()
      // Not before: how many hosts there are says how often each is looked at, and all of a list come one after another.
      if (!hasJoinedBefore) void resyncLoop()
      hasJoinedBefore = true
      wasEndedByPeer = false
      succeed()
      log.info({ host: view.record.address }, 'host joined')
      news.read()
    } catch (error) {
      leave()
      if (error !== dropped) fail(error)
    }
  }

  const noteRestart = () => {
    const at = new Date().toISOString().slice(11, 19)
    const message = `The engine was restarted; it answers again since ${at} UTC`
    view.notes = [
      ...view.notes.filter((note) => note.code !== 'engine-restarted'),
      { code: 'engine-restarted', message },
    ]
    sink.stateChanged()
    setTimeout(() => {
      if (isStopped) return
      view.notes = view.notes.filter((note) => note.message !== message)
      sink.stateChanged()
    }, times.restartNoteMs).unref()
  }

  const follow = async (opened: EventStream) => {
    try {
      for await (const event of opened.events) {
        if (stream !== opened) return
        view.lastSeenMs = Date.now()
        news.heard(event)
        sink.event(event.message)
      }
    } catch (error) {
      if (stream === opened) log.debug({ host: view.record.address, err: error }, 'event stream broke off')
    }
    if (stream !== opened || isStopped) return
    wasEndedByPeer = true
    const hadLasted = Date.now() - joinedMs > 2 * times.heartbeatMs
    leave()
    // An engine, or something in between, that ends every stream at once is asked again at the next beat, not in a circle.
    if (hadLasted) heartbeat.hurry()
  }

  /** One container that the engine is starting lets nobody look at it, and so keeps a look waiting now and then. */
  const isTold = (error: unknown): boolean => {
    if (!isJoined || (isAppError(error) && error.code === 'host_unreachable')) return false
    if (!isAppError(error) || error.code !== 'engine_timeout') return true
    silences += 1
    return silences > 1
  }

  const resyncLoop = async () => {
    while (!isStopped) {
      const crowdedMs = jittered((sink.hostCount() / times.looksPerSecond) * 1_000)
      const { resyncMinMs, resyncMaxMs } = times
      await resync.sleep(Math.max(resyncMinMs + Math.random() * (resyncMaxMs - resyncMinMs), crowdedMs))
      if (isStopped || !isJoined) continue
      try {
        await read(everything)
        view.refreshedMs = Date.now()
        silences = 0
        sink.stateChanged()
      } catch (error) {
        if (isHeldBack(error)) fail(error)
        else if (isTold(error)) unread.lookFailed(error)
        else log.debug({ host: view.record.address, err: error }, 'full look failed')
      }
    }
  }

  const requireJoined = () => {
    if (!isJoined) throw new AppError('host_unreachable', view.health.reason ?? 'The host is being connected')
  }

  return {
    settled,
    isJoined: () => isJoined,
    start(delayMs) {
      heartbeat.after(delayMs)
    },
    stop() {
      isStopped = true
      leave()
      engine.close()
      heartbeat.stop()
      resync.wake()
      settle()
    },
    hurry: heartbeat.hurry,
    rejoin() {
      leave()
      heartbeat.hurry()
    },
    async refresh(parts) {
      requireJoined()
      await read(parts)
    },
    async look(containerId) {
      requireJoined()
      // An engine tells of what it does before it answers, on another connection: both may have arrived in this turn.
      await new Promise((resolve) => setImmediate(resolve))
      // What its events have told until now is seen by this very look.
      const again = news.seenElsewhere(containerId)
      try {
        const sick = await reader.inspect([containerId])
        if (sick.length > 0) again()
      } catch (error) {
        again()
        throw error
      }
    },
  }
}
