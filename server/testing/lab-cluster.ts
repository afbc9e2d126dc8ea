// A cluster that watches every host of a lab, for tests on real engines.
import type { Lab } from '@/e2e/lab/types'
import { createCluster } from '@/server/cluster/cluster'
import type { ClusterTimes } from '@/server/cluster/options'
import type { Cluster } from '@/server/cluster/types'
import { memoryHostStore, silentLog } from './host-store'

/** Resolves when every host has been asked once; to be stopped before the lab goes down. */
export async function watchLab(lab: Lab, times: Partial<ClusterTimes> = {}): Promise<Cluster> {
  const cluster = createCluster({ store: memoryHostStore(), log: silentLog, times })
  await cluster.start()
  await cluster.setDiscovered(lab.hosts.map((host) => host.address))
  await cluster.settled(20_000)
  return cluster
}
