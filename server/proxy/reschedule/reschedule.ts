// Watches over the containers that ask to be rescheduled, and does what the plan says whenever something has changed: one
// operation a container at a time, a failed one again after a while.
import type { Container } from '@/lib/contract/containers'
import type { HostProblem, HostState } from '@/lib/contract/hosts'
import { messageOf } from '@/server/errors'
import type { RescheduleNeeds } from '@/server/overview/reschedule-needs'
import type { ProxyContext } from '../types'
import { moveLost } from './move-lost'
import { createNeeds } from './needs'
import { groupOf, type HostStates, type Plan, planRescheduling, type Rescheduling } from './plan-reschedule'
import { rememberRequests } from './remembered'
import { finishCopy, giveUpLost, removeBegun, removeReplaced } from './settle-copy'

const atOnce = 8
const usualRetryMs = 10_000
/** Who becomes the primary finds out by looking. */
const lookMs = 1_000

/** A host that answers and takes no part: it is not waited for. */
const heldBack: ReadonlySet<HostProblem['code']> = new Set(['duplicate-engine', 'engine-changed', 'api-version'])
const isHeldBack = ({ code }: HostProblem): boolean => heldBack.has(code)

export type Rescheduler = RescheduleNeeds & { stop(): void }

/** Whoever it concerns. */
const partiesOf = (operation: Rescheduling): Container[] => {
  const { container } = operation
  if (operation.kind === 'remove' || operation.kind === 'forget') return [container, operation.stays]
  return operation.kind === 'clear' ? [container, operation.of] : [container]
}

const done = { move: 'rescheduled', finish: 'started', remove: 'removed', clear: 'removed', forget: 'forgotten' }

/** `isOthers`: whose containers somebody else keeps running. */
export function startRescheduling(
  context: ProxyContext,
  isOthers: () => Promise<(container: Container) => boolean> = async () => () => false,
  retryMs = usualRetryMs,
): Rescheduler {
  const { cluster, leadership, log } = context
  const failedAt = new Map<string, number>()
  /** When each had its last turn: many that fail slowly, as where a registry is dead, keep nobody behind them waiting. */
  const turnAt = new Map<string, number>()
  let isStopped = false
  let isDue = false
  let isLooking = false
  /** Containers that are being worked on, with their copies; a slow one holds up nobody else. */
  const underWay = new Set<string>()
  const states = (): HostStates => {
    const hosts = cluster.hosts()
    const known = new Map(hosts.map(({ id, state }) => [id, state]))
    const isAwaited = hosts.some(({ state, problems }) => state === 'pending' && !problems.some(isHeldBack))
    return { stateOf: (hostId) => known.get(hostId), isAwaited }
  }
  /** Who is being moved by hand is there twice for a while. */
  const isFree = (container: Container): boolean => {
    try {
      context.moves.requireFree(container)
      return true
    } catch {
      return false
    }
  }
  const planNow = (): Plan => {
    const actsHere = leadership === undefined || leadership.role().role === 'primary'
    if (!actsHere) return { operations: [], undecided: [] }
    const { operations, undecided } = planRescheduling(remembered.containers(), states())
    return {
      operations: operations.filter((each) => partiesOf(each).every(isFree)),
      undecided: undecided.filter(({ copies }) => copies.every(isFree)),
    }
  }
  const needs = createNeeds({ context, planNow, isOthers })

  const act = (quiet: ProxyContext, operation: Rescheduling): Promise<void> => {
    switch (operation.kind) {
      case 'move':
        return moveLost(quiet, operation, remembered.requestOf(operation.container.id))
      case 'finish':
        return finishCopy(quiet, operation)
      case 'remove':
        return removeReplaced(quiet, operation)
      case 'clear':
        return removeBegun(quiet, operation)
      case 'forget':
        return giveUpLost(quiet, operation)
    }
  }
  const perform = async (operation: Rescheduling) => {
    const { container, kind } = operation
    const record: ProxyContext['activity']['record'] = async (entry) => {
      // Said once, not at each try.
      if (entry.result === 'ok' || needs.messageOf(container.id) !== entry.message) await context.activity.record(entry)
    }
    try {
      await act({ ...context, activity: { record } }, operation)
      needs.succeeded(container.id)
      if (kind === 'move' || kind === 'forget') remembered.drop(container.id)
      // What it was waited for by others may be there now.
      failedAt.clear()
    } catch (error) {
      failedAt.set(container.id, performance.now())
      const isNews = needs.messageOf(container.id) !== messageOf(error)
      needs.failed(operation, error)
      if (!isNews) return
      log.error(
        { container: container.name, host: container.hostName },
        `it could not be ${done[kind]}: ${messageOf(error)}`,
      )
    }
  }
  const mayTry = ({ container }: Rescheduling) =>
    performance.now() - (failedAt.get(container.id) ?? Number.NEGATIVE_INFINITY) >= retryMs
  const planned = () => {
    const { operations } = planNow()
    needs.dropOver(operations)
    const concerned = new Set(operations.map(({ container }) => container.id))
    for (const id of turnAt.keys()) if (!concerned.has(id)) turnAt.delete(id)
    const lastTurn = ({ container }: Rescheduling) => turnAt.get(container.id) ?? Number.NEGATIVE_INFINITY
    return operations
      .filter((operation) => mayTry(operation) && !underWay.has(groupOf(operation.container)))
      .sort((one, other) => (lastTurn(one) < lastTurn(other) ? -1 : Number(lastTurn(one) > lastTurn(other))))
  }
  const begin = async () => {
    while (isDue && !isStopped) {
      isDue = false
      if (planned().length === 0) return
      const others = await isOthers()
      // Asked again, as others may have come in between; what has no turn now is seen by the next look.
      for (const operation of planned()) {
        if (isStopped || underWay.size >= atOnce) return
        const group = groupOf(operation.container)
        if (underWay.has(group) || partiesOf(operation).some(others)) continue
        underWay.add(group)
        turnAt.set(operation.container.id, performance.now())
        void perform(operation).finally(() => {
          underWay.delete(group)
          look()
        })
      }
    }
  }
  const look = () => {
    isDue = true
    if (isLooking || isStopped) return
    isLooking = true
    begin()
      .catch((error: unknown) => log.error({ err: error }, 'lost containers could not be looked at'))
      .finally(() => {
        isLooking = false
      })
  }
  const remembered = rememberRequests(
    cluster,
    log,
    () => {
      isDue = true
    },
    context.keptRequests,
  )
  const heard = new Map<string, HostState>()
  const unsubscribe = cluster.subscribe(({ hosts }) => {
    // Of a host that works something changes all the time.
    const changed = hosts.upserted.filter(({ id, state }) => heard.get(id) !== state)
    for (const { id, state } of changed) heard.set(id, state)
    for (const id of hosts.removed) heard.delete(id)
    if (changed.length > 0 || isDue) look()
  })
  const timer = setInterval(() => {
    remembered.readMissing()
    for (const _container of remembered.containers()) return look()
  }, lookMs)
  timer.unref()
  return {
    list: needs.list,
    removeCopy: needs.removeCopy,
    stop() {
      isStopped = true
      clearInterval(timer)
      unsubscribe()
      remembered.stop()
    },
  }
}
