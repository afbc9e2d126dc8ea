// Pushes an image that a host has under the name of its registry.
import type { Engine } from './engine'
import { splitReference } from './pull'
import { authHeader, type RegistryAuth, registryError } from './registry-auth'
import { type TransferProgress, transfer } from './transfer'

export type PushRequest = { auth: RegistryAuth | undefined; signal?: AbortSignal }

/** Ends well only when the registry gave a digest; throws registry_error with the engine's words otherwise. */
export function pushImage(
  engine: Engine,
  reference: string,
  { auth, signal }: PushRequest,
): AsyncGenerator<TransferProgress> {
  const { name, tag } = splitReference(reference)
  return transfer(engine, {
    path: `/images/${encodeURIComponent(name)}/push`,
    query: { tag },
    headers: authHeader(auth),
    signal,
    isEnd: /: digest: sha256:/,
    failed: (words, cause) => registryError('cannot be pushed', reference, words, auth, cause),
  })
}
