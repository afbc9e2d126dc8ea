// Pulls an image and tells how far each layer is.
import type { Engine } from './engine'
import { authHeader, type RegistryAuth, registryError } from './registry-auth'
import { type TransferProgress, transfer } from './transfer'

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
export function pullImage(
  engine: Engine,
  reference: string,
  { auth, platform, signal }: PullRequest = {},
): AsyncGenerator<TransferProgress> {
  const { name, tag } = splitReference(reference)
  return transfer(engine, {
    path: '/images/create',
    query: { fromImage: name, tag, platform },
    headers: auth ? authHeader(auth) : {},
    signal,
    isEnd: /^Status: /,
    failed: (words, cause) => registryError('cannot be pulled', reference, words, auth, cause),
  })
}
