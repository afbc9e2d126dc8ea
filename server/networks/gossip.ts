// Whether the members of a Swarm-mode cluster hear each other on 7946, which no look from the server can tell: each engine
// lists the peers of the ingress network that its gossip knows. Missing ones mean blocked ports and names that do not resolve.
import type { Host } from '@/lib/contract/hosts'
import type { Cluster } from '@/server/cluster/types'
import type { RememberedProbe } from './remembered-probe'
import { createRememberedProbe } from './remembered-probe'

type IngressAnswer = { Peers?: { IP?: string }[] | null }

const readPeers = async (cluster: Pick<Cluster, 'engine'>, host: Host): Promise<string[]> => {
  const swarm = host.engine?.swarm
  if (swarm?.state !== 'active') return []
  const answer = await cluster.engine(host.id).json<IngressAnswer>('GET', '/networks/ingress', { timeoutMs: 3000 })
  return (answer.Peers ?? []).flatMap(({ IP }) => IP ?? []).sort()
}

const maxShared = 100

export const createGossipWatch = (cluster: Pick<Cluster, 'engine'>, freshForMs?: number): RememberedProbe<string[]> => {
  // Members that hear the same share one list: 1,000 lists of 1,000 addresses are else slow to compare.
  const shared = new Map<string, string[]>()
  return createRememberedProbe(async (host) => {
    const list = await readPeers(cluster, host)
    const key = list.join()
    const same = shared.get(key) ?? list
    if (shared.size >= maxShared) shared.clear()
    shared.set(key, same)
    return same
  }, freshForMs)
}
