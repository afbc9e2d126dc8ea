// An engine drops a Swarm-mode overlay with its last container and gets it back with the next one. Who starts one in that very
// moment, or connects one that runs, is told that the network is not there, or waits in vain for a word of the managers, although it
// will be: so it is asked again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '@/server/cluster/types'
import { isAppError, messageOf } from '@/server/errors'
import { whileWanted } from './called-off'

/** An engine itself waits 20 s for its managers. */
export const overlayPatienceMs = 45_000
const restMs = 250
const isGone = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404
const notReady =
  /network \S+ not found|could not find (a corresponding )?network|failed to get network|attaching to network failed|could not attach to network/i
/** Managers that refuse will do so again. */
const refused =
  /code = (PermissionDenied|InvalidArgument|Unauthenticated|Unimplemented|AlreadyExists|OutOfRange)\b|not (manually )?attachable/i
/** The engine has waited already: once in vain where an address was taken away under it, always where one is not to be had. */
const waitedInVain = /context deadline exceeded|code = DeadlineExceeded/i
const mostWaits = 2

/** Whether an engine says so at all, whichever network it is. */
export const isOverlayNotReady = (error: unknown): boolean => {
  const words = messageOf(error)
  return notReady.test(words) && !refused.test(words)
}

export const isRefusedForGood = (error: unknown): boolean => refused.test(messageOf(error))

type Known = Pick<Cluster, 'networks' | 'hosts'>

/** Managers list every overlay: what is named and is none of theirs does not come. */
export function mayCome({ networks, hosts }: Known, error: unknown): boolean {
  if (!isOverlayNotReady(error)) return false
  const overlays = networks().filter(({ scope }) => scope === 'swarm')
  if (overlays.length === 0) return false
  const named = /network (\S+) not found/i.exec(messageOf(error))?.[1]
  if (named === undefined || overlays.some(({ id, name }) => id === named || name === named)) return true
  return !hosts().some(({ state, engine }) => state === 'healthy' && engine?.swarm.isManager === true)
}

type Asking = {
  /** What `callOff` ends. */
  subject: string
  /** May throw when nobody wants it any more. */
  beforeAgain?: () => void
}

export const onceAttached = <T>(
  cluster: Known,
  attach: () => Promise<T>,
  { subject, beforeAgain = () => undefined }: Asking,
): Promise<T> =>
  whileWanted(subject, async (asking) => {
    const end = performance.now() + overlayPatienceMs
    let first: unknown
    let waits = 0
    for (;;) {
      try {
        return await attach()
      } catch (error) {
        if (waitedInVain.test(messageOf(error))) waits += 1
        if (performance.now() > end || waits >= mostWaits || !mayCome(cluster, error)) {
          // The engine has removed what was to be removed after its run: why it did not run was said before.
          throw first !== undefined && isGone(error) ? first : error
        }
        first ??= error
      }
      await delay(restMs)
      if (asking.isCalledOff) throw first
      beforeAgain()
    }
  })
