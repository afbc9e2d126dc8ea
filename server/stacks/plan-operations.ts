// From what shall become of each container to the operations that do it, and what each has to wait for.
// Everything that can fail without harm comes first: images, networks, volumes and the creation of every new container.
// Only then is something that runs stopped.

import type { Operation } from '@/lib/contract/deployments'
import type { Host } from '@/lib/contract/hosts'
import { type Instance, isActive } from './instance'
import { type Lane, laneOperations, type Preparation } from './lane-operations'
import { creatorOf, type NetworkChoice } from './network-choice'
import { createOperationGraph, type OperationGraph } from './operation-graph'
import type { OperationsInput } from './operations-input'
import { orderLanes } from './order-lanes'

const isMade = ({ action }: Instance) => action === 'create' || action === 'recreate'

const imageOperations = (graph: OperationGraph, given: OperationsInput): Map<string, string> => {
  const ids = new Map<string, string>()
  const name = (id: string) => given.hosts.get(id)?.name ?? id
  for (const step of given.images) {
    const { hostId, reference, desired, fromHostId } = step
    const base = { hostId, hostName: name(hostId), target: reference, service: desired.name, after: [] as string[] }
    const key = `${hostId} ${reference}`
    if (step.action === 'pull') {
      const platform = desired.service.platform
      const { via, always } = step
      const pushed = via === null ? undefined : ids.get(`push ${via}`)
      const input = {
        reference,
        always,
        ...(platform ? { platform } : {}),
        ...(via === null ? {} : { built: { from: via, hash: desired.build?.hash ?? '' } }),
      }
      const why = always ? 'pull again' : `missing on ${name(hostId)}${via === null ? '' : ', built before'}`
      ids.set(key, graph.add({ ...base, kind: 'pull-image', why, after: pushed === undefined ? [] : [pushed], input }))
    } else if (step.action === 'push' && step.via !== null) {
      const built = ids.get(key)
      const input = { reference, hash: desired.build?.hash ?? '' }
      const operation = { ...base, target: step.via, after: built === undefined ? [] : [built], input }
      const pushed = graph.add({ ...operation, kind: 'push-image', why: 'before any host runs it, for all of them' })
      ids.set(`push ${step.via}`, pushed)
      // Where it was built it waits as well: a registry that refuses must not leave one of several running.
      ids.set(key, pushed)
    } else if (step.action === 'build') {
      const input = { service: desired.name, tag: desired.image, hash: desired.build?.hash ?? '' }
      ids.set(key, graph.add({ ...base, kind: 'build-image', why: 'built from the files', input }))
    } else if (fromHostId !== null) {
      const built = ids.get(`${fromHostId} ${reference}`)
      const input = { reference, fromHostId }
      const why = `missing on ${name(hostId)}, taken from ${name(fromHostId)}`
      ids.set(key, graph.add({ ...base, kind: 'copy-image', why, after: built === undefined ? [] : [built], input }))
    }
  }
  return ids
}

/** Network key → host id, or `*` for all hosts → operation. */
const networkOperations = (graph: OperationGraph, given: OperationsInput): Map<string, string> => {
  const ids = new Map<string, string>()
  const add = (choice: NetworkChoice, host: Host, place: string) => {
    const why = choice.isShared ? choice.detail : `${choice.driver} for the containers on ${host.name}`
    const base = { hostId: host.id, hostName: host.name, target: choice.name, service: null, after: [], why }
    ids.set(
      `${choice.key} ${place}`,
      graph.add({ ...base, kind: 'create-network', input: { key: choice.key, driver: choice.driver } }),
    )
  }
  for (const choice of given.choices.values()) {
    if (choice.action === 'external') continue
    const users = given.instances.filter(
      (instance) => isMade(instance) && choice.key in (instance.desired?.service.networks ?? {}),
    )
    if (choice.isShared) {
      const creator = creatorOf([...given.hosts.values()])
      if (choice.action === 'create' && users.length > 0 && creator !== undefined) add(choice, creator, '*')
      continue
    }
    for (const hostId of new Set(users.map((instance) => instance.hostId))) {
      const host = hostId === null ? undefined : given.hosts.get(hostId)
      if (host !== undefined && !choice.presentOn.includes(host.id)) add(choice, host, host.id)
    }
  }
  return ids
}

const volumeOperations = (graph: OperationGraph, given: OperationsInput): Map<string, string> => {
  const ids = new Map<string, string>()
  for (const instance of given.instances.filter(isMade)) {
    const host = instance.hostId === null ? undefined : given.hosts.get(instance.hostId)
    if (host === undefined) continue
    for (const plan of instance.desired?.mounts ?? []) {
      if (plan.kind !== 'volume' || plan.isExternal) continue
      const present = given.input.snapshot.volumes.some(
        (volume) => volume.hostId === host.id && volume.name === plan.name,
      )
      if (present) continue
      const base = { hostId: host.id, hostName: host.name, target: plan.name, service: instance.service, after: [] }
      const why = `missing on ${host.name}`
      ids.set(`${host.id} ${plan.name}`, graph.add({ ...base, kind: 'create-volume', why, input: { key: plan.key } }))
    }
  }
  return ids
}

const preparationOf = (given: OperationsInput, graph: OperationGraph): Preparation => {
  const images = imageOperations(graph, given)
  const networks = networkOperations(graph, given)
  const volumes = volumeOperations(graph, given)
  return {
    all: [...images.values(), ...networks.values(), ...volumes.values()],
    forInstance: ({ desired, hostId }) => {
      if (desired === null || hostId === null) return []
      const keys = Object.keys(desired.service.networks ?? {})
      return [
        images.get(`${hostId} ${desired.pinnedImage}`),
        ...keys.flatMap((key) => [networks.get(`${key} *`), networks.get(`${key} ${hostId}`)]),
        ...desired.mounts.map((plan) => (plan.kind === 'volume' ? volumes.get(`${hostId} ${plan.name}`) : undefined)),
      ].filter((id) => id !== undefined)
    },
  }
}

export const planOperations = (given: OperationsInput): Operation[] => {
  const graph = createOperationGraph()
  const preparation = preparationOf(given, graph)
  const lanes: Lane[] = given.instances
    .filter(isActive)
    .map((instance) => laneOperations(graph, given, preparation, instance))
    .filter((lane) => lane !== null)
  orderLanes(graph, given, lanes, preparation)
  return graph.list()
}
