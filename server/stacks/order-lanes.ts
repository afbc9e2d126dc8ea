// What lanes have to wait for in each other: creations before the first stop, dependencies, ports, and the pace of an update.
import { durationNanoseconds } from '@/server/compose/duration'
import type { Dependency } from '@/server/compose/model-service'
import { protocolOf } from '@/server/scheduler/port-protocol'
import type { DesiredService } from './desired'
import type { Instance } from './instance'
import { fixedPorts, type Lane, type Preparation, peersOf } from './lane-operations'
import type { OperationGraph } from './operation-graph'
import type { OperationsInput } from './operations-input'

const waitFor = (
  graph: OperationGraph,
  given: OperationsInput,
  other: Instance,
  start: string | null,
  dependency: Dependency,
): string | null => {
  if (other.hostId === null || dependency.condition === 'service_started') return start
  const condition = dependency.condition === 'service_healthy' ? 'healthy' : 'completed'
  return graph.add({
    kind: 'wait-container',
    hostId: other.hostId,
    hostName: given.hosts.get(other.hostId)?.name ?? other.hostId,
    target: other.name,
    service: other.service,
    why: condition === 'healthy' ? 'others wait until it is healthy' : 'others wait until it has done its work',
    after: start === null ? [] : [start],
    input: {
      condition,
      ...(start === null && other.existing !== null ? { containerId: other.existing.id } : {}),
      ...(dependency.required ? {} : { optional: true }),
    },
    variant: dependency.required ? condition : `${condition} if it can`,
  })
}

const orderDependencies = (graph: OperationGraph, given: OperationsInput, lanes: readonly Lane[]): void => {
  const laneOf = new Map(lanes.map((lane) => [lane.instance, lane]))
  for (const lane of lanes) {
    const { start } = lane
    if (start === null || lane.instance.desired === null) continue
    for (const [name, dependency] of Object.entries(lane.instance.desired.service.depends_on ?? {})) {
      for (const other of given.instances.filter((instance) => instance.desired?.name === name)) {
        const wait = waitFor(graph, given, other, laneOf.get(other)?.start ?? null, dependency)
        if (wait !== null) graph.order(start, wait)
      }
    }
  }
}

/** A port is free once the container that held it has stopped. */
const orderPorts = (graph: OperationGraph, lanes: readonly Lane[]): void => {
  for (const lane of lanes) {
    const { instance, start } = lane
    const wanted = instance.desired === null ? [] : fixedPorts(instance.desired)
    if (start === null || wanted.length === 0) continue
    for (const other of lanes) {
      const held = other.instance.existing
      if (other === lane || other.stopOld === null || held === null || held.hostId !== instance.hostId) continue
      const isHeld = ({ published, protocol }: { published: string; protocol: string }) =>
        held.requestedPorts.some(({ port, hostPort }) => hostPort === published && protocolOf(port) === protocol)
      if (wanted.some(isHeld)) graph.order(start, other.stopOld)
    }
  }
}

/** Half of a service at a time unless the file says otherwise, so that an update never takes all of it away. */
const atOnce = (desired: DesiredService, count: number): number => {
  const asked = desired.service.deploy?.update_config?.parallelism
  if (asked === undefined) return desired.service.deploy?.update_config === undefined ? Math.ceil(count / 2) : 1
  return asked <= 0 ? count : asked
}

const delayMs = (desired: DesiredService): number => {
  const text = desired.service.deploy?.update_config?.delay
  return Math.round((text ? (durationNanoseconds(text) ?? 0) : 0) / 1e6)
}

const orderUpdates = (graph: OperationGraph, given: OperationsInput, lanes: readonly Lane[]): void => {
  for (const desired of given.services) {
    const own = lanes
      .filter(({ instance }) => instance.desired === desired && instance.action === 'recreate')
      .sort((a, b) => a.instance.number - b.instance.number)
    const width = atOnce(desired, own.length)
    for (const [index, lane] of own.entries()) {
      const before = own[index - width]
      if (before === undefined || lane.instance.hostId === null) continue
      const pause = delayMs(desired)
      const ready =
        pause === 0
          ? before.last
          : graph.add({
              kind: 'wait-container',
              hostId: lane.instance.hostId,
              hostName: given.hosts.get(lane.instance.hostId)?.name ?? lane.instance.hostId,
              target: lane.instance.name,
              service: desired.name,
              why: `${pause / 1000} s between two of ${desired.name}`,
              after: [before.last],
              input: { condition: 'delay', durationMs: pause },
              variant: 'delay',
            })
      graph.order(lane.first, ready)
    }
  }
}

/** Another's namespaces or volumes are found by its name, which a new container has only when it starts. */
const orderPeers = (graph: OperationGraph, given: OperationsInput, lanes: readonly Lane[]): void => {
  for (const { create, instance } of lanes) {
    if (create === null || instance.desired === null) continue
    for (const name of Object.values(peersOf(given, instance.desired))) {
      const base = lanes.find((lane) => lane.instance.name === name)
      if (base?.start != null) graph.order(create, base.start)
    }
  }
}

const mostTiedOneByOne = 20

/** Nothing that runs is stopped before everything that can fail without harm is done. */
const orderStops = (
  graph: OperationGraph,
  given: OperationsInput,
  lanes: readonly Lane[],
  preparation: Preparation,
): void => {
  const creations = lanes.flatMap(({ create }) => (create === null ? [] : [create]))
  const harmless = [...preparation.all, ...creations]
  const [first] = lanes
  const hostId = first?.instance.hostId ?? first?.instance.existing?.hostId
  const gate =
    harmless.length <= mostTiedOneByOne || hostId === undefined
      ? null
      : graph.add({
          kind: 'wait-container',
          hostId,
          hostName: given.hosts.get(hostId)?.name ?? hostId,
          target: given.input.stack,
          service: null,
          why: 'nothing is stopped before all the new is there',
          after: harmless.filter((id) => !lanes.some(({ stopOld }) => stopOld !== null && graph.precedes(stopOld, id))),
          input: { condition: 'delay', durationMs: 0 },
          variant: 'prepared',
        })
  for (const { stopOld } of lanes) {
    if (stopOld === null) continue
    for (const id of gate === null ? harmless : [gate]) graph.order(stopOld, id)
  }
}

export const orderLanes = (
  graph: OperationGraph,
  given: OperationsInput,
  lanes: readonly Lane[],
  preparation: Preparation,
): void => {
  orderPeers(graph, given, lanes)
  orderStops(graph, given, lanes, preparation)
  orderDependencies(graph, given, lanes)
  orderPorts(graph, lanes)
  orderUpdates(graph, given, lanes)
}
