// An engine drops a Swarm-mode overlay with its last container and gets it back with the next one. Who starts one in that very
// moment, or connects one that runs, is told that the network is not there, or waits in vain for a word of the managers, although it
// will be: so it is asked again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '@/server/cluster/types'
import { isAppError, messageOf } from '@/server/errors'

/** An engine itself waits 20 s for its managers. */
export const overlayPatienceMs = 45_000
const restMs = 250
const isGone = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404
const notReady = /network \S+ not found|could not find network|attaching to network failed|could not attach to network/i

type Known = Pick<Cluster, 'networks' | 'hosts'>

/** Managers list every overlay: what is named and is none of theirs does not come. */
export function mayCome({ networks, hosts }: Known, error: unknown): boolean {
  const words = messageOf(error)
  if (!notReady.test(words)) return false
  const overlays = networks().filter(({ scope }) => scope === 'swarm')
  if (overlays.length === 0) return false
  const named = /network (\S+) not found/i.exec(words)?.[1]
  if (named === undefined || overlays.some(({ id, name }) => id === named || name === named)) return true
  return !hosts().some(({ state, engine }) => state === 'healthy' && engine?.swarm.isManager === true)
}

/** `beforeAgain` may throw when nobody wants it any more. */
export async function onceAttached<T>(
  cluster: Known,
  attach: () => Promise<T>,
  beforeAgain: () => void = () => undefined,
): Promise<T> {
  const end = performance.now() + overlayPatienceMs
  let before: unknown
  for (;;) {
    try {
      return await attach()
    } catch (error) {
      if (performance.now() > end || !mayCome(cluster, error)) {
        // The engine has removed what was to be removed after its run: why it did not run was said before.
        throw before !== undefined && isGone(error) ? before : error
      }
      before = error
    }
    await delay(restMs)
    beforeAgain()
  }
}
