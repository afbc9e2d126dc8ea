// Who stops serving while a plan is carried out, read from the operations and what they wait for: so it holds for every
// rule that orders them (updates in steps, ports, dependencies) and for those to come. Pure.

import type { Operation } from '@/lib/contract/deployments'
import type { Gap } from '@/lib/contract/plan-effects'
import type { DesiredService } from './desired'
import { type Instance, isMoved } from './instance'
import { fixedPorts } from './lane-operations'

/** How long an engine waits between asking a container to end and killing it, unless told otherwise. */
const defaultGraceSeconds = 10

type Stopped = { instance: Instance; stop: Operation; start: Operation | undefined }

const waitsOf = (operations: ReadonlyMap<string, Operation>, from: Operation): Set<string> => {
  const seen = new Set<string>()
  const open = [from.id]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(operations.get(id)?.after ?? []))
  }
  return seen
}

const laneKey = ({ input }: Operation) => String(input.lane ?? '')

/** The old one stops only after the new one was seen running. */
const startsFirst = (operations: ReadonlyMap<string, Operation>, { stop }: Stopped): boolean =>
  stop.after.some((id) => {
    const before = operations.get(id)
    return before?.kind === 'wait-container' && laneKey(before) === laneKey(stop)
  })

/**
 * The most of them that are down at one time. Each is put on the step of an update in which it falls: one more than the
 * steps that have to be up again before it stops.
 */
const mostDownAtOnce = (operations: readonly Operation[], lanes: readonly Stopped[]): number => {
  const ends = new Set(lanes.flatMap(({ start }) => (start === undefined ? [] : [start.id])))
  const stepOf = new Map<string, number>()
  for (const { id, after } of operations) {
    const step = Math.max(0, ...after.map((before) => (stepOf.get(before) ?? 0) + (ends.has(before) ? 1 : 0)))
    stepOf.set(id, step)
  }
  const sizes = new Map<number, number>()
  for (const { stop } of lanes) {
    const step = stepOf.get(stop.id) ?? 0
    sizes.set(step, (sizes.get(step) ?? 0) + 1)
  }
  return Math.max(0, ...sizes.values())
}

const hasHealthCheck = (desired: DesiredService | null, lanes: readonly Stopped[]): boolean => {
  const check = desired?.service.healthcheck
  if (check !== undefined) return check.disable !== true && check.test?.[0] !== 'NONE'
  return lanes.some(({ instance }) => instance.existing !== null && instance.existing.health !== 'none')
}

const causeOf = (desired: DesiredService, lanes: readonly Stopped[]): Pick<Gap, 'cause' | 'port' | 'canStartFirst'> => {
  const none = { port: null, canStartFirst: false }
  if (lanes.every(({ instance }) => instance.action === 'restart')) return { cause: 'restart', ...none }
  const { service } = desired
  const isHere = lanes.some(({ instance }) => !isMoved(instance))
  const [port] = fixedPorts(desired)
  if (isHere && service.network_mode === 'host') return { cause: 'host-network', ...none }
  if (isHere && port !== undefined) return { ...none, cause: 'port', port: port.published }
  // Two that write to one volume at the same time do more harm than a gap.
  const sharesData = desired.mounts.some(({ kind }) => kind === 'volume' || kind === 'bind' || kind === 'anonymous')
  return { cause: 'order', port: null, canStartFirst: !sharesData && service.container_name === undefined }
}

type Context = { operations: readonly Operation[]; byId: ReadonlyMap<string, Operation>; lanes: Map<string, Stopped> }

const waitedServices = ({ byId }: Context, { stop, start }: Stopped, own: string): string[] => {
  if (start === undefined) return []
  const before = waitsOf(byId, stop)
  const within = [...waitsOf(byId, start)].filter((id) => !before.has(id)).map((id) => byId.get(id))
  const felt = within.filter((operation) =>
    ['start-container', 'stop-container', 'wait-container'].includes(operation?.kind ?? ''),
  )
  return [...new Set(felt.flatMap((operation) => operation?.service ?? []))].filter((name) => name !== own).sort()
}

const gapOf = (context: Context, service: string, instances: readonly Instance[]): Gap | null => {
  const running = instances.filter(({ existing }) => existing?.state === 'running' && existing.known)
  const lanes = running.flatMap(({ existing }) => context.lanes.get(existing?.id ?? '') ?? [])
  if (lanes.length === 0) return null
  const desired = instances.find((instance) => instance.desired !== null)?.desired ?? null
  const gone = lanes.filter(({ start }) => start === undefined)
  const back = lanes.filter(({ start }) => start !== undefined)
  const down = back.filter((lane) => !startsFirst(context.byId, lane))
  const serving = Math.max(0, running.length - gone.length - mostDownAtOnce(context.operations, down))
  const [first] = down
  const base = {
    service,
    serving,
    running: running.length,
    stopSeconds: Math.max(
      0,
      ...(down.length > 0 ? down : gone).map(({ stop }) => Number(stop.input.graceSeconds ?? defaultGraceSeconds)),
    ),
    waitsForHealth: hasHealthCheck(desired, down),
    waitsFor: first === undefined ? [] : waitedServices(context, first, service),
  }
  const uncaused = { cause: null, port: null, canStartFirst: false }
  if (gone.length === running.length && desired === null) return { ...base, ...uncaused, kind: 'ends' }
  if (gone.length === running.length) return { ...base, ...uncaused, kind: instances.some(isMade) ? 'gap' : 'ends' }
  if (down.length === 0) return { ...base, ...uncaused, kind: gone.length > 0 ? 'fewer' : 'none' }
  const cause = desired === null ? uncaused : causeOf(desired, down)
  return { ...base, ...cause, kind: serving > 0 ? 'fewer' : 'gap' }
}

const isMade = ({ action }: Instance) => action === 'create' || action === 'recreate'

export const gapsOf = (operations: readonly Operation[], instances: readonly Instance[]): Gap[] => {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const starts = new Map(
    operations.flatMap((operation) => (operation.kind === 'start-container' ? [[laneKey(operation), operation]] : [])),
  )
  const existing = new Map(instances.map((instance) => [instance.existing?.id ?? '', instance]))
  const lanes = new Map<string, Stopped>()
  for (const stop of operations) {
    if (stop.kind !== 'stop-container') continue
    const id = String(stop.input.containerId)
    const instance = existing.get(id)
    if (instance !== undefined) lanes.set(id, { instance, stop, start: starts.get(laneKey(stop)) })
  }
  const services = [...new Set(instances.map(({ service }) => service))]
  const context = { operations, byId, lanes }
  return services.flatMap(
    (service) =>
      gapOf(
        context,
        service,
        instances.filter((instance) => instance.service === service),
      ) ?? [],
  )
}
