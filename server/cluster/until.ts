// Waits until the index shows something: acts on engines answer before their events arrive, and whoever goes on must see
// what was done.
import type { Cluster } from './types'

/** Resolves once `isSo` holds, looked at now and after each change of the cluster; at the latest after so many milliseconds. */
export const untilCluster = (cluster: Cluster, isSo: () => boolean, patienceMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (isSo()) return resolve()
    const end = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(end, patienceMs)
    const unsubscribe = cluster.subscribe(() => {
      if (isSo()) end()
    })
  })
