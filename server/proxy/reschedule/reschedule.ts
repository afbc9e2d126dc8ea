// Watches over the containers that ask to be rescheduled, and does what the plan says whenever something has changed: one
// operation a container at a time, a failed one again after a while.
import { eachLimited } from '@/server/cluster/wait'
import { messageOf } from '@/server/errors'
import type { ProxyContext } from '../types'
import { moveLost, removeStale } from './perform'
import { planRescheduling, type Rescheduling } from './plan-reschedule'
import { rememberRequests } from './remembered'

const atOnce = 8
const usualRetryMs = 10_000
/** Who becomes the primary finds out by looking. */
const lookMs = 1_000

export function startRescheduling(context: ProxyContext, retryMs = usualRetryMs): () => void {
  const { cluster, leadership, log } = context
  const failedAt = new Map<string, number>()
  let isStopped = false
  let isDue = false
  let isRunning = false

  const perform = async (operation: Rescheduling) => {
    const { container } = operation
    try {
      if (operation.kind === 'move') await moveLost(context, operation, remembered.requestOf(container.id))
      else await removeStale(context, operation)
      failedAt.delete(container.id)
    } catch (error) {
      failedAt.set(container.id, performance.now())
      const what = operation.kind === 'move' ? 'rescheduled' : 'removed'
      log.error({ container: container.name, host: container.hostName }, `it could not be ${what}: ${messageOf(error)}`)
    }
  }
  const mayTry = ({ container }: Rescheduling) =>
    performance.now() - (failedAt.get(container.id) ?? Number.NEGATIVE_INFINITY) >= retryMs
  const round = async () => {
    while (isDue && !isStopped) {
      isDue = false
      if (leadership && leadership.role().role !== 'primary') return
      const states = new Map(cluster.hosts().map(({ id, state }) => [id, state]))
      const plan = planRescheduling(remembered.containers(), (hostId) => states.get(hostId))
      await eachLimited(plan.filter(mayTry), atOnce, perform)
    }
  }
  const look = () => {
    isDue = true
    if (isRunning) return
    isRunning = true
    void round().finally(() => {
      isRunning = false
    })
  }
  const remembered = rememberRequests(cluster, log, () => {
    isDue = true
  })
  const unsubscribe = cluster.subscribe(({ hosts }) => {
    if (hosts.upserted.length > 0 || isDue) look()
  })
  const timer = setInterval(() => {
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
