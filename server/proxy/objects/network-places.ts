// Which hosts can join a container to a network, by what a client calls it: a local network is where it is, an overlay wherever
// its cluster reaches. Pure.
import type { Host } from '@/lib/contract/hosts'
import type { Network } from '@/lib/contract/networks'

/** `hosts`: names, null for all of them; `name`: what the engine there is told. */
export type NetworkPlaces = { name: string; hosts: string[] | null }

const everywhere = new Set(['', 'default', 'bridge', 'host', 'none', 'nat'])

const answersTo = ({ id, name }: Network, ref: string): boolean =>
  name === ref || id === ref || (ref.length >= 12 && id.startsWith(ref))

const reaches = (network: Network, host: Host): boolean => {
  if (network.hostIds.includes(host.id)) return true
  if (network.scope === 'swarm') return host.engine?.swarm.state === 'active'
  return network.scope === 'global' && host.engine?.clusterStore !== undefined
}

export function networkPlaces(
  ref: string,
  networksNow: () => readonly Network[],
  hostsNow: () => readonly Host[],
): NetworkPlaces {
  if (everywhere.has(ref) || ref.startsWith('container:')) return { name: ref, hosts: null }
  const [networks, hosts] = [networksNow(), hostsNow()]
  const slash = ref.indexOf('/')
  const host = slash > 0 ? hosts.find(({ name }) => name === ref.slice(0, slash)) : undefined
  if (host) return { name: ref.slice(slash + 1), hosts: [host.name] }
  const found = networks.filter((network) => answersTo(network, ref))
  const shared = found.find(({ scope }) => scope !== 'local')
  if (shared) return { name: ref, hosts: hosts.filter((each) => reaches(shared, each)).map(({ name }) => name) }
  // Nobody knows it: the engine says so.
  if (found.length === 0) return { name: ref, hosts: null }
  const ids = new Set(found.flatMap(({ hostIds }) => hostIds))
  return { name: ref, hosts: hosts.filter(({ id }) => ids.has(id)).map(({ name }) => name) }
}
