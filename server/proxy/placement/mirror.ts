// The scheduler's state of the cluster, kept up to date container by container as the index changes, so that a decision costs
// no walk over all of them and never sees less than what has just been answered.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { createIdGroups } from '@/server/cluster/id-groups'
import type { Cluster } from '@/server/cluster/types'
import {
  type InventoryOptions,
  placementContainer,
  placementHost,
  placementHosts,
} from '@/server/scheduler/from-contract'
import { type PlacementState, recordOf } from '@/server/scheduler/state'
import {
  addContainer,
  createPlacementState,
  putHost,
  redescribeHost,
  removeContainer,
  removeHost,
} from '@/server/scheduler/state-changes'
import type { PlacementContainer, PlacementHost } from '@/server/scheduler/types'
import type { PlannedContainer } from '@/server/stacks/plan-input'

export type Mirror = {
  /** As of now. */
  state(): PlacementState
  /** Ids of the containers with this name, on whatever host. */
  named(name: string): Iterable<string>
  has(containerId: string): boolean
  /** Puts a container into the state that no engine has yet; a host that is put anew keeps it. */
  hold(hostId: string, container: PlacementContainer): void
  release(hostId: string, containerId: string): void
  held(): PlannedContainer[]
  /** Takes a container that is about to go out of the state; returns what puts it back. */
  setAside(containerId: string): () => void
  /** Called for each container that appears. */
  onAppear(listener: (id: string) => void): void
  stop(): void
}

const none: ReadonlySet<string> = new Set()

export function createMirror(cluster: Cluster, measures: InventoryOptions = {}): Mirror {
  const state = createPlacementState([])
  const seen = new Map<string, { hostId: string; name: string }>()
  const names = createIdGroups()
  const held = new Map<string, Map<string, PlacementContainer>>()
  /** Host → what it was put from, its containers apart. */
  const put = new Map<string, { placed: PlacementHost; key: string }>()
  /** Host → its volumes that other hosts reach too. */
  const shared = new Map<string, Set<string>>()
  let appeared: (id: string) => void = () => undefined

  const forget = (id: string) => {
    const before = seen.get(id)
    if (!before) return
    seen.delete(id)
    removeContainer(state, before.hostId, id)
    names.delete(before.name, id)
  }

  const take = (container: Container) => {
    const { id, hostId, name } = container
    forget(id)
    seen.set(id, { hostId, name })
    names.add(name, id)
    addContainer(state, hostId, placementContainer(container, shared.get(hostId) ?? none))
    appeared(id)
  }

  const takeHost = (placed: PlacementHost, holdsTheSame: boolean) => {
    const key = JSON.stringify(placed)
    if (holdsTheSame && put.get(placed.id)?.key === key) return
    put.set(placed.id, { placed, key })
    if (holdsTheSame && redescribeHost(state, placed)) return
    putHost(state, placed)
    for (const container of cluster.containersOf({ hostId: placed.id })) take(container)
    for (const container of held.get(placed.id)?.values() ?? []) addContainer(state, placed.id, container)
  }

  const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
    one.size === other.size && [...one].every((name) => other.has(name))

  /** Its images and volumes are read again only when they are others, its containers only when they stand on other volumes. */
  const read = (host: Host, isOther: boolean) => {
    const before = put.get(host.id)?.placed
    if (before && !isOther) {
      const placed = { ...placementHost(host, measures), images: before.images ?? [], volumes: before.volumes ?? [] }
      return takeHost(placed, true)
    }
    const { images, volumes } = cluster.inventoryOf(host.id)
    const stock = { images: images.map((image) => ({ ...image, hostIds: [host.id] })), volumes }
    const [placed] = placementHosts({ hosts: [host], containers: [], ...stock }, measures)
    if (!placed) return
    const local = new Set(placed.volumes)
    const reached = new Set(volumes.flatMap(({ name }) => (local.has(name) ? [] : [name])))
    const holdsTheSame = isSame(shared.get(host.id) ?? none, reached)
    shared.set(host.id, reached)
    takeHost(placed, holdsTheSame)
  }

  /** Hosts of which something else than a container changed, and those whose images or volumes did. */
  const stale = new Map(cluster.hosts().map((host) => [host.id, host]))
  const restocked = new Set<string>()
  for (const container of cluster.containersOf({})) take(container)
  const untap = cluster.tap({
    inventory(hostId) {
      restocked.add(hostId)
    },
    containers(upserted, removed) {
      for (const container of upserted) take(container)
      for (const id of removed) forget(id)
    },
  })
  const unsubscribe = cluster.subscribe((change) => {
    for (const id of change.hosts.removed) {
      removeHost(state, id)
      stale.delete(id)
      put.delete(id)
      shared.delete(id)
    }
    for (const host of change.hosts.upserted) stale.set(host.id, host)
  })

  return {
    // Not as it changes: while a thousand hosts are read for the first time nobody asks, and each look would cost.
    state() {
      for (const id of restocked) {
        const host = stale.get(id) ?? cluster.host(id)
        if (host) stale.set(id, host)
      }
      for (const host of stale.values()) read(host, restocked.has(host.id))
      stale.clear()
      restocked.clear()
      return state
    },
    named: (name) => names.get(name),
    has: (id) => seen.has(id),
    hold(hostId, container) {
      const group = held.get(hostId) ?? new Map()
      held.set(hostId, group.set(container.id, container))
      addContainer(state, hostId, container)
    },
    release(hostId, id) {
      held.get(hostId)?.delete(id)
      removeContainer(state, hostId, id)
    },
    setAside(id) {
      const hostId = seen.get(id)?.hostId
      const placed = hostId === undefined ? undefined : recordOf(state, hostId)?.containers.get(id)
      if (hostId === undefined || placed === undefined) return () => undefined
      removeContainer(state, hostId, id)
      return () => void addContainer(state, hostId, placed)
    },
    held: () => [...held].flatMap(([hostId, group]) => [...group.values()].map((container) => ({ hostId, container }))),
    onAppear(listener) {
      appeared = listener
    },
    stop() {
      untap()
      unsubscribe()
    },
  }
}
