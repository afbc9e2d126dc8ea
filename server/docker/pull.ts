// Pulls an image and tells how far each layer is.
import { isAppError } from '@/server/errors'
import type { Engine } from './engine'
import { authHeader, type RegistryAuth, registryError } from './registry-auth'
import { type TransferProgress, transferLines } from './transfer'

export type PullRequest = { auth?: RegistryAuth | undefined; platform?: string; signal?: AbortSignal }

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

/** Ends well only when the engine said that it did; throws registry_error with the engine's words otherwise. */
export async function* pullImage(
  engine: Engine,
  reference: string,
  request: PullRequest = {},
): AsyncGenerator<TransferProgress> {
  const { name, tag } = splitReference(reference)
  const { auth, platform, signal } = request
  const failed = (words: string, cause?: unknown) => registryError('cannot be pulled', reference, words, auth, cause)
  const response = await engine
    .stream('POST', '/images/create', {
      query: { fromImage: name, tag, platform },
      headers: auth ? authHeader(auth) : {},
      // The head comes with the first progress, which waits for name resolution and the registry's first word.
      timeoutMs: 180_000,
      ...(signal ? { signal } : {}),
    })
    .catch((error: unknown) => {
      if (isAppError(error) && error.code === 'engine_error') throw failed(error.message, error)
      throw error
    })
  let ended = false
  for await (const progress of transferLines(engine, response, 'POST /images/create', failed)) {
    if (/^Status: /.test(progress.status)) ended = true
    yield progress
  }
  if (!ended) throw failed('the engine broke off')
}
