// The one error that crosses module borders, and the one table that gives each code its HTTP status.
// Throw low, map once: the API's onError and the proxy turn it into their own bodies.
import type { Diagnostic } from '@/lib/contract/common'

export const errorStatus = {
  invalid_input: 400,
  invalid_compose: 422,
  invalid_address: 400,
  not_found: 404,
  unauthenticated: 401,
  csrf: 403,
  forbidden: 403,
  rate_limited: 429,
  conflict: 409,
  name_taken: 409,
  in_use: 409,
  subnet_overlap: 409,
  stale_revision: 409,
  deployment_running: 409,
  plan_blocked: 409,
  no_placement: 409,
  payload_too_large: 413,
  host_unreachable: 503,
  host_paused: 409,
  engine_error: 502,
  engine_timeout: 504,
  registry_error: 502,
  database_locked: 503,
  database_readonly: 503,
  disk_full: 507,
  cancelled: 409,
  not_supported: 501,
  internal: 500,
} as const
export type ErrorCode = keyof typeof errorStatus

export type ErrorDetails = { diagnostics?: Diagnostic[]; fix?: string; [key: string]: unknown }

/** `message` is a sentence for the person who caused it: what, where, and in `details.fix` what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = errorStatus[code]
    this.details = options.details
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError

/** The engine gave no answer; what it was asked for may be done or not. */
export const isAway = (error: unknown): boolean =>
  isAppError(error) && (error.code === 'host_unreachable' || error.code === 'engine_timeout')

/** The words of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
