// The one way to the server: JSON in, JSON out, failures as ApiError with the server's code, sentence and details.
// Changing requests carry the session's CSRF token, which is read once and kept in this module with the name of whom it belongs to: what
// one person has asked for is never sent as another who has signed in from a tab of the same browser.

import type { Session } from '@/lib/contract/auth'
import type { ApiErrorBody } from '@/lib/contract/common'
import { frameTexts } from '@/lib/texts/frame'
import { failureIn } from './api-failure'
import { textsNow } from './language'
import { untilSentences } from './sentences'
import { leaveForLogin, untilSignedIn } from './session-end'

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
    return this.code === 'offline' || this.code === 'foreign' || this.code === 'other-person'
  }

  /** What to do about it, when the server knows. */
  get fix(): string | undefined {
    return this.details.fix
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError

type Kept = Pick<Session, 'username' | 'csrfToken'>

let csrfToken: string | undefined
/** Whose page this is. */
let person: string | undefined

/** Of whoever has just signed in here; null: nobody yet. */
export function keepSession(session: Kept | null): void {
  csrfToken = session?.csrfToken
  person = session?.username
}

/** The session stays the person's, but has another token. */
export const forgetCsrfToken = (): void => {
  csrfToken = undefined
}

/** Throws ApiError when it is no longer that of the one this page was opened by. */
export function takeSession<T extends Kept>(session: T): T {
  if (person !== undefined && person !== session.username) {
    const t = textsNow(frameTexts).lost
    throw new ApiError(0, 'other-person', t.otherPerson(session.username), { fix: t.asThem })
  }
  keepSession(session)
  return session
}

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** JSON, but for bytes, which go as they are. */
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

async function currentCsrfToken(): Promise<string | undefined> {
  if (csrfToken === undefined) takeSession(await request<Session>('/session'))
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

/** Whether a refused request is to be sent again as it is: it has done nothing, and what it lacked is there by then. */
export async function mayAskAgain(error: ApiError, refusals: number, signal?: AbortSignal): Promise<boolean> {
  if (error.code === 'csrf') {
    forgetCsrfToken()
    return refusals === 0
  }
  if (error.status !== 401 || typeof window === 'undefined' || window.location.pathname === '/login') return false
  if (error.code === 'unauthenticated') {
    await untilSignedIn(signal)
    return true
  }
  // Not our sign-in but that of a proxy in front, which shows itself to a page that is loaded.
  leaveForLogin()
  return false
}

/** Signing in and out: a refusal there is the answer. */
const isAboutSession = (path: string, { method = 'GET' }: RequestOptions) => path === '/session' && method !== 'GET'

async function send(path: string, options: RequestOptions): Promise<Response> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { accept: options.accept ?? 'application/json' }
  const isBytes = options.body instanceof Uint8Array
  if (options.body !== undefined) headers['content-type'] = isBytes ? 'application/octet-stream' : 'application/json'
  const body = isBytes || options.body === undefined ? options.body : JSON.stringify(options.body)
  if (method !== 'GET' && !(path === '/session' && method === 'POST')) {
    const token = await currentCsrfToken()
    if (token) headers[csrfHeader] = token
  }
  try {
    return await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: body as BodyInit }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw offlineError()
  }
}

/** Who is signed in; null: nobody, or it cannot be asked. */
export async function sessionNow(): Promise<Session | null> {
  const response = await send('/session', {}).catch(() => null)
  if (!response?.ok) return null
  const session = (await response.json()) as Session
  if (person === undefined || person === session.username) keepSession(session)
  return session
}

/** The raw answer, for streams and downloads. Fails like `request`. */
export async function open(path: string, options: RequestOptions = {}): Promise<Response> {
  for (let refusals = 0; ; refusals += 1) {
    const response = await send(path, options)
    await untilSentences(options.signal)
    if (response.ok) return response
    const error = await readError(response)
    if (error.status === 401 && isAboutSession(path, options)) throw error
    if (!(await mayAskAgain(error, refusals, options.signal))) throw error
  }
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
