// The cluster as parties on networks: services and single containers, each with the endpoints it really has. Containers that
// use another's network namespace have that one's endpoints; those on the host's network have none. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Network } from '@/lib/contract/networks'
import type { EdgePort, ReachLane, ReachParty } from '@/lib/contract/reach'
import type { ClusterSnapshot } from '@/server/cluster/types'

/** On the doctor's own short-lived containers, which are no part of anybody's cluster. */
export const probeLabel = 'io.lotse.probe'

export type ReachSnapshot = Pick<ClusterSnapshot, 'containers' | 'networks'>

export type MemberEndpoint = { lane: string; address: string; names: string[] }
export type Member = {
  container: Container
  /** Whose network namespace it lives in: its own id, another container's, or the host's. */
  space: string
  endpoints: MemberEndpoint[]
}
export type Party = {
  key: string
  stack: string | null
  service: string | null
  members: Member[]
  /** All that its members are on. */
  lanes: ReadonlySet<string>
}
export type ReachIndex = {
  lanes: Map<string, ReachLane>
  parties: Map<string, Party>
  /** Lane → keys of the parties on it. */
  onLane: Map<string, Set<string>>
  members: Map<string, Member>
}

export const isOn = ({ container }: Member): boolean => container.state === 'running'
export const usesHostNetwork = ({ container, space }: Member): boolean => space === hostSpace(container.hostId)
const hostSpace = (hostId: string): string => `host ${hostId}`

const addTo = <K, V>(map: Map<K, Set<V>>, key: K, value: V): void => {
  const set = map.get(key)
  if (set) set.add(value)
  else map.set(key, new Set([value]))
}

/** Equal ids on two hosts do occur (engines from one disk image), so a local network is told by host and name. */
const localKey = (hostId: string, name: string): string => `${hostId}/${name}`

export const laneKeyOf = ({ scope, hostIds, name, id }: Network): string =>
  scope === 'local' ? localKey(hostIds[0] ?? '', name) : id

const laneOf = (network: Network): ReachLane => ({
  key: laneKeyOf(network),
  networkId: network.id,
  name: network.displayName,
  driver: network.driver,
  isLocal: network.scope === 'local',
  internal: network.internal,
  hasNames: !(network.ingress || (network.predefined && network.driver !== 'overlay')),
  isolated: network.options['com.docker.network.bridge.enable_icc'] === 'false',
})

/** The owner of the namespace, followed through `container:`; null when it cannot be found. */
const ownerOf = (
  container: Container,
  find: (hostId: string, ref: string) => Container | undefined,
): Container | null => {
  let owner: Container | undefined = container
  for (let hops = 0; hops < 10; hops++) {
    if (!owner?.networkMode.startsWith('container:')) return owner ?? null
    owner = find(owner.hostId, owner.networkMode.slice('container:'.length))
  }
  return null
}

/** Few containers live in another's namespace, so nothing is looked up before the first of them. */
const finder = (containers: Container[]) => {
  let byRef: Map<string, Container> | null = null
  return (hostId: string, ref: string) => {
    byRef ??= new Map(
      containers.flatMap((one) =>
        [one.id, one.id.slice(0, 12), one.name].map((name) => [`${one.hostId} ${name}`, one]),
      ),
    )
    return byRef.get(`${hostId} ${ref}`)
  }
}

/** As the engine's name server knows it on a network: its short id too, which nobody types, is left out. */
const namesOf = (owner: Container, aliases: string[]): string[] => {
  const shortId = owner.id.slice(0, 12)
  const isOther = (alias: string) => alias !== shortId && alias !== owner.name
  return [...aliases.filter((alias, index) => isOther(alias) && aliases.indexOf(alias) === index), owner.name]
}

export const partyKeyOf = (container: Container): string =>
  container.stack && container.service && container.labels['com.docker.compose.oneoff'] !== 'True'
    ? `${container.stack}/${container.service}`
    : container.id

export const partyWith = (key: string, members: Member[]): Party => {
  const container = members[0]?.container
  return {
    key,
    stack: container?.stack ?? null,
    service: key === container?.id ? null : (container?.service ?? null),
    members,
    lanes: new Set(members.flatMap(({ endpoints }) => endpoints.map(({ lane }) => lane))),
  }
}

export const reachIndex = ({ containers, networks }: ReachSnapshot): ReachIndex => {
  const lanes = new Map(networks.map(laneOf).map((lane) => [lane.key, lane]))
  const wide = new Set(networks.filter(({ scope }) => scope !== 'local').map(({ id }) => id))
  const find = finder(containers)
  const membersOf = new Map<string, Member[]>()
  const index: ReachIndex = { lanes, parties: new Map(), onLane: new Map(), members: new Map() }
  for (const container of containers) {
    if (container.labels[probeLabel]) continue
    const owner = ownerOf(container, find)
    const isHost = owner?.networkMode === 'host'
    const endpoints = (isHost ? [] : (owner?.networks ?? [])).flatMap((one): MemberEndpoint[] => {
      const lane = wide.has(one.networkId) ? one.networkId : localKey(container.hostId, one.name)
      if (!lanes.has(lane) || one.name === 'none') return []
      return [{ lane, address: one.ipAddress, names: owner ? namesOf(owner, one.aliases ?? []) : [] }]
    })
    const space = isHost ? hostSpace(container.hostId) : (owner?.id ?? container.id)
    const member: Member = { container, space, endpoints }
    const key = partyKeyOf(container)
    const members = membersOf.get(key)
    if (members) members.push(member)
    else membersOf.set(key, [member])
    index.members.set(container.id, member)
    for (const { lane } of endpoints) addTo(index.onLane, lane, key)
  }
  for (const [key, members] of membersOf) index.parties.set(key, partyWith(key, members))
  return index
}

export const briefOf = ({ key, stack, service, members }: Party): ReachParty => {
  const [first] = members
  const name = service ? `${stack}/${service}` : `${first?.container.hostName}/${first?.container.name}`
  return {
    key,
    name,
    stack,
    service,
    hostNames: [...new Set(members.map(({ container }) => container.hostName))].sort(),
    running: members.filter(isOn).length,
    total: members.length,
    known: members.some(({ container }) => container.known),
  }
}

/** Image, stack and published ports say which; nothing forbids others. */
export const portsOf = ({ members }: Party): string[] => [
  ...new Set(
    members.flatMap(({ container }) => [
      ...container.exposedPorts,
      ...container.requestedPorts.map(({ port }) => port),
      ...container.actualPorts.map(({ port }) => port),
    ]),
  ),
]

const everyAddress = new Set(['', '0.0.0.0', '::', '[::]'])

/** Once where the engine says the same for IPv4 and IPv6; of a stopped container what it asked for. */
export const edgeOf = ({ members }: Party): EdgePort[] => {
  const found = new Map<string, EdgePort>()
  for (const { container } of members) {
    const actual = container.actualPorts.filter(({ hostPort }) => hostPort !== '')
    for (const binding of actual.length > 0 ? actual : container.requestedPorts) {
      if (binding.hostPort === '') continue
      const hostIp = everyAddress.has(binding.hostIp) ? '' : binding.hostIp
      found.set(`${container.id} ${hostIp} ${binding.hostPort} ${binding.port}`, {
        containerId: container.id,
        containerName: container.name,
        hostId: container.hostId,
        hostName: container.hostName,
        hostIp,
        hostPort: binding.hostPort,
        port: binding.port,
        open: actual.length > 0 && container.state === 'running' && container.known,
      })
    }
  }
  return [...found.values()]
}
