// Pulls an image and tells how far each layer is.
import { AppError, isAppError } from '@/server/errors'
import { parseAddress } from './address'
import type { Engine } from './engine'
import { jsonLines } from './json-lines'

export type PullProgress = {
  /** Empty for what concerns the whole image. */
  layer: string
  /** The engine's words: `Downloading`, `Pull complete`, `Digest: sha256:…` */
  status: string
  current: number | null
  total: number | null
}

export type RegistryAuth = { username: string; password: string; serverAddress: string } | { identityToken: string }
export type PullRequest = { auth?: RegistryAuth; platform?: string; signal?: AbortSignal }

/** `nginx` → tag latest; a digest is the tag, as the engine's API wants it. */
export function splitReference(reference: string): { name: string; tag: string } {
  const at = reference.indexOf('@')
  if (at >= 0) {
    const name = reference.slice(0, at)
    const colon = name.lastIndexOf(':')
    return { name: colon > name.lastIndexOf('/') ? name.slice(0, colon) : name, tag: reference.slice(at + 1) }
  }
  const colon = reference.lastIndexOf(':')
  if (colon > reference.lastIndexOf('/')) return { name: reference.slice(0, colon), tag: reference.slice(colon + 1) }
  return { name: reference, tag: 'latest' }
}

export function authHeader(auth: RegistryAuth): string {
  const body =
    'identityToken' in auth
      ? { identitytoken: auth.identityToken }
      : { username: auth.username, password: auth.password, serveraddress: auth.serverAddress }
  return Buffer.from(JSON.stringify(body)).toString('base64url')
}

function registryError(reference: string, words: string, cause?: unknown): AppError {
  const fix = /unauthorized|denied|authentication required|no basic auth/i.test(words)
    ? 'Check the name, and the credentials for this registry.'
    : /not found|manifest unknown|does not exist|no such/i.test(words)
      ? 'Check name and tag.'
      : /toomanyrequests|rate limit/i.test(words)
        ? 'The registry limits pulls: log in or wait.'
        : /no such host|connection refused|timeout|timed out|i\/o|EOF|deadline/i.test(words)
          ? 'The host cannot reach the registry.'
          : /no space left/i.test(words)
            ? 'The disk of the host is full.'
            : undefined
  const code = /no space left/i.test(words) ? 'disk_full' : 'registry_error'
  const details = { reference, ...(fix ? { fix } : {}) }
  return new AppError(code, `${reference} cannot be pulled: ${words}`, { details, cause })
}

const asNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Ends well only when the engine said that it did; throws registry_error with the engine's words otherwise. */
export async function* pullImage(
  engine: Engine,
  reference: string,
  request: PullRequest = {},
): AsyncGenerator<PullProgress> {
  const { name, tag } = splitReference(reference)
  const { auth, platform, signal } = request
  const response = await engine
    .stream('POST', '/images/create', {
      query: { fromImage: name, tag, platform },
      headers: auth ? { 'X-Registry-Auth': authHeader(auth) } : {},
      // The head comes with the first progress, which waits for name resolution and the registry's first word.
      timeoutMs: 180_000,
      ...(signal ? { signal } : {}),
    })
    .catch((error: unknown) => {
      if (isAppError(error) && error.code === 'engine_error') throw registryError(reference, error.message, error)
      throw error
    })
  let ended = false
  for await (const line of jsonLines(response, 'POST /images/create', parseAddress(engine.address))) {
    const detail = line.errorDetail
    const said = typeof detail === 'object' && detail !== null && 'message' in detail ? asText(detail.message) : ''
    const failure = said || asText(line.error)
    if (failure) throw registryError(reference, failure)
    const progress = Object(line.progressDetail) as { current?: unknown; total?: unknown }
    const status = asText(line.status)
    if (/^Status: /.test(status)) ended = true
    yield { layer: asText(line.id), status, current: asNumber(progress.current), total: asNumber(progress.total) }
  }
  if (!ended) throw registryError(reference, 'the engine broke off')
}
