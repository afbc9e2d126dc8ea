// After a restart the hosts of an unfinished deployment have to be found and asked again before it can go on.
import type { Cluster } from '@/server/cluster/types'
import { untilCluster } from '@/server/cluster/until'

/** Resolves when none of them is unknown or still being asked; at the latest after the time given. */
export const hostsReady = (cluster: Cluster, hostIds: readonly string[], patienceMs: number): Promise<void> => {
  const isReady = (): boolean =>
    hostIds.every((id) => {
      const state = cluster.host(id)?.state
      return state !== undefined && state !== 'pending'
    })
  return untilCluster(cluster, isReady, patienceMs)
}
