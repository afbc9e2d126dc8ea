// Collects the facts of overlay networking from memory and, briefly, from the managers. It waits for the first manager that
// answers and never for a silent one; what a cluster said last stands in for it.
import type { Host } from '@/lib/contract/hosts'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { messageOf } from '@/server/errors'
import { answers, majority, type OverlayFacts, type SwarmView } from './overlay-facts'
import type { RememberedProbe } from './remembered-probe'
import { isOurSwarm, readNodes } from './swarm-api'

export type OverlayObserver = {
  observe(timeoutMs?: number): Promise<OverlayFacts>
  /** Engines of the cluster's managers that answer, for acts. */
  managerEngines(clusterId: string): Engine[]
}

const managersByCluster = (hosts: Host[]): Map<string, Host[]> => {
  const clusters = new Map<string, Host[]>()
  for (const host of hosts) {
    const swarm = host.engine?.swarm
    if (!swarm?.isManager || !swarm.clusterId) continue
    clusters.set(swarm.clusterId, [...(clusters.get(swarm.clusterId) ?? []), host])
  }
  return clusters
}

const lacksLeader = (text: string): boolean => /does not have a leader|lost quorum|lost leadership/i.test(text)

/** A manager without quorum seldom says so; it lets everybody wait. Then the count of those that answer tells. */
const lostQuorum = (managers: Host[], before: SwarmView | undefined, causes: unknown[]): boolean => {
  const talking = managers.filter(answers)
  if (talking.length === 0) return false
  const known = before?.nodes?.filter((node) => node.role === 'manager').length ?? managers.length
  return (
    talking.length < majority(known) ||
    talking.some((host) => lacksLeader(host.engine?.swarm.error ?? '')) ||
    causes.some((cause) => lacksLeader(messageOf(cause)))
  )
}

export const createOverlayObserver = (
  cluster: Pick<Cluster, 'hosts' | 'engine'>,
  ports: RememberedProbe<number[]>,
  gossip: RememberedProbe<string[]>,
): OverlayObserver => {
  const last = new Map<string, SwarmView>()

  const ask = async (clusterId: string, managers: Host[], timeoutMs: number): Promise<SwarmView> => {
    const before = last.get(clusterId)
    const silent: SwarmView = {
      clusterId,
      ours: before?.ours ?? false,
      nodes: before?.nodes ?? null,
      answered: false,
      quorumLost: false,
    }
    try {
      const view = await Promise.any(
        managers.filter(answers).map(async (host): Promise<SwarmView> => {
          const engine = cluster.engine(host.id)
          const [nodes, ours] = await Promise.all([readNodes(engine, timeoutMs), isOurSwarm(engine, timeoutMs)])
          const managing = nodes.filter((node) => node.role === 'manager')
          const reachable = managing.filter((node) => node.reachable).length
          return { clusterId, ours, nodes, answered: true, quorumLost: reachable < majority(managing.length) }
        }),
      )
      last.set(clusterId, view)
      return view
    } catch (error) {
      const causes = error instanceof AggregateError ? error.errors : [error]
      return lostQuorum(managers, before, causes) ? { ...silent, answered: true, quorumLost: true } : silent
    }
  }

  return {
    observe: async (timeoutMs = 2500) => {
      const hosts = cluster.hosts()
      const clusters = managersByCluster(hosts)
      for (const id of last.keys()) if (!clusters.has(id)) last.delete(id)
      const [swarms, blockedPorts, peers] = await Promise.all([
        Promise.all([...clusters].map(([id, managers]) => ask(id, managers, timeoutMs))),
        ports.of(hosts),
        gossip.of(hosts),
      ])
      return { hosts, swarms, blockedPorts, peers }
    },
    managerEngines: (clusterId) =>
      (managersByCluster(cluster.hosts()).get(clusterId) ?? [])
        .filter((host) => host.state === 'healthy')
        .map((host) => cluster.engine(host.id)),
  }
}
