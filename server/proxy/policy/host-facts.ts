// What a policy has to know of the hosts to judge a request: whose volumes there are, and which networks are the hosts' own.
import type { Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import type { ProxyContext } from '../types'
import type { HostFacts } from './judge-host-config'

/** Lists of a thousand hosts are made once for each request, however much it asks for. */
export function factsOf({ cluster }: Pick<ProxyContext, 'cluster'>): HostFacts {
  let volumes: Map<string, Volume[]> | undefined
  let hostNetworks: Network[] | undefined
  const volumesByName = () => {
    const byName = new Map<string, Volume[]>()
    for (const volume of cluster.volumes()) {
      const named = byName.get(volume.name)
      if (named) named.push(volume)
      else byName.set(volume.name, [volume])
    }
    return byName
  }
  return {
    volumes(name) {
      volumes ??= volumesByName()
      return volumes.get(name) ?? []
    },
    isHostNetwork(ref) {
      hostNetworks ??= cluster.networks().filter(({ driver }) => driver === 'host')
      return (
        ref.toLowerCase() === 'host' ||
        hostNetworks.some(
          ({ id, name, displayName }) => name === ref || displayName === ref || (ref.length >= 4 && id.startsWith(ref)),
        )
      )
    },
  }
}
