// Hosts and containers that come, change and go. After any sequence of changes the state is the one that would be
// built anew from the result.
import type { PortBinding } from '@/lib/contract/containers'
import { reorder } from './host-order'
import { addSlot, dropSlot, putSlot } from './host-set'
import { ownValue } from './own-value'
import { protocolOf } from './port-protocol'
import { emptyState, type HostRecord, nanoCpus, type PlacementState, recordOf } from './state'
import type { PlacementContainer, PlacementHost } from './types'
import { clearWatches, shiftWatches, updateMasks } from './watches'

const leastCapacity = 64

export function createPlacementState(hosts: readonly PlacementHost[]): PlacementState {
  const state = emptyState(Math.max(leastCapacity, hosts.length))
  for (const host of hosts) putHost(state, host)
  return state
}

/** Adds a host, or replaces it and all its containers. */
export function putHost(state: PlacementState, host: PlacementHost) {
  removeHost(state, host.id)
  if (state.freeSlots.length === 0) grow(state)
  const slot = state.freeSlots.pop() as number
  const record: HostRecord = { slot, host, containers: new Map(), ports: new Map(), slotLimit: null }
  state.slots.set(host.id, slot)
  state.records[slot] = record
  state.order = null
  addSlot(state.all, slot)
  state.containerCount[slot] = 0
  state.usedNanoCpus[slot] = 0
  state.usedMemoryBytes[slot] = 0
  setFacts(state, record, host)
  for (const container of host.containers) addContainer(state, host.id, container)
}

/** The same host, described anew: it keeps the containers that it has now. False: one of this id and name is not there. */
export function redescribeHost(state: PlacementState, host: PlacementHost): boolean {
  const record = recordOf(state, host.id)
  // What is kept of containers tells hosts by their names, and so do ties.
  if (record?.host.name !== host.name) return false
  const { slot } = record
  const elsewhere = record.host.reservedElsewhere
  state.usedNanoCpus[slot] = (state.usedNanoCpus[slot] as number) - nanoCpus(elsewhere?.cpus ?? 0)
  state.usedMemoryBytes[slot] = (state.usedMemoryBytes[slot] as number) - (elsewhere?.memoryBytes ?? 0)
  setFacts(state, record, host)
  reorder(state, record)
  return true
}

/** All of a host but its containers. */
function setFacts(state: PlacementState, record: HostRecord, host: PlacementHost) {
  const { slot } = record
  record.host = host
  record.slotLimit = slotLimitOf(host)
  putSlot(state.healthy, slot, host.health > 0)
  putSlot(state.active, slot, (host.availability ?? 'active') === 'active')
  state.health[slot] = host.health
  state.totalNanoCpus[slot] = nanoCpus(host.total.cpus)
  state.totalMemoryBytes[slot] = host.total.memoryBytes
  state.usedNanoCpus[slot] = (state.usedNanoCpus[slot] as number) + nanoCpus(host.reservedElsewhere?.cpus ?? 0)
  state.usedMemoryBytes[slot] = (state.usedMemoryBytes[slot] as number) + (host.reservedElsewhere?.memoryBytes ?? 0)
  updateMasks(state, record)
  updateFreeSlots(state, record)
}

export function removeHost(state: PlacementState, hostId: string) {
  const record = recordOf(state, hostId)
  if (!record) return
  const { slot } = record
  state.slots.delete(hostId)
  state.records[slot] = undefined
  state.freeSlots.push(slot)
  state.order = null
  for (const set of [state.all, state.healthy, state.active, state.withFreeSlots]) dropSlot(set, slot)
  clearWatches(state, slot)
}

/** Adds a container to a known host, or replaces the one with the same id. False: there is no such host. */
export function addContainer(state: PlacementState, hostId: string, container: PlacementContainer): boolean {
  const record = recordOf(state, hostId)
  if (!record) return false
  if (record.containers.has(container.id)) removeContainer(state, hostId, container.id)
  record.containers.set(container.id, container)
  holdPorts(record, container, container.requestedPorts)
  holdPorts(record, container, container.actualPorts)
  count(state, record, container, 1)
  return true
}

export function removeContainer(state: PlacementState, hostId: string, containerId: string): boolean {
  const record = recordOf(state, hostId)
  const container = record?.containers.get(containerId)
  if (!record || !container) return false
  record.containers.delete(containerId)
  freePorts(record, container, container.requestedPorts)
  freePorts(record, container, container.actualPorts)
  count(state, record, container, -1)
  return true
}

function count(state: PlacementState, record: HostRecord, container: PlacementContainer, direction: 1 | -1) {
  const { slot } = record
  state.containerCount[slot] = record.containers.size
  const { reservation } = container
  if (reservation) {
    state.usedNanoCpus[slot] = (state.usedNanoCpus[slot] as number) + direction * nanoCpus(reservation.cpus)
    state.usedMemoryBytes[slot] = (state.usedMemoryBytes[slot] as number) + direction * reservation.memoryBytes
  }
  if (state.watches.size > 0) shiftWatches(state, record, container, direction)
  updateFreeSlots(state, record)
  reorder(state, record)
}

function holdPorts(record: HostRecord, container: PlacementContainer, bindings: readonly PortBinding[] | undefined) {
  if (!bindings) return
  for (const { port, hostPort, hostIp } of bindings) {
    if (hostPort === '') continue
    const holder = { container, hostIp, protocol: protocolOf(port) }
    const holders = record.ports.get(hostPort)
    if (holders) holders.push(holder)
    else record.ports.set(hostPort, [holder])
  }
}

function freePorts(record: HostRecord, container: PlacementContainer, bindings: readonly PortBinding[] | undefined) {
  if (!bindings) return
  for (const { hostPort } of bindings) {
    const left = record.ports.get(hostPort)?.filter((holder) => holder.container.id !== container.id)
    if (left?.length) record.ports.set(hostPort, left)
    else record.ports.delete(hostPort)
  }
}

const updateFreeSlots = (state: PlacementState, record: HostRecord) =>
  putSlot(state.withFreeSlots, record.slot, record.slotLimit === null || record.containers.size < record.slotLimit)

/** As Go's Atoi reads it; what it cannot read sets no limit. */
function slotLimitOf(host: PlacementHost): number | null {
  const text = ownValue(host.labels, 'containerslots')
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return null
  const limit = Number(text)
  return Math.abs(limit) > 2 ** 63 ? null : limit
}

/** Twice the slots. The kept answers are dropped: the next decision that needs one builds it at the new size. */
function grow(state: PlacementState) {
  const bigger = emptyState(state.capacity * 2)
  bigger.freeSlots.length = state.capacity
  bigger.slots = state.slots
  bigger.records = state.records
  for (const column of [
    'all',
    'healthy',
    'active',
    'withFreeSlots',
    'health',
    'containerCount',
    'totalNanoCpus',
    'usedNanoCpus',
    'totalMemoryBytes',
    'usedMemoryBytes',
  ] as const) {
    bigger[column].set(state[column])
  }
  Object.assign(state, bigger)
}
