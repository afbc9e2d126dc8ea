// Hosts and containers as the board sees them, for tests of what it says about places.
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { SeenCluster } from '../drag/mirror'

export const gib = 2 ** 30

export const seenHost = (name: string, over: Partial<Host> = {}, labels: Record<string, string> = {}): Host =>
  ({
    id: name,
    name,
    address: `tcp://${name}:2375`,
    state: 'healthy',
    stateReason: null,
    failures: 0,
    availability: 'active',
    engine: null,
    total: { cpus: 8, memoryBytes: 16 * gib },
    labels: { engine: labels, console: {}, builtin: {} },
    ...over,
  }) as Host

export const seenContainer = (id: string, hostId: string, over: Partial<BoardContainer> = {}): BoardContainer =>
  ({
    id,
    hostId,
    hostName: hostId,
    name: id,
    state: 'running',
    labels: {},
    networkMode: 'default',
    exposedPorts: [],
    requestedPorts: [],
    actualPorts: [],
    mounts: [],
    stack: 'shop',
    service: 'web',
    number: 1,
    reservation: { cpus: 0, memoryBytes: 0 },
    known: true,
    ...over,
  }) as BoardContainer

export const onHosts = (containers: readonly BoardContainer[]): Map<string, BoardContainer[]> => {
  const byHost = new Map<string, BoardContainer[]>()
  for (const entry of containers) byHost.set(entry.hostId, [...(byHost.get(entry.hostId) ?? []), entry])
  return byHost
}

export const seenCluster = (hosts: Host[], containers: readonly BoardContainer[]): SeenCluster => ({
  hosts,
  byHost: onHosts(containers),
  volumes: [],
  images: [],
})
