// The server's way to tell a failure, told apart from anything else by hand: this is on every page, also the first, and the
// library that knows all shapes weighs as much as a third of React.
import type { ApiErrorBody } from '@/lib/contract/common'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTextOrNone = (value: unknown) => value === undefined || typeof value === 'string'

function isDiagnostic(value: unknown): boolean {
  return isObject(value) && typeof value.message === 'string'
}

/** Null: it is none. */
export function failureIn(value: unknown): ApiErrorBody['error'] | null {
  const error = isObject(value) ? value.error : undefined
  if (!isObject(error) || typeof error.code !== 'string' || typeof error.message !== 'string') return null
  const { details } = error
  if (details === undefined) return { code: error.code, message: error.message }
  if (!isObject(details) || !isTextOrNone(details.fix) || !isTextOrNone(details.requestId)) return null
  const { diagnostics } = details
  if (diagnostics !== undefined && !(Array.isArray(diagnostics) && diagnostics.every(isDiagnostic))) return null
  return error as ApiErrorBody['error']
}
