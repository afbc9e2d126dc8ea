// What is known about one host, and the contract's picture of it. The link writes it, the index and the pages read it.
import type { Host, HostProblem } from '@/lib/contract/hosts'
import type { HostHealth } from './health'
import type { SeenContainer } from './read-container'
import type { HostFacts } from './read-info'
import type { SeenImage, SeenNetwork, SeenVolume } from './read-inventory'
import type { StoredHost } from './types'

export type HostView = {
  record: StoredHost
  health: HostHealth
  lastSeenMs: number | null
  /** From the last failure or hold-back; null while healthy. */
  failure: HostProblem | null
  /** Worth knowing although the host works. */
  notes: HostProblem[]
  facts: HostFacts | null
  clockSkewMs: number | null
  refreshedMs: number | null
  readonly containers: ReadonlyMap<string, SeenContainer>
  /** Another one when any of them is. */
  containersRevision: number
  networks: SeenNetwork[]
  images: SeenImage[]
  volumes: SeenVolume[]
}

export const emptyView = (record: StoredHost, health: HostHealth): HostView => ({
  record,
  health,
  lastSeenMs: null,
  failure: null,
  notes: [],
  facts: null,
  clockSkewMs: null,
  refreshedMs: null,
  containers: new Map(),
  containersRevision: 0,
  networks: [],
  images: [],
  volumes: [],
})

/** Until an engine has given its hostname, a host is called by its address. */
export const hostNameOf = (record: StoredHost): string => record.name ?? record.address.replace(/^[a-z]+:\/\//, '')

const instantOf = (ms: number): string => new Date(ms).toISOString()

/** The ways in which the containers of a view change. */
const writable = (view: HostView) => view.containers as Map<string, SeenContainer>
export function keepContainer(view: HostView, seen: SeenContainer): void {
  writable(view).set(seen.container.id, seen)
  view.containersRevision += 1
}
export function dropContainer(view: HostView, id: string): boolean {
  view.containersRevision += 1
  return writable(view).delete(id)
}
export function forgetContainers(view: HostView): void {
  view.containersRevision += 1
  writable(view).clear()
}

type Sums = Pick<Host, 'reserved' | 'containers'>
const sums = new WeakMap<HostView, { revision: number; known: Sums }>()

/** A sign of life makes another picture, but no other sums: thirty thousand containers are not counted for each list of hosts. */
function sumsOf(view: HostView): Sums {
  const before = sums.get(view)
  if (before?.revision === view.containersRevision) return before.known
  const known = sumContainers(view)
  sums.set(view, { revision: view.containersRevision, known })
  return known
}

function sumContainers(view: HostView): Sums {
  const containers = { total: 0, running: 0, paused: 0, stopped: 0 }
  let cpus = 0
  let memoryBytes = 0
  for (const { container } of view.containers.values()) {
    containers.total += 1
    cpus += container.reservation.cpus
    memoryBytes += container.reservation.memoryBytes
    if (container.state === 'running' || container.state === 'restarting') containers.running += 1
    else if (container.state === 'paused') containers.paused += 1
    else containers.stopped += 1
  }
  return { reserved: { cpus: Math.round(cpus * 1000) / 1000, memoryBytes }, containers }
}

/** What a picture was made from. */
const subjectOf = (view: HostView): unknown[] => [
  view.record,
  view.health,
  view.lastSeenMs,
  view.failure,
  view.notes,
  view.facts,
  view.clockSkewMs,
  view.refreshedMs,
  view.containersRevision,
]

const pictures = new WeakMap<HostView, { subject: unknown[]; host: Host }>()

/** The same object as long as nothing of it is another. */
export function hostOf(view: HostView): Host {
  const known = pictures.get(view)
  const subject = subjectOf(view)
  if (known?.subject.every((part, at) => part === subject[at])) return known.host
  const host = pictureOf(view)
  pictures.set(view, { subject, host })
  return host
}

function pictureOf(view: HostView): Host {
  const { record, health, facts } = view
  const name = hostNameOf(record)
  const { reserved, containers } = sumsOf(view)
  return {
    id: record.id,
    name,
    address: record.address,
    source: record.source,
    state: health.state,
    stateReason: health.reason,
    stateSince: instantOf(health.sinceMs),
    lastSeenAt: view.lastSeenMs === null ? null : instantOf(view.lastSeenMs),
    failures: health.failures,
    availability: record.availability,
    problems: view.failure ? [view.failure, ...view.notes] : view.notes,
    engine: facts?.engine ?? null,
    total: facts?.total ?? { cpus: 0, memoryBytes: 0 },
    reserved,
    containers,
    labels: {
      engine: facts?.engineLabels ?? {},
      console: record.labels,
      builtin: facts
        ? {
            node: name,
            storagedriver: facts.engine.storageDriver,
            kernelversion: facts.engine.kernelVersion,
            operatingsystem: facts.engine.operatingSystem,
            ostype: facts.engine.osType,
          }
        : { node: name },
    },
    clockSkewMs: view.clockSkewMs,
    refreshedAt: view.refreshedMs === null ? null : instantOf(view.refreshedMs),
  }
}
