// What is known about overlay networking at one moment, as plain data, and the few questions that status and plan both ask of it.
import type { Host } from '@/lib/contract/hosts'

export type SwarmNode = {
  id: string
  hostname: string
  role: 'manager' | 'worker'
  /** `ready`, `down`, `unknown`, `disconnected`: what the managers hear from it. */
  state: string
  address: string
  /** Of a manager: whether the others reach it. */
  reachable: boolean
  /** Of a manager: where others join, `ip:2377`. */
  managerAddress: string | null
}

/** One Swarm-mode cluster that at least one host here manages. */
export type SwarmView = {
  clusterId: string
  /** Carries the label that Lotse gives to the clusters it makes. */
  ours: boolean
  /** Null: no manager has told yet. */
  nodes: SwarmNode[] | null
  /** False: `nodes` is what was last heard. */
  answered: boolean
  /** The managers answer, but cannot decide anything. */
  quorumLost: boolean
}

export type OverlayFacts = {
  hosts: Host[]
  swarms: SwarmView[]
  /** Per host id: TCP ports that do not let the server through, of those it could try. */
  blockedPorts: ReadonlyMap<string, number[]>
  /** Per host id: the addresses of the members its engine hears by gossip. */
  peers: ReadonlyMap<string, string[]>
}

export const ourSwarmLabel = 'io.lotse.overlay'

export const answers = (host: Host): boolean => host.engine !== null && ['healthy', 'suspect'].includes(host.state)

const indexes = new WeakMap<SwarmNode[], Map<string, SwarmNode>>()

/** Asked for once a host: a walk through the nodes each time would be a million steps for 1,000 hosts. */
const nodeById = (nodes: SwarmNode[], id: string | undefined): SwarmNode | undefined => {
  const index = indexes.get(nodes) ?? new Map(nodes.map((node) => [node.id, node]))
  indexes.set(nodes, index)
  return id === undefined ? undefined : index.get(id)
}

/** The cluster a host was in when it was last heard, as far as a manager known here can tell. */
export const swarmOf = (host: Host, swarms: SwarmView[]): SwarmView | null => {
  const swarm = host.engine?.swarm
  if (!swarm || swarm.state === 'inactive') return null
  return (
    swarms.find((view) => view.clusterId === swarm.clusterId) ??
    swarms.find((view) => view.nodes && nodeById(view.nodes, swarm.nodeId)) ??
    null
  )
}

export const membersOf = (view: SwarmView, facts: OverlayFacts): Host[] =>
  facts.hosts.filter((host) => swarmOf(host, facts.swarms) === view)

export const nodeOf = (host: Host, view: SwarmView | null): SwarmNode | null =>
  (view?.nodes && nodeById(view.nodes, host.engine?.swarm.nodeId)) ?? null

/** The Swarm-mode cluster that carries this pool's overlays: the one Lotse made, else the one with most hosts here. */
export const primarySwarm = (facts: OverlayFacts): SwarmView | null => {
  const ranked = facts.swarms
    .map((view) => ({ view, members: membersOf(view, facts).length }))
    .sort(
      (a, b) =>
        Number(b.view.ours) - Number(a.view.ours) ||
        b.members - a.members ||
        (a.view.clusterId < b.view.clusterId ? -1 : 1),
    )
  return ranked[0]?.view ?? null
}

export const majority = (managers: number): number => Math.floor(managers / 2) + 1

export const managersOf = (view: SwarmView): SwarmNode[] => (view.nodes ?? []).filter((node) => node.role === 'manager')

/** The key-value store that most engines share, or null. */
export const primaryStore = (hosts: Host[]): string | null => {
  const counts = new Map<string, number>()
  for (const { engine } of hosts) {
    if (engine?.clusterStore) counts.set(engine.clusterStore, (counts.get(engine.clusterStore) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null
}
