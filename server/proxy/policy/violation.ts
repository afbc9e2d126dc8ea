// What a request breaks, and how that is said.
import type { PolicyRule } from '@/lib/contract/docker-access'
import { AppError } from '@/server/errors'
import type { ProxyContext } from '../types'

export type Violation = { rule: PolicyRule; what: string }

/** Leaves its line in Activity. Throws forbidden. */
export function refuseByRule(
  { caller, activity }: Pick<ProxyContext, 'caller' | 'activity'>,
  target: string,
  { rule, what }: Violation,
): never {
  const message = `Refused by the rule ${rule} for the role ${caller.role}: ${what}`
  const { actor, details } = caller
  void activity.record({ actor, action: 'docker.refuse', target, result: 'refused', message, details })
  throw new AppError('forbidden', message, { details: { rule } })
}
