// A move has ended when the cluster's index shows what it did: whoever plans next must not see what was before.
import type { Cluster } from '@/server/cluster/types'
import { moveLabel } from './new-container'
import type { MoveRecord } from './types'

const patienceMs = 3_000

export const whenShown = (cluster: Cluster, { id: moveId, containers }: MoveRecord): Promise<void> =>
  new Promise((resolve) => {
    const answers = (hostId: string) => cluster.host(hostId)?.state === 'healthy'
    const isIn = (id: string) => cluster.container(id)?.id === id
    const moved = new Set(containers.flatMap(({ state, newId }) => (state === 'moved' ? newId : [])))
    const isInVain = (hostId: string) =>
      cluster.containersOf({ hostId }).some(({ id, labels }) => labels[moveLabel] === moveId && !moved.has(id))
    const isShown = () =>
      containers.every(({ id, newId, state, fromHostId, toHostId }) =>
        state === 'moved'
          ? (!answers(fromHostId) || !isIn(id)) && (!answers(toHostId) || newId === null || isIn(newId))
          : !answers(toHostId) || !isInVain(toHostId),
      )
    if (isShown()) return resolve()
    const end = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(end, patienceMs)
    const unsubscribe = cluster.subscribe(() => {
      if (isShown()) end()
    })
  })
