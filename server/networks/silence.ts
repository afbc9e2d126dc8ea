// What it means when managers fall silent: without quorum they let everybody wait instead of saying so.
import { isAway } from '@/server/errors'
import { lacksQuorum, quorumRefusal } from './network-request'
import type { NetworksContext } from './networks-context'
import { overlayStatusOf } from './overlay-status'

/** The error itself, or the refusal that names the quorum as the cause. `what` could not be done. */
export const meaningOf = async (context: NetworksContext, error: unknown, what: string): Promise<unknown> =>
  isAway(error) && lacksQuorum(overlayStatusOf(await context.observer.observe())) ? quorumRefusal(what) : error
