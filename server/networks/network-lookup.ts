// Finds what a person named: a network of the cluster, a container of one.
import type { Container } from '@/lib/contract/containers'
import type { NetworkDetail } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'

export const networkNamed = (cluster: Pick<Cluster, 'network' | 'networks'>, ref: string): NetworkDetail => {
  const network = cluster.network(ref)
  if (network) return network
  const several = cluster.networks().filter((each) => each.name === ref)
  if (several.length > 1) {
    throw new AppError('not_found', `${several.length} networks are named ${ref}.`, {
      details: { fix: `Say which: ${several.map((each) => each.displayName).join(', ')}.` },
    })
  }
  throw new AppError('not_found', `There is no network ${ref}.`)
}

export const containerNamed = (cluster: Pick<Cluster, 'container'>, ref: string): Container => {
  const container = cluster.container(ref)
  if (container) return container
  throw new AppError('not_found', `There is no container ${ref}, or several go by it.`, {
    details: { fix: 'Say it as host/name or by its whole id.' },
  })
}
