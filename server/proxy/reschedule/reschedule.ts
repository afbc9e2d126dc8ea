// Watches over the containers that ask to be rescheduled, and does what the plan says whenever something has changed: one
// operation a container at a time, a failed one again after a while.
import type { Container } from '@/lib/contract/containers'
import { messageOf } from '@/server/errors'
import type { ProxyContext } from '../types'
import { moveLost, removeCopy } from './perform'
import { planRescheduling, type Rescheduling } from './plan-reschedule'
import { rememberRequests } from './remembered'

const atOnce = 8
const usualRetryMs = 10_000
/** Who becomes the primary finds out by looking. */
const lookMs = 1_000

/** `isOthers`: whose containers somebody else keeps running. */
export function startRescheduling(
  context: ProxyContext,
  isOthers?: () => Promise<(container: Container) => boolean>,
  retryMs = usualRetryMs,
): () => void {
  const { cluster, leadership, log } = context
  const failedAt = new Map<string, number>()
  /** Said once, not at each try. */
  const failure = new Map<string, string>()
  let isStopped = false
  let isDue = false
  let isLooking = false
  /** Containers that are being worked on; a slow one holds up nobody else. */
  const underWay = new Set<string>()

  const perform = async (operation: Rescheduling) => {
    const { container } = operation
    const record: ProxyContext['activity']['record'] = async (entry) => {
      if (entry.result === 'ok' || failure.get(container.id) !== entry.message) await context.activity.record(entry)
    }
    const quiet = { ...context, activity: { record } }
    try {
      if (operation.kind === 'move') await moveLost(quiet, operation, remembered.requestOf(container.id))
      else await removeCopy(quiet, operation)
      failedAt.delete(container.id)
      failure.delete(container.id)
    } catch (error) {
      failedAt.set(container.id, performance.now())
      if (failure.get(container.id) === messageOf(error)) return
      failure.set(container.id, messageOf(error))
      const what = operation.kind === 'move' ? 'rescheduled' : 'removed'
      log.error({ container: container.name, host: container.hostName }, `it could not be ${what}: ${messageOf(error)}`)
    }
  }
  const mayTry = ({ container }: Rescheduling) =>
    performance.now() - (failedAt.get(container.id) ?? Number.NEGATIVE_INFINITY) >= retryMs
  const isFree = ({ container, ...operation }: Rescheduling) =>
    !underWay.has(container.id) && !(operation.kind === 'clear' && underWay.has(operation.of.id))
  const planned = () => {
    if (leadership && leadership.role().role !== 'primary') return []
    const states = new Map(cluster.hosts().map(({ id, state }) => [id, state]))
    const plan = planRescheduling(remembered.containers(), (hostId) => states.get(hostId))
    return plan.filter((operation) => mayTry(operation) && isFree(operation))
  }
  const begin = async () => {
    while (isDue && !isStopped) {
      isDue = false
      if (planned().length === 0) return
      const others = isOthers ? await isOthers() : () => false
      // Asked again, as others may have come in between; what has no turn now is seen by the next look.
      for (const operation of planned()) {
        if (isStopped || underWay.size >= atOnce) return
        const { container } = operation
        if (others(container) || (operation.kind === 'remove' && others(operation.stays))) continue
        underWay.add(container.id)
        void perform(operation).finally(() => {
          underWay.delete(container.id)
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
  const remembered = rememberRequests(cluster, log, () => {
    isDue = true
  })
  const unsubscribe = cluster.subscribe(({ hosts }) => {
    if (hosts.upserted.length > 0 || isDue) look()
  })
  const timer = setInterval(() => {
    remembered.readMissing()
    for (const _container of remembered.containers()) return look()
  }, lookMs)
  timer.unref()
  return () => {
    isStopped = true
    clearInterval(timer)
    unsubscribe()
    remembered.stop()
  }
}
