// What a tag is now, as its registry says through one of the engines: nothing is pulled.
import type { Cluster } from '@/server/cluster/types'
import { authHeader, registryError } from '@/server/docker/registry-auth'
import { AppError, isAppError } from '@/server/errors'
import type { RegistryAccess } from './types'

type Distribution = { Descriptor?: { digest?: string } }

/** Throws registry_error with what the registry said, host_unreachable when no host answers that could ask it. */
export const registryDigest = async (
  cluster: Cluster,
  registries: RegistryAccess,
  reference: string,
): Promise<string> => {
  const host = cluster.hosts().find(({ state }) => state === 'healthy')
  if (host === undefined) throw new AppError('host_unreachable', 'No host answers that could ask the registry.')
  const auth = await registries.authFor(reference)
  const path = `/distribution/${encodeURIComponent(reference)}/json`
  const failed = (words: string, cause?: unknown) => registryError('cannot be looked up', reference, words, auth, cause)
  const answer = await cluster
    .engine(host.id)
    .json<Distribution>('GET', path, { headers: auth === undefined ? {} : authHeader(auth), timeoutMs: 10_000 })
    .catch((error: unknown) => {
      throw isAppError(error) && error.code === 'engine_error' ? failed(error.message, error) : error
    })
  if (answer.Descriptor?.digest === undefined) throw failed('the engine names no digest')
  return answer.Descriptor.digest
}
