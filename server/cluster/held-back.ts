// Why a host that answers may not take part, and how a failure is shown on its host.
import type { HostProblem } from '@/lib/contract/hosts'
import { stepOf } from '@/server/docker/failure'
import { isAppError, messageOf } from '@/server/errors'

/** The engine works, but it is the wrong one: seen already, changed, or too old. */
export class HeldBack extends Error {
  readonly problem: HostProblem
  constructor(problem: HostProblem) {
    super(problem.message)
    this.problem = problem
  }
}

export function problemOf(error: unknown): HostProblem {
  if (error instanceof HeldBack) return error.problem
  const fix = isAppError(error) ? error.details?.fix : undefined
  const code =
    isAppError(error) && error.code === 'not_supported' ? 'api-version' : stepOf(error) === 'tls' ? 'tls' : 'connection'
  return { code, message: messageOf(error), ...(fix ? { fix } : {}) }
}

export const isHeldBack = (error: unknown): boolean =>
  error instanceof HeldBack || (isAppError(error) && error.code === 'not_supported')
