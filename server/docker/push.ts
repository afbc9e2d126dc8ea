// Pushes an image that a host has under the name of its registry.
import { isAppError } from '@/server/errors'
import type { Engine } from './engine'
import { splitReference } from './pull'
import { authHeader, type RegistryAuth, registryError } from './registry-auth'
import { type TransferProgress, transferLines } from './transfer'

export type PushRequest = { auth: RegistryAuth | undefined; signal?: AbortSignal }

/** Ends well only when the registry gave a digest; throws registry_error with the engine's words otherwise. */
export async function* pushImage(
  engine: Engine,
  reference: string,
  { auth, signal }: PushRequest,
): AsyncGenerator<TransferProgress> {
  const { name, tag } = splitReference(reference)
  const failed = (words: string, cause?: unknown) => registryError('cannot be pushed', reference, words, auth, cause)
  const response = await engine
    .stream('POST', `/images/${encodeURIComponent(name)}/push`, {
      query: { tag },
      headers: authHeader(auth),
      timeoutMs: 180_000,
      ...(signal ? { signal } : {}),
    })
    .catch((error: unknown) => {
      if (isAppError(error) && error.code === 'engine_error') throw failed(error.message, error)
      throw error
    })
  let ended = false
  for await (const progress of transferLines(engine, response, 'POST /images/push', failed)) {
    if (/: digest: sha256:/.test(progress.status)) ended = true
    yield progress
  }
  if (!ended) throw failed('the engine broke off')
}
