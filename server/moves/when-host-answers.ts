// Waiting for a host that went away in the middle of a move.
import type { Cluster } from '@/server/cluster/types'

/** A host that is called healthy and still does not answer is asked again after a while. */
const retryMs = 2_000

/** Resolves when it looks as if it might answer, or when the signal ends the waiting. */
export const whenHostAnswers = (cluster: Cluster, hostId: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearInterval(timer)
      unsubscribe()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const look = () => {
      const state = cluster.host(hostId)?.state
      // A host that left the cluster answers nobody: asking says so.
      if (state === 'healthy' || state === undefined) end()
    }
    const timer = setInterval(look, retryMs)
    const unsubscribe = cluster.subscribe(({ hosts }) => {
      if (hosts.upserted.some(({ id }) => id === hostId) || hosts.removed.includes(hostId)) look()
    })
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
