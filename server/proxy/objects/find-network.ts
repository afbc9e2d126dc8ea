// Which network a client means: id, `host/name`, or a name if only one has it.
import type { Network } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { badRequest, notFound } from '../http/docker-error'

/** Throws not_found, or invalid_input when several are meant, in the engine's words. */
export function findNetwork(cluster: Pick<Cluster, 'networks'>, ref: string): Network {
  const networks = cluster.networks()
  const exact = networks.find(({ id, displayName }) => id === ref || displayName === ref)
  if (exact) return exact
  const named = networks.filter(({ name }) => name === ref)
  const found =
    named.length > 0 || !/^[0-9a-z]{4,64}$/.test(ref) ? named : networks.filter(({ id }) => id.startsWith(ref))
  const [network] = found
  if (!network) throw notFound(`network ${ref} not found`)
  if (found.length === 1) return network
  const places = found.map(({ displayName }) => displayName).join(', ')
  throw badRequest(`network ${ref} is ambiguous (${found.length} matches found on name): ${places}`)
}
