// The line that each change leaves in Activity, whoever's `docker` it was.
import type { Activity } from '@/server/activity/activity'
import type { Caller } from '@/server/docker-access/caller'
import { isAppError, messageOf } from '@/server/errors'

export type Act = { action: string; target: string; message?: string }
/** `target`: what it is called now that it is there. */
export type Outcome = { status: number; message?: string; target?: string }

/** Not waited for: a slow disk must not slow down `docker`. */
export async function audited<T extends Outcome>(
  { activity, caller }: { activity: Pick<Activity, 'record'>; caller: Pick<Caller, 'actor' | 'details'> },
  act: Act,
  work: () => Promise<T>,
): Promise<T> {
  const { actor, details } = caller
  const began = performance.now()
  const record = (status: number, message: string, target = act.target) => {
    const result = status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed'
    const durationMs = performance.now() - began
    void activity.record({ actor, action: act.action, target, result, message, durationMs, details })
  }
  try {
    const outcome = await work()
    record(outcome.status, outcome.message ?? act.message ?? '', outcome.target)
    return outcome
  } catch (error) {
    record(statusOf(error), messageOf(error))
    throw error
  }
}

const statusOf = (error: unknown): number => {
  if (!isAppError(error)) return 500
  const said = error.details?.statusCode
  return typeof said === 'number' ? said : error.status
}
