// The operations of one container, in its own order: a lane. What it has to wait for in other lanes comes later.
import type { Container } from '@/lib/contract/containers'
import { durationNanoseconds } from '@/server/compose/duration'
import type { Service } from '@/server/compose/model-service'
import type { DesiredService } from './desired'
import { type Instance, isMoved } from './instance'
import { nextName, replacedName, secondName } from './names'
import type { NewOperation, OperationGraph } from './operation-graph'
import type { OperationsInput } from './operations-input'

export type Preparation = {
  all: readonly string[]
  forInstance: (instance: Instance) => string[]
}

export type Lane = {
  instance: Instance
  /** Ids, null where the lane has no such operation. */
  create: string | null
  stopOld: string | null
  start: string | null
  /** The first that is felt: stopping the old one, or starting the new one. */
  first: string
  /** When it has ended the lane has. */
  last: string
}

export const graceSeconds = (service: Service | undefined): number | undefined => {
  const nanoseconds = service?.stop_grace_period ? durationNanoseconds(service.stop_grace_period) : undefined
  return nanoseconds === undefined ? undefined : Math.ceil(nanoseconds / 1e9)
}

export const fixedPorts = (desired: DesiredService): { published: string; protocol: string }[] =>
  (desired.service.ports ?? []).flatMap(({ published, protocol }) =>
    published && !published.includes('-') ? [{ published, protocol }] : [],
  )

const startsFirst = (instance: Instance): boolean => {
  const { desired } = instance
  if (desired?.service.deploy?.update_config?.order !== 'start-first') return false
  return isMoved(instance) || (fixedPorts(desired).length === 0 && desired.service.network_mode !== 'host')
}

const monitorMs = (desired: DesiredService): number | undefined => {
  const text = desired.service.deploy?.update_config?.monitor
  const nanoseconds = text ? durationNanoseconds(text) : undefined
  return nanoseconds === undefined ? undefined : Math.round(nanoseconds / 1e6)
}

export const peersOf = (given: OperationsInput, desired: DesiredService): Record<string, string> => {
  const { service } = desired
  const named = [service.network_mode, service.ipc, service.pid].flatMap((mode) =>
    mode?.startsWith('service:') ? [mode.slice(8)] : [],
  )
  const all = [...named, ...(service.volumes_from ?? []).map((from) => from.split(':', 1)[0] ?? '')]
  return Object.fromEntries(
    all.flatMap((name) => {
      const first = given.instances.find((instance) => instance.desired?.name === name)
      return first === undefined ? [] : [[name, first.name]]
    }),
  )
}

type Add = (
  kind: NewOperation['kind'],
  on: string,
  target: string,
  after: string[],
  input: Record<string, unknown>,
  variant?: string,
) => string

const adder = (graph: OperationGraph, given: OperationsInput, instance: Instance): Add => {
  const { existing, name, service, reason } = instance
  const lane = existing === null ? name : `${name} ${existing.id.slice(0, 12)}`
  return (kind, hostId, target, after, input, variant) =>
    graph.add({
      kind,
      hostId,
      hostName: given.hosts.get(hostId)?.name ?? hostId,
      target,
      service,
      why: reason,
      after,
      input: { lane, ...input },
      ...(variant === undefined ? {} : { variant }),
    })
}

const stopInput = (existing: Container, desired: DesiredService | null): Record<string, unknown> => {
  const grace = graceSeconds(desired?.service)
  return {
    containerId: existing.id,
    wasRunning: existing.state === 'running' || existing.state === 'restarting' || existing.state === 'paused',
    ...(grace === undefined ? {} : { graceSeconds: grace }),
  }
}

const startLane = (add: Add, instance: Instance, existing: Container): Lane => {
  const { hostId, name } = existing
  const stop =
    existing.state === 'running' ? add('stop-container', hostId, name, [], stopInput(existing, instance.desired)) : null
  const start = add('start-container', hostId, name, stop === null ? [] : [stop], { containerId: existing.id })
  return { instance, create: null, stopOld: stop, start, first: stop ?? start, last: start }
}

const removeLane = (add: Add, instance: Instance, existing: Container): Lane => {
  const stop = add('stop-container', existing.hostId, existing.name, [], stopInput(existing, instance.desired))
  const remove = add('remove-container', existing.hostId, existing.name, [stop], { containerId: existing.id })
  return { instance, create: null, stopOld: stop, start: null, first: stop, last: remove }
}

const stableInput = (desired: DesiredService): Record<string, unknown> => {
  const monitor = monitorMs(desired)
  return { condition: 'stable', ...(monitor === undefined ? {} : { durationMs: monitor }) }
}

const replaceLane = (
  graph: OperationGraph,
  add: Add,
  instance: Instance,
  made: {
    desired: DesiredService
    existing: Container
    hostId: string
    prepared: string[]
    input: Record<string, unknown>
  },
): Lane => {
  const { desired, existing, hostId, prepared } = made
  const isFirst = startsFirst(instance)
  const isNameTaken = !isMoved(instance) && existing.name === instance.name
  const name = isNameTaken && isFirst ? secondName(instance.name) : instance.name
  const madeAs = isNameTaken && !isFirst ? nextName(name, existing) : name
  const input = isMoved(instance) ? made.input : { ...made.input, replaces: existing.id }
  const create = add('create-container', hostId, madeAs, prepared, input)
  const stop = add('stop-container', existing.hostId, existing.name, [create], stopInput(existing, desired))
  const named = [create]
  if (madeAs !== name) {
    const to = replacedName(name, existing)
    const aside = add('rename-container', hostId, existing.name, [stop], { containerId: existing.id, to })
    named.push(add('rename-container', hostId, madeAs, [aside], { containerId: madeAs, to: name, isNew: true }))
  }
  const start = add('start-container', hostId, name, named, {})
  const wait = add('wait-container', hostId, name, [start], stableInput(desired), 'stable')
  const remove = add('remove-container', existing.hostId, existing.name, [wait, stop], { containerId: existing.id })
  if (isFirst) graph.order(stop, wait)
  else graph.order(start, stop)
  return { instance, create, stopOld: stop, start, first: isFirst ? start : stop, last: remove }
}

export const laneOperations = (
  graph: OperationGraph,
  given: OperationsInput,
  preparation: Preparation,
  instance: Instance,
): Lane | null => {
  const { desired, existing, hostId, number } = instance
  const add = adder(graph, given, instance)
  if (existing !== null && (instance.action === 'start' || instance.action === 'restart'))
    return startLane(add, instance, existing)
  if (existing !== null && instance.action === 'remove') return removeLane(add, instance, existing)
  if (desired === null || hostId === null) return null
  const prepared = preparation.forInstance(instance)
  const input = { service: desired.name, number, image: desired.pinnedImage, peers: peersOf(given, desired) }
  if (existing !== null) return replaceLane(graph, add, instance, { desired, existing, hostId, prepared, input })
  const create = add('create-container', hostId, instance.name, prepared, input)
  const start = add('start-container', hostId, instance.name, [create], {})
  return { instance, create, stopOld: null, start, first: start, last: start }
}
