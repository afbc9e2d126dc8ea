// What it means when managers fall silent: without quorum they let everybody wait instead of saying so.
import { isAppError } from '@/server/errors'
import { lacksQuorum, quorumRefusal } from './network-request'
import type { NetworksContext } from './networks-context'
import { overlayStatusOf } from './overlay-status'

export const isSilence = (error: unknown): boolean =>
  isAppError(error) && (error.code === 'host_unreachable' || error.code === 'engine_timeout')

/** The error itself, or the refusal that names the quorum as the cause. `what` could not be done. */
export const meaningOf = async (context: NetworksContext, error: unknown, what: string): Promise<unknown> =>
  isSilence(error) && lacksQuorum(overlayStatusOf(await context.observer.observe())) ? quorumRefusal(what) : error
