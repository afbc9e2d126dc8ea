// A deployment has ended when the cluster's index shows what it did: whoever plans next must not see what was before.
import type { Cluster } from '@/server/cluster/types'
import type { OperationRecord } from './apply/record'
import { inputOf } from './operations'

const patienceMs = 3_000

const isShown = (cluster: Cluster, { operation, state }: OperationRecord): boolean => {
  if (state !== 'done' || cluster.host(operation.hostId)?.state !== 'healthy') return true
  const there = cluster.containersOf({ hostId: operation.hostId })
  if (operation.kind === 'remove-container') {
    const { containerId } = inputOf('remove-container', operation)
    return !there.some(({ id }) => id === containerId)
  }
  if (operation.kind === 'start-container') {
    const found = there.find(({ name }) => name === operation.target)
    return found !== undefined && found.state !== 'created'
  }
  return true
}

export const caughtUp = (cluster: Cluster, records: readonly OperationRecord[]): Promise<void> =>
  new Promise((resolve) => {
    const look = (): boolean => records.every((record) => isShown(cluster, record))
    if (look()) {
      resolve()
      return
    }
    const end = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(end, patienceMs)
    const unsubscribe = cluster.subscribe(() => {
      if (look()) end()
    })
  })
