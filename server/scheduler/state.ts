// The cluster as the scheduler sees it, laid out for quick decisions: one slot a host, its numbers in typed columns,
// its yes/no facts in bit sets, and everything kept up to date by `state-changes.ts` rather than counted anew.
import { emptySet, type HostSet } from './host-set'
import type { PlacementContainer, PlacementHost } from './types'

interface PortHolder {
  container: PlacementContainer
  hostIp: string
  protocol: string
}

export interface HostRecord {
  slot: number
  /** As it was put; its `containers` are those of that moment, the current ones are below. */
  host: PlacementHost
  containers: Map<string, PlacementContainer>
  /** Host port → who holds it, requested or actual. */
  ports: Map<string, PortHolder[]>
  /** From the label containerslots; null when there is no usable one. */
  slotLimit: number | null
}

/** A question about containers whose answer is kept for every host: how many of its containers match? */
export interface Watch {
  countIn(container: PlacementContainer, record: HostRecord): number
  counts: Int32Array
  /** Hosts with a count above zero. */
  present: HostSet
  usedAt: number
}

/** A question about hosts themselves, kept the same way. */
export interface Mask {
  passes(host: PlacementHost): boolean
  hosts: HostSet
  usedAt: number
}

/** One number a host that holds health, containers and name in a strategy's order; less is better. */
export interface Preference {
  keys: Float64Array
  /** The least key among the 32 hosts of each word of a host set. */
  least: Float64Array
}

export interface HostOrder {
  /** Of each slot's host by name, which breaks ties. */
  position: Int32Array
  fewestFirst: Preference
  mostFirst: Preference
}

export interface PlacementState {
  capacity: number
  slots: Map<string, number>
  freeSlots: number[]
  records: (HostRecord | undefined)[]
  all: HostSet
  healthy: HostSet
  active: HostSet
  withFreeSlots: HostSet
  /** Where a decision narrows; valid until the next one. */
  scratch: HostSet
  health: Float64Array
  containerCount: Int32Array
  /** CPUs are counted in billionths, so that adding and removing fractions leaves no trace. */
  totalNanoCpus: Float64Array
  usedNanoCpus: Float64Array
  totalMemoryBytes: Float64Array
  usedMemoryBytes: Float64Array
  watches: Map<string, Watch>
  masks: Map<string, Mask>
  /** Null after a host came, changed or went, until a decision needs it. */
  order: HostOrder | null
  /** Counts uses of watches and masks, to know the oldest. */
  uses: number
}

export const nanoCpus = (cpus: number) => Math.round(cpus * 1e9)

export function emptyState(capacity: number): PlacementState {
  return {
    capacity,
    slots: new Map(),
    freeSlots: Array.from({ length: capacity }, (_, index) => capacity - 1 - index),
    records: [],
    all: emptySet(capacity),
    healthy: emptySet(capacity),
    active: emptySet(capacity),
    withFreeSlots: emptySet(capacity),
    scratch: emptySet(capacity),
    health: new Float64Array(capacity),
    containerCount: new Int32Array(capacity),
    totalNanoCpus: new Float64Array(capacity),
    usedNanoCpus: new Float64Array(capacity),
    totalMemoryBytes: new Float64Array(capacity),
    usedMemoryBytes: new Float64Array(capacity),
    watches: new Map(),
    masks: new Map(),
    order: null,
    uses: 0,
  }
}

export function recordAt(state: PlacementState, slot: number): HostRecord {
  const record = state.records[slot]
  if (!record) throw new Error(`No host in slot ${slot}`)
  return record
}

export function recordOf(state: PlacementState, hostId: string): HostRecord | undefined {
  const slot = state.slots.get(hostId)
  return slot === undefined ? undefined : state.records[slot]
}

const byName = (a: PlacementHost, b: PlacementHost) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** Hosts in the order people read them, which is also the order that breaks ties. */
export const recordsByName = (state: PlacementState): HostRecord[] =>
  state.records.filter((record) => record !== undefined).sort((a, b) => byName(a.host, b.host))
