// What of rescheduling needs a human: operations that fail, each with its reason as long as the plan still wants them, and copies of
// which nobody knows which is to stay.
import type { Container } from '@/lib/contract/containers'
import type { RescheduleAct, RescheduleWhy } from '@/lib/contract/rescheduling'
import { AppError, messageOf } from '@/server/errors'
import type { RescheduleNeed } from '@/server/overview/reschedule-needs'
import type { ProxyContext } from '../types'
import { isUp, type Plan, type Rescheduling } from './plan-reschedule'
import { removeStale } from './settle-copy'
import { whyOf } from './why'

type Parts = {
  context: ProxyContext
  planNow(): Plan
  isOthers(): Promise<(container: Container) => boolean>
}
type Failure = { act: RescheduleAct; why: RescheduleWhy; message: string; since: string }

const otherOf = (operation: Rescheduling): Container | null =>
  'stays' in operation ? operation.stays : 'of' in operation ? operation.of : null

export function createNeeds({ context, planNow, isOthers }: Parts) {
  const failures = new Map<string, Failure>()

  const ofFailed = (operation: Rescheduling): RescheduleNeed[] => {
    const { container, kind } = operation
    const failure = failures.get(container.id)
    if (failure?.act !== kind) return []
    const { hostId, hostName: host } = container
    const other = otherOf(operation)?.hostName ?? null
    const { act, why, since } = failure
    return [{ cause: { kind: 'reschedule', act, why, hostId, host, other, names: [container.name] }, container, since }]
  }
  /** What is over with the container, or with its host's return: if it is lost once more, that is another failure. */
  const dropOver = (operations: readonly Rescheduling[]) => {
    if (failures.size === 0) return
    const { cluster } = context
    const wanted = new Set(operations.map(({ container }) => container.id))
    for (const [id, { act }] of failures) {
      const container = cluster.container(id)
      const isOver = !container || (act === 'move' && cluster.host(container.hostId)?.state === 'healthy')
      if (isOver && !wanted.has(id)) failures.delete(id)
    }
  }
  const list = async (): Promise<RescheduleNeed[]> => {
    const { operations, undecided } = planNow()
    dropOver(operations)
    if (failures.size === 0 && undecided.length === 0) return []
    const others = await isOthers()
    const doubles = undecided.flatMap(({ copies }): RescheduleNeed[] => {
      const [first] = copies
      if (copies.some(others)) return []
      const told = copies.map((each) => {
        const { id, name, hostName, createdAt } = each
        return { id, name, hostName, createdAt, isUp: isUp(each) }
      })
      const since =
        copies
          .map(({ createdAt }) => createdAt)
          .sort()
          .at(-1) ?? null
      return [{ cause: { kind: 'copies', copies: told }, container: first, since }]
    })
    return [...operations.filter(({ container }) => !others(container)).flatMap(ofFailed), ...doubles]
  }
  const removeNow = async (id: string, staysId: string): Promise<void> => {
    const found = planNow().undecided.find(({ copies }) => copies.some((each) => each.id === id))
    const copy = found?.copies.find((each) => each.id === id)
    const stays = found?.copies.find((each) => each.id === staysId && staysId !== id)
    if (!copy || !stays) throw new AppError('conflict', 'The other copy is not there any more, so this one stays.')
    await removeStale(context, copy, stays, false)
  }
  let removing: Promise<unknown> = Promise.resolve()
  /** One after the other: two that each count on what the other removes would leave none. */
  const removeCopy = (id: string, staysId: string): Promise<void> => {
    const removal = removing.then(() => removeNow(id, staysId))
    removing = removal.catch(() => undefined)
    return removal
  }
  return {
    list,
    dropOver,
    removeCopy,
    messageOf: (id: string) => failures.get(id)?.message,
    succeeded: (id: string) => void failures.delete(id),
    failed({ container, kind }: Rescheduling, error: unknown) {
      const since = failures.get(container.id)?.since ?? new Date().toISOString()
      failures.set(container.id, { act: kind, why: whyOf(error), message: messageOf(error), since })
    },
  }
}
