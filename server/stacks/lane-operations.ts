// The operations of one container, in its own order: a lane. What it has to wait for in other lanes comes later.
import type { Container } from '@/lib/contract/containers'
import { durationNanoseconds } from '@/server/compose/duration'
import type { Service } from '@/server/compose/model-service'
import type { DesiredService } from './desired'
import { type Instance, isMoved } from './instance'
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

export const replacedName = (container: Container): string =>
  `${container.name.replace(/-replaced-[0-9a-z]{6}$/, '')}-replaced-${container.id.slice(0, 6)}`

export const graceSeconds = (service: Service | undefined): number | undefined => {
  const nanoseconds = service?.stop_grace_period ? durationNanoseconds(service.stop_grace_period) : undefined
  return nanoseconds === undefined ? undefined : Math.ceil(nanoseconds / 1e9)
}

export const fixedPorts = (desired: DesiredService): string[] =>
  (desired.service.ports ?? []).flatMap(({ published }) => (published && !published.includes('-') ? [published] : []))

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

const peersOf = (given: OperationsInput, desired: DesiredService): Record<string, string> => {
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

export const laneOperations = (
  graph: OperationGraph,
  given: OperationsInput,
  preparation: Preparation,
  instance: Instance,
): Lane | null => {
  const { desired, existing, hostId } = instance
  const hostName = (id: string) => given.hosts.get(id)?.name ?? id
  const lane = existing === null ? instance.name : `${instance.name} ${existing.id.slice(0, 12)}`
  const add = (
    kind: NewOperation['kind'],
    on: string,
    target: string,
    after: string[],
    input: Record<string, unknown>,
    variant?: string,
  ) =>
    graph.add({
      kind,
      hostId: on,
      hostName: hostName(on),
      target,
      service: instance.service,
      why: instance.reason,
      after,
      input: { lane, ...input },
      ...(variant === undefined ? {} : { variant }),
    })
  if (hostId === null) return null
  if (instance.action === 'start' && existing !== null) {
    const restarts = existing.state === 'running'
    const stop = restarts
      ? add('stop-container', hostId, instance.name, [], { containerId: existing.id, wasRunning: true })
      : null
    const start = add('start-container', hostId, instance.name, stop === null ? [] : [stop], {
      containerId: existing.id,
    })
    return { instance, create: null, stopOld: stop, start, first: stop ?? start, last: start }
  }
  const grace = graceSeconds(desired?.service)
  const stopInput =
    existing === null
      ? {}
      : {
          containerId: existing.id,
          wasRunning: existing.state === 'running',
          ...(grace === undefined ? {} : { graceSeconds: grace }),
        }
  if (instance.action === 'remove' && existing !== null) {
    const stop = add('stop-container', existing.hostId, existing.name, [], stopInput)
    const remove = add('remove-container', existing.hostId, existing.name, [stop], { containerId: existing.id })
    return { instance, create: null, stopOld: stop, start: null, first: stop, last: remove }
  }
  if (desired === null) return null
  const prepared = preparation.forInstance(instance)
  const createInput = {
    service: desired.name,
    number: instance.number,
    image: desired.pinnedImage,
    peers: peersOf(given, desired),
  }
  if (existing === null) {
    const create = add('create-container', hostId, instance.name, prepared, createInput)
    const start = add('start-container', hostId, instance.name, [create], {})
    return { instance, create, stopOld: null, start, first: start, last: start }
  }
  const aside = replacedName(existing)
  const rename = add('rename-container', existing.hostId, existing.name, prepared, {
    containerId: existing.id,
    to: aside,
  })
  const replaces = isMoved(instance) ? {} : { replaces: existing.id }
  const create = add('create-container', hostId, instance.name, [rename], { ...createInput, ...replaces })
  const stop = add('stop-container', existing.hostId, existing.name, [create], stopInput)
  const start = add('start-container', hostId, instance.name, [create], {})
  const monitor = monitorMs(desired)
  const wait = add(
    'wait-container',
    hostId,
    instance.name,
    [start],
    {
      condition: 'stable',
      ...(monitor === undefined ? {} : { durationMs: monitor }),
    },
    'stable',
  )
  const remove = add('remove-container', existing.hostId, existing.name, [wait, stop], { containerId: existing.id })
  if (startsFirst(instance)) graph.order(stop, wait)
  else graph.order(start, stop)
  return { instance, create, stopOld: stop, start, first: startsFirst(instance) ? start : stop, last: remove }
}
