// The one place where a failure becomes an HTTP answer: `{error: {code, message, details}}`, always with a code.
import type { z } from 'zod'
import type { ApiErrorBody, Diagnostic } from '@/lib/contract/common'
import { AppError } from '@/server/errors'
import type { Log } from '@/server/log'

const pathOf = (part: string, path: PropertyKey[]) => [part, ...path.map(String)].join('.')

/** The library's words for a limit speak of types; people count characters and entries. */
const messageOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) {
    if (issue.origin === 'string') return `Too long: at most ${issue.maximum} characters`
    if (issue.origin === 'array') return `Too many: at most ${issue.maximum}`
    return `Too large: at most ${issue.maximum}`
  }
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) {
    if (issue.origin === 'string' && issue.minimum === 1) return 'Must not be empty'
    if (issue.origin === 'string') return `Too short: at least ${issue.minimum} characters`
    if (issue.origin === 'array') return `Too few: at least ${issue.minimum}`
    return `Too small: at least ${issue.minimum}`
  }
  return issue.message
}

/** Input that does not have the declared shape, every place at once. */
export const invalidInput = (part: 'params' | 'query' | 'body', error: z.ZodError): AppError => {
  const diagnostics: Diagnostic[] = error.issues.slice(0, 50).map((issue) => ({
    severity: 'error',
    code: `input.${issue.code.replaceAll('_', '-')}`,
    message: messageOf(issue),
    path: pathOf(part, issue.path),
  }))
  const first = diagnostics[0]
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : ''
  return new AppError('invalid_input', `${first?.path}: ${first?.message}${more}`, { details: { diagnostics } })
}

/** A failure as an AppError; what nobody named is logged here with its stack and told without it. */
export const nameFailure = (error: unknown, requestId: string, log: Log): AppError => {
  if (error instanceof AppError) {
    if (error.status === 500) log.error({ err: error, requestId }, 'a request failed')
    return error
  }
  log.error({ err: error, requestId }, 'a request failed unexpectedly')
  return new AppError('internal', 'Lotse failed at this; it is not your fault.', {
    details: { fix: `Look for request ${requestId} in the server's log.` },
  })
}

export const errorBody = (error: AppError, requestId: string): ApiErrorBody => ({
  error: {
    code: error.code,
    message: error.message,
    details: { ...error.details, requestId },
  },
})

export const errorAnswer = (error: AppError, requestId: string): Response => {
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  const retryAfterSeconds = error.details?.retryAfterSeconds
  if (typeof retryAfterSeconds === 'number') headers.set('retry-after', String(retryAfterSeconds))
  return new Response(JSON.stringify(errorBody(error, requestId)), { status: error.status, headers })
}
