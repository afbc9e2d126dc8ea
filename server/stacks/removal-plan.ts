// What it takes to remove a stack: its containers, then its networks and, when asked, its volumes. Pure.
import type { Operation } from '@/lib/contract/deployments'
import type { ClusterSnapshot } from '@/server/cluster/types'
import { composeLabel } from './labels'
import { creatorOf } from './network-choice'
import { createOperationGraph } from './operation-graph'

export const planRemoval = (snapshot: ClusterSnapshot, stack: string, withVolumes: boolean): Operation[] => {
  const graph = createOperationGraph()
  const why = 'the stack is removed'
  const hostName = (id: string) => snapshot.hosts.find((host) => host.id === id)?.name ?? id
  const owned = (labels: Readonly<Record<string, string>>) => labels[composeLabel.project] === stack
  const removals = new Map<string, string[]>()
  for (const container of snapshot.containers.filter(({ labels }) => owned(labels))) {
    const { id, hostId, name, service } = container
    const base = { hostId, hostName: hostName(hostId), target: name, service, why }
    const input = { containerId: id, lane: `${name} ${id.slice(0, 12)}` }
    const variant = id.slice(0, 12)
    const stop = graph.add({ ...base, kind: 'stop-container', after: [], input, variant })
    const remove = graph.add({
      ...base,
      kind: 'remove-container',
      after: [stop],
      input: { ...input, anonymousVolumes: withVolumes },
      variant,
    })
    removals.set(hostId, [...(removals.get(hostId) ?? []), remove])
  }
  const all = [...removals.values()].flat()
  for (const network of snapshot.networks.filter(({ labels }) => owned(labels))) {
    const isShared = network.scope !== 'local'
    const creator = isShared ? (creatorOf(snapshot.hosts)?.id ?? network.hostIds[0]) : undefined
    for (const hostId of isShared ? (creator === undefined ? [] : [creator]) : network.hostIds) {
      graph.add({
        kind: 'remove-network',
        hostId,
        hostName: hostName(hostId),
        target: network.name,
        service: null,
        why,
        after: isShared ? all : (removals.get(hostId) ?? []),
        input: {},
      })
    }
  }
  if (!withVolumes) return graph.list()
  for (const { name, hostId } of snapshot.volumes.filter(({ labels }) => owned(labels))) {
    const after = removals.get(hostId) ?? []
    graph.add({
      kind: 'remove-volume',
      hostId,
      hostName: hostName(hostId),
      target: name,
      service: null,
      why,
      after,
      input: {},
    })
  }
  return graph.list()
}
