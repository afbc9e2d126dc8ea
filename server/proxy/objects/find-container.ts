// Which container a client means: full id, name, `host/name`, short id or prefix, as engines do, and the id that classic Swarm
// gave it, which it keeps when it moves.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { AppError, isAppError } from '@/server/errors'
import { swarmIdLabel } from '@/server/recreate/own-labels'
import { badRequest, notFound } from '../http/docker-error'

/** Throws not_found, or invalid_input when several are meant. */
export function findContainer(cluster: Pick<Cluster, 'container' | 'containersOf'>, ref: string): Container {
  const found = cluster.container(ref)
  if (found) return found
  const all = cluster.containersOf({})
  const isId = /^[0-9a-f]{3,64}$/.test(ref)
  const bySwarmId = isId ? all.filter(({ labels }) => labels[swarmIdLabel]?.startsWith(ref)) : []
  if (bySwarmId.length === 1) return bySwarmId[0] as Container
  const named = all.filter(({ name }) => name === ref)
  if (named.length > 1) {
    const places = named.map(({ hostName, name }) => `${hostName}/${name}`)
    throw badRequest(`${named.length} containers are named ${ref}: ${places.join(', ')}`)
  }
  if (bySwarmId.length > 1 || (isId && all.some(({ id }) => id.startsWith(ref)))) {
    throw badRequest(`multiple IDs found with provided prefix: ${ref}`)
  }
  throw notFound(`No such container: ${ref}`)
}

/** In classic Swarm's words when its host is away. */
export function requireHost(cluster: Pick<Cluster, 'engine'>, { name, hostId, hostName }: Container): void {
  try {
    cluster.engine(hostId)
  } catch (error) {
    if (!isAppError(error) || error.code !== 'host_unreachable') throw error
    throw new AppError(
      'host_unreachable',
      `Container ${name} running on unhealthy node ${hostName}: ${error.message}`,
      {
        cause: error,
      },
    )
  }
}

export const placeOfContainer = ({ hostName, name }: Container): string => `${hostName}/${name}`
