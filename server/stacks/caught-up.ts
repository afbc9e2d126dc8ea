// A deployment has ended when the cluster's index shows what it did: whoever plans next must not see what was before.
import type { Cluster } from '@/server/cluster/types'
import { untilCluster } from '@/server/cluster/until'
import type { OperationRecord } from './apply/record'
import { lotseLabel } from './labels'
import { inputOf } from './operations'

const patienceMs = 3_000

const networkOn = (cluster: Cluster, hostId: string, name: string): boolean =>
  cluster.networks().some((network) => network.name === name && network.hostIds.includes(hostId))
const volumeOn = (cluster: Cluster, hostId: string, name: string): boolean =>
  cluster.volumes().some((volume) => volume.hostId === hostId && volume.name === name)

const isShown = (cluster: Cluster, deploymentId: string, { operation, state }: OperationRecord): boolean => {
  if (state !== 'done' || cluster.host(operation.hostId)?.state !== 'healthy') return true
  const { kind, hostId, target } = operation
  if (kind === 'create-network' || kind === 'remove-network') {
    return networkOn(cluster, hostId, target) === (kind === 'create-network')
  }
  if (kind === 'create-volume' || kind === 'remove-volume') {
    return volumeOn(cluster, hostId, target) === (kind === 'create-volume')
  }
  const there = cluster.containersOf({ hostId })
  if (kind === 'remove-container') {
    const { containerId } = inputOf('remove-container', operation)
    return !there.some(({ id, name, labels }) =>
      containerId === undefined
        ? name === target && labels[lotseLabel.deployment] === deploymentId
        : id === containerId,
    )
  }
  if (kind === 'start-container') {
    const found = there.find(({ name }) => name === target)
    return found !== undefined && found.state !== 'created'
  }
  return true
}

export const caughtUp = (cluster: Cluster, deploymentId: string, records: readonly OperationRecord[]): Promise<void> =>
  untilCluster(cluster, () => records.every((record) => isShown(cluster, deploymentId, record)), patienceMs)
