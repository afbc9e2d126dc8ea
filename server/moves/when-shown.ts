// A move has ended when the cluster's index shows what it did: whoever plans next must not see what was before.
import type { Cluster } from '@/server/cluster/types'
import { untilCluster } from '@/server/cluster/until'
import { moveLabel } from './new-container'
import type { MoveRecord } from './types'

const patienceMs = 3_000

export const whenShown = (cluster: Cluster, { id: moveId, containers }: MoveRecord): Promise<void> => {
  const answers = (hostId: string) => cluster.host(hostId)?.state === 'healthy'
  const isIn = (id: string) => cluster.container(id)?.id === id
  const moved = new Set(containers.flatMap(({ state, newId }) => (state === 'moved' ? newId : [])))
  const isInVain = (hostId: string) =>
    cluster.containersOf({ hostId }).some(({ id, labels }) => labels[moveLabel] === moveId && !moved.has(id))
  const isShown = () =>
    containers.every(({ newId, id, state, fromHostId, toHostId }) =>
      state === 'moved'
        ? (!answers(fromHostId) || !isIn(id)) && (!answers(toHostId) || newId === null || isIn(newId))
        : !answers(toHostId) || !isInVain(toHostId),
    )
  return untilCluster(cluster, isShown, patienceMs)
}
