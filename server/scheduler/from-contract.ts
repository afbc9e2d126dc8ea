// The scheduler's view of the cluster from the shapes that the rest of the product, server and browser alike, uses.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import { overcommitted } from './overcommit'
import type { PlacementState } from './state'
import { createPlacementState } from './state-changes'
import type { PlacementContainer, PlacementHost, PlacementImage } from './types'

/** What placement weighs of a container: lists that show less than a whole one will do. */
type WeighedContainer = Pick<
  Container,
  | 'id'
  | 'hostId'
  | 'name'
  | 'labels'
  | 'networkMode'
  | 'exposedPorts'
  | 'requestedPorts'
  | 'actualPorts'
  | 'mounts'
  | 'stack'
  | 'service'
  | 'reservation'
>

export interface Inventory {
  hosts: readonly Host[]
  containers: readonly WeighedContainer[]
  images: readonly Pick<Image, 'id' | 'tags' | 'hostIds'>[]
  volumes?: readonly Pick<Volume, 'hostId' | 'name' | 'driver' | 'options'>[]
}

export interface InventoryOptions {
  /** Classic Swarm's `swarm.overcommit`. */
  overcommit?: number
  /** Failures in a row after which classic Swarm gives a host up. */
  failureRetry?: number
}

const defaultFailureRetry = 3

export function stateFromInventory(inventory: Inventory, options: InventoryOptions = {}): PlacementState {
  return createPlacementState(placementHosts(inventory, options))
}

export function placementHosts(inventory: Inventory, options: InventoryOptions = {}): PlacementHost[] {
  const volumes = groupedByHost(inventory.volumes ?? [])
  const containers = groupedByHost(inventory.containers)
  const images = imagesByHost(inventory.images)
  return inventory.hosts.map((host) => {
    const own = volumes.get(host.id) ?? []
    const shared = new Set(own.filter((volume) => !isLocal(volume)).map(({ name }) => name))
    return {
      ...placementHost(host, options),
      containers: (containers.get(host.id) ?? []).map((container) => placementContainer(container, shared)),
      images: images.get(host.id) ?? [],
      volumes: own.filter(isLocal).map(({ name }) => name),
    }
  })
}

/** The host alone, without what is on it. */
export function placementHost(host: Host, options: InventoryOptions = {}): PlacementHost {
  const { engine, labels } = host
  const swarm = engine?.swarm
  return {
    id: host.id,
    name: host.name,
    aliases: [engine?.id ?? '', swarm?.nodeId ?? ''].filter((it) => it !== ''),
    labels: { ...labels.engine, ...labels.console, ...labels.builtin },
    engineLabels: labels.engine,
    role: swarm?.state === 'active' && swarm.isManager ? 'manager' : 'worker',
    ip: /^(?:tcp|tls):\/\/\[?([0-9a-fA-F.:]+?)\]?(?::\d+)?$/.exec(host.address)?.[1] ?? '',
    ...(engine ? { platform: { os: engine.osType, architecture: engine.architecture } } : {}),
    availability: host.availability,
    health: healthOf(host, options.failureRetry ?? defaultFailureRetry),
    healthReason: host.stateReason ?? host.state,
    total: {
      cpus: overcommitted(Math.trunc(host.total.cpus), options.overcommit),
      memoryBytes: overcommitted(host.total.memoryBytes, options.overcommit),
    },
    containers: [],
  }
}

/** Classic Swarm's indicator: every failure in a row takes its share, a host that is not healthy has none left. */
function healthOf({ state, failures }: Host, failureRetry: number): number {
  if (state === 'pending' || state === 'unreachable' || failures >= failureRetry) return 0
  return 100 - Math.trunc((failures * 100) / failureRetry)
}

/** `shared`: volumes that are not bound to this host. */
export const placementContainer = (container: WeighedContainer, shared: ReadonlySet<string>): PlacementContainer => ({
  id: container.id,
  name: container.name,
  labels: container.labels,
  networkMode: container.networkMode,
  exposedPorts: container.exposedPorts,
  requestedPorts: container.requestedPorts,
  actualPorts: container.actualPorts,
  volumes: container.mounts.flatMap(({ type, name }) => (type === 'volume' && name && !shared.has(name) ? [name] : [])),
  stack: container.stack,
  service: container.service,
  reservation: container.reservation,
})

/** The driver `local` can also mount a share of the network; then the data is not on the host. */
export const isLocal = ({ driver, options }: Pick<Volume, 'driver' | 'options'>) =>
  driver === 'local' && !/^(nfs|cifs|smb|9p|ceph|gluster)/.test(options.type ?? '')

function groupedByHost<Item extends { hostId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const byHost = new Map<string, Item[]>()
  for (const item of items) {
    const own = byHost.get(item.hostId)
    if (own) own.push(item)
    else byHost.set(item.hostId, [item])
  }
  return byHost
}

const imagesByHost = (images: Inventory['images']): Map<string, PlacementImage[]> =>
  groupedByHost(images.flatMap(({ id, tags, hostIds }) => hostIds.map((hostId) => ({ hostId, id, tags }))))
