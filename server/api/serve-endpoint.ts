// Runs one endpoint for one request: who asks, is it allowed, does the input fit, act, leave the audit line, answer.
import type { z } from 'zod'
import type { Activity } from '@/server/activity/activity'
import type { Auth } from '@/server/auth/auth'
import { type AccessRule, identify, requireIntent } from '@/server/auth/authenticate'
import type { Identity } from '@/server/auth/identity'
import { AppError, isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { AnyEndpoint, Audit, Input } from './endpoint'
import { invalidInput, nameFailure } from './error-answer'
import { readJson } from './request-body'

export type ServeParts = {
  auth: Auth
  access: AccessRule
  activity: Activity
  log: Log
  /** In tests: an answer that is not of the declared shape is a failure. */
  checkResponses?: boolean
}
export type Call = {
  request: Request
  params: Record<string, string>
  requestId: string
  address: string
  hangUp(): void
}

const defaultBodyLimitBytes = 1 << 20
const nobody: Identity = {
  userId: '',
  username: '',
  role: 'admin',
  actor: 'nobody',
  via: { kind: 'token', id: '' },
}

const parse = (part: 'params' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown => {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidInput(part, parsed.error)
  return parsed.data
}

const queryOf = (request: Request): Record<string, string> => Object.fromEntries(new URL(request.url).searchParams)

const admit = async (endpoint: AnyEndpoint, parts: ServeParts, request: Request): Promise<Identity> => {
  const header = (name: string) => request.headers.get(name)
  const identity = await identify(parts.auth, parts.access, header)
  if (endpoint.access === 'public') return identity ?? nobody
  if (identity === null) {
    throw new AppError('unauthenticated', 'This needs a sign-in.', {
      details: { fix: 'Sign in at /login, or send Authorization: Bearer TOKEN.' },
    })
  }
  if (endpoint.method !== 'get') requireIntent(identity, parts.access, header)
  return identity
}

type Note = { message: string; details: Record<string, unknown> | null }

type Change = { action: string; target: string; isStart: boolean; startedAtMs: number }

/** Named before the act: afterwards what it was done to may be gone. */
const changeOf = (audit: Audit<unknown, unknown, unknown>, input: Input<unknown, unknown, unknown>): Change => ({
  action: typeof audit.action === 'string' ? audit.action : audit.action(input),
  target: audit.target(input).slice(0, 500),
  isStart: audit.isStart ?? false,
  startedAtMs: performance.now(),
})

/** The line of one change. A refusal is one that the request earned; a failure is one that the world caused. */
const recordChange = async (
  { activity }: ServeParts,
  change: Change,
  identity: Identity,
  outcome: { note: Note } | { error: unknown },
) => {
  const { action, target, isStart, startedAtMs } = change
  const base = { actor: identity.actor, action, target, durationMs: performance.now() - startedAtMs }
  if ('note' in outcome) {
    return activity.record({ ...base, ...outcome.note, result: isStart ? 'running' : 'ok' })
  }
  const { error } = outcome
  if (isAppError(error) && error.code === 'rate_limited') return
  const isRefused = isAppError(error) && error.status < 500
  const message = isAppError(error) ? messageOf(error) : 'internal error'
  const details = isAppError(error) ? { code: error.code } : null
  return activity.record({
    ...base,
    result: isRefused ? 'refused' : 'failed',
    message: message.slice(0, 1000),
    details,
  })
}

const answerOf = (endpoint: AnyEndpoint, result: unknown, parts: ServeParts): Response => {
  if (result instanceof Response) return result
  if (endpoint.response === undefined || result === undefined) return new Response(null, { status: 204 })
  const value = parts.checkResponses ? endpoint.response.parse(result) : result
  return Response.json(value, { status: endpoint.status ?? 200 })
}

export const serveEndpoint = async (endpoint: AnyEndpoint, parts: ServeParts, call: Call): Promise<Response> => {
  const identity = await admit(endpoint, parts, call.request)
  const hasBody = endpoint.body !== undefined
  const note: Note = { message: '', details: null }
  const input: Input<unknown, unknown, unknown> = {
    params: parse('params', endpoint.params, call.params),
    query: parse('query', endpoint.query, queryOf(call.request)),
    body: hasBody
      ? parse('body', endpoint.body, await readJson(call.request, endpoint.bodyLimitBytes ?? defaultBodyLimitBytes))
      : undefined,
    identity,
    address: call.address,
    signal: call.request.signal,
    hangUp: call.hangUp,
    request: call.request,
    actAs: (somebody) => {
      input.identity = somebody
    },
    note: (message, details) => Object.assign(note, { message, details: details ?? null }),
  }
  const { audit } = endpoint
  if (audit === undefined || audit === 'asks-only') return answerOf(endpoint, await endpoint.handle(input), parts)
  const change = changeOf(audit, input)
  try {
    const answer = answerOf(endpoint, await endpoint.handle(input), parts)
    await recordChange(parts, change, input.identity, { note })
    return answer
  } catch (error) {
    await recordChange(parts, change, input.identity, { error: nameFailure(error, call.requestId, parts.log) })
    throw error
  }
}
