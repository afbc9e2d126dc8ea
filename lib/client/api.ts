// The one way to the server: JSON in, JSON out, failures as ApiError with the server's code, sentence and details.
// Changing requests carry the session's CSRF token, which is read once and kept in this module.

import type { Session } from '@/lib/contract/auth'
import type { ApiErrorBody } from '@/lib/contract/common'
import { frameTexts } from '@/lib/texts/frame'
import { failureIn } from './api-failure'
import { textsNow } from './language'

export const apiRoot = '/api/v1'
export const csrfHeader = 'x-csrf-token'

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: NonNullable<ApiErrorBody['error']['details']>

  constructor(status: number, code: string, message: string, details: ApiErrorBody['error']['details'] = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
  }

  /** Said on this side and so in the document's language; what the server says is English. */
  get isOwnWords(): boolean {
    return this.code === 'offline' || this.code === 'foreign'
  }

  /** What to do about it, when the server knows. */
  get fix(): string | undefined {
    return this.details.fix
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError

let csrfToken: string | undefined

export const keepCsrfToken = (token: string | undefined): void => {
  csrfToken = token
}

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  query?: Record<string, string | number | boolean | undefined | null>
  signal?: AbortSignal
  /** For answers that are told line by line. */
  accept?: string
}

export function apiUrl(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const tail = search.toString()
  return `${apiRoot}${path}${tail ? `?${tail}` : ''}`
}

/** Throws ApiError for every answer that is not 2xx, and for no answer at all (code `offline`). */
export async function readError(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '')
  try {
    const failure = failureIn(JSON.parse(text))
    if (failure) return new ApiError(response.status, failure.code, failure.message, failure.details)
  } catch {
    // Not our JSON: a proxy in between answered. Its status is all there is to say.
  }
  const status = `${response.status} ${response.statusText}`.trim()
  return new ApiError(response.status, 'foreign', textsNow(frameTexts).lost.foreign(status))
}

function leaveForLogin(): void {
  if (typeof window === 'undefined' || window.location.pathname === '/login') return
  const next = window.location.pathname + window.location.search
  window.location.assign(`/login?next=${encodeURIComponent(next)}&ended=1`)
}

async function currentCsrfToken(): Promise<string | undefined> {
  if (csrfToken === undefined) {
    const session = await request<Session>('/session')
    csrfToken = session.csrfToken
  }
  return csrfToken
}

/** What every change carries beside its body. */
export async function changeHeaders(): Promise<Record<string, string>> {
  const token = await currentCsrfToken()
  return { accept: 'application/json', ...(token ? { [csrfHeader]: token } : {}) }
}

export function offlineError(): ApiError {
  const t = textsNow(frameTexts).lost
  return new ApiError(0, 'offline', t.silent, { fix: t.again })
}

/** The raw answer, for streams and downloads. Fails like `request`. */
export async function open(path: string, options: RequestOptions = {}): Promise<Response> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { accept: options.accept ?? 'application/json' }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  const body = options.body === undefined ? undefined : JSON.stringify(options.body)
  const isLogin = path === '/session' && method === 'POST'
  if (method !== 'GET' && !isLogin) {
    const token = await currentCsrfToken()
    if (token) headers[csrfHeader] = token
  }
  let response: Response
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw offlineError()
  }
  if (response.ok) return response
  const error = await readError(response)
  if (error.status === 401 && !isLogin) leaveForLogin()
  if (error.code === 'csrf') csrfToken = undefined
  throw error
}

export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await open(path, options)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export const api = {
  /** For a request with a body that asks rather than changes, and may be called off. */
  send: <T>(method: 'POST' | 'PUT', path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    request<T>(path, { method, body, ...(signal ? { signal } : {}) }),
  get: <T>(path: string, query?: RequestOptions['query'], signal?: AbortSignal): Promise<T> =>
    request<T>(path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) }),
  post: <T>(path: string, body?: unknown, query?: RequestOptions['query']): Promise<T> =>
    request<T>(path, { method: 'POST', body: body ?? {}, ...(query ? { query } : {}) }),
  put: <T>(path: string, body: unknown, query?: RequestOptions['query']): Promise<T> =>
    request<T>(path, { method: 'PUT', body, ...(query ? { query } : {}) }),
  patch: <T>(path: string, body: unknown): Promise<T> => request<T>(path, { method: 'PATCH', body }),
  delete: <T>(path: string, query?: RequestOptions['query']): Promise<T> =>
    request<T>(path, { method: 'DELETE', ...(query ? { query } : {}) }),
}
