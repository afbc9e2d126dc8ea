// Hosts and Swarm members for unit tests, healthy and plain unless told otherwise.
import type { EngineInfo, Host } from '@/lib/contract/hosts'
import type { OverlayFacts, SwarmNode, SwarmView } from './overlay-facts'

export type SampleHost = {
  name: string
  state?: Host['state']
  availability?: Host['availability']
  /** Null: never answered. */
  engine?: Partial<Omit<EngineInfo, 'swarm'>> | null
  swarm?: Partial<EngineInfo['swarm']>
}

const engineOf = ({ name, engine, swarm }: SampleHost): EngineInfo => ({
  id: `engine-${name}`,
  version: '26.1.5',
  apiVersion: '1.45',
  minApiVersion: '1.24',
  operatingSystem: 'Debian',
  osType: 'linux',
  architecture: 'x86_64',
  kernelVersion: '6.1.0-18-amd64',
  storageDriver: 'overlay2',
  networkDrivers: ['bridge', 'host', 'macvlan', 'null', 'overlay'],
  rootDirectory: '/var/lib/docker',
  ...engine,
  swarm: { state: 'inactive', isManager: false, ...swarm },
})

export const sampleHost = (sample: SampleHost): Host => ({
  id: `id-${sample.name}`,
  name: sample.name,
  address: `tcp://${sample.name}.test:2375`,
  source: 'console',
  state: sample.state ?? 'healthy',
  stateReason: null,
  stateSince: '2026-01-01T00:00:00Z',
  lastSeenAt: null,
  failures: 0,
  availability: sample.availability ?? 'active',
  problems: [],
  engine: sample.engine === null ? null : engineOf(sample),
  total: { cpus: 4, memoryBytes: 8e9 },
  reserved: { cpus: 0, memoryBytes: 0 },
  containers: { total: 0, running: 0, paused: 0, stopped: 0 },
  labels: { engine: {}, console: {}, builtin: {} },
  clockSkewMs: 0,
  refreshedAt: null,
})

/** A member of the cluster `c1`: its node is named after it. */
export const sampleMember = (name: string, role: SwarmNode['role'], more: Partial<SampleHost> = {}): Host =>
  sampleHost({
    name,
    ...more,
    swarm: {
      state: 'active',
      nodeId: `node-${name}`,
      nodeAddress: `192.168.1.${name.replace(/\D/g, '')}`,
      isManager: role === 'manager',
      ...(role === 'manager' ? { clusterId: 'c1' } : {}),
      ...more.swarm,
    },
  })

export const sampleNode = (host: Host, more: Partial<SwarmNode> = {}): SwarmNode => {
  const isManager = host.engine?.swarm.isManager ?? false
  const address = host.engine?.swarm.nodeAddress ?? ''
  return {
    id: host.engine?.swarm.nodeId ?? host.name,
    hostname: host.name,
    role: isManager ? 'manager' : 'worker',
    state: 'ready',
    address,
    reachable: isManager,
    managerAddress: isManager ? `${address}:2377` : null,
    ...more,
  }
}

export const sampleSwarm = (members: Host[], more: Partial<SwarmView> = {}): SwarmView => ({
  clusterId: 'c1',
  ours: true,
  nodes: members.map((host) => sampleNode(host)),
  answered: true,
  quorumLost: false,
  ...more,
})

export const sampleFacts = (hosts: Host[], more: Partial<OverlayFacts> = {}): OverlayFacts => ({
  hosts,
  swarms: [],
  blockedPorts: new Map(),
  peers: new Map(),
  ...more,
})
