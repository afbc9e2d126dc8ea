// Decides from what is known whether a wanted network can be made, where, and with which words to the engine. Pure.
import type { Host } from '@/lib/contract/hosts'
import type { CreateNetworkRequest, Network, OverlayStatus } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import { formatRange, parseRange } from './cidr'
import { checkSubnet, chooseSubnet, type SubnetPool, type UsedRange } from './subnets'

export type RequestFacts = {
  hosts: Host[]
  networks: Network[]
  overlay: OverlayStatus
  /** The hosts' own networks, and what else is in use. */
  otherRanges: UsedRange[]
  pools: SubnetPool[]
}
export type NetworkPlan = {
  kind: 'swarm' | 'kv' | 'local'
  /** Hosts that can make it, best first. A local network has one. */
  hosts: Host[]
  /** Chosen here rather than asked for: another may be taken if the engine knows better. */
  chosen: boolean
  subnet: string | null
}

/** One each per engine, made by the engine. */
const single = new Set(['host', 'null', 'none'])
const reserved = new Set(['bridge', 'host', 'none', 'default', 'container', 'ingress', 'docker_gwbridge'])
/** Drivers whose networks lie in a LAN on purpose, the same on every host. */
const inTheLan = new Set(['macvlan', 'ipvlan'])

const isShared = (network: Pick<Network, 'scope'>): boolean => network.scope !== 'local'

const offeredDrivers = (hosts: Host[]): string[] =>
  [...new Set(hosts.flatMap((host) => host.engine?.networkDrivers ?? []))].filter((each) => !single.has(each)).sort()

const invalid = (message: string, fix: string): AppError => new AppError('invalid_input', message, { details: { fix } })

const checkDriver = (driver: string, hosts: Host[]): void => {
  if (single.has(driver)) {
    throw invalid(`Each engine has its one "${driver}" network; no other can be made.`, 'Choose bridge or overlay.')
  }
  const offered = offeredDrivers(hosts)
  if (driver !== 'overlay' && !offered.includes(driver)) {
    throw invalid(
      `No engine offers the network driver "${driver}".`,
      offered.length > 0 ? `Offered are ${offered.join(', ')}.` : 'No host has told its drivers yet.',
    )
  }
}

const checkName = (name: string, networks: Network[], hostId: string | null): void => {
  if (reserved.has(name)) {
    throw new AppError('name_taken', `"${name}" is the name of a network that engines make themselves.`, {
      details: { fix: 'Choose another name.' },
    })
  }
  const other = networks.find(
    (network) => network.name === name && (hostId === null || isShared(network) || network.hostIds.includes(hostId)),
  )
  if (!other) return
  const what = isShared(other) ? `the ${other.driver} network ${name}` : `the local network ${other.displayName}`
  throw new AppError('name_taken', `The name ${name} is taken by ${what}.`, {
    details: { fix: isShared(other) ? 'Choose another name.' : `Choose another name, or remove ${other.displayName}.` },
  })
}

const localHost = (request: CreateNetworkRequest, hosts: Host[]): Host => {
  const offering = hosts.filter((host) => host.engine?.networkDrivers.includes(request.driver))
  if (request.hostId === undefined) {
    const [only] = offering
    if (only && offering.length === 1) return only
    throw invalid(
      `A ${request.driver} network belongs to one host, and none is chosen.`,
      `Choose one of ${offering.map((host) => host.name).join(', ')}.`,
    )
  }
  const host = hosts.find((each) => each.id === request.hostId)
  if (!host) throw new AppError('not_found', `There is no host with the id ${request.hostId}.`)
  if (host.state === 'unreachable' || host.state === 'pending' || !host.engine) {
    throw new AppError('host_unreachable', `${host.name} does not answer, so no network can be made there.`, {
      details: { fix: host.stateReason ?? 'Choose another host.' },
    })
  }
  if (!offering.includes(host)) {
    throw invalid(
      `${host.name} does not offer the network driver "${request.driver}".`,
      `It offers ${offeredDrivers([host]).join(', ') || 'none'}${offering.length > 0 ? `; ${request.driver} is offered by ${offering.map((each) => each.name).join(', ')}` : ''}.`,
    )
  }
  return host
}

export const quorumRefusal = (what: string): AppError =>
  new AppError('conflict', `The managers have no quorum, so ${what}.`, {
    details: {
      fix: 'Bring the missing managers back, or run `docker swarm init --force-new-cluster` on one that is left.',
    },
  })

export const lacksQuorum = (overlay: OverlayStatus): boolean =>
  overlay.hosts.some((host) => host.reasons.some(({ code }) => code === 'quorum-lost'))

const overlayHosts = ({ overlay, hosts }: RequestFacts): Host[] => {
  const able = overlay.hosts.filter(
    (each) => each.status === 'in' && (overlay.mode === 'kv' || each.role === 'manager'),
  )
  const ids = new Set(able.map((each) => each.hostId))
  return hosts
    .filter((host) => ids.has(host.id))
    .sort((a, b) => Number(b.state === 'healthy') - Number(a.state === 'healthy'))
}

/** What a new network must keep clear of. A local one shares nothing with the local ones of other hosts. */
const rivals = (driver: string, hostId: string | null, facts: RequestFacts): UsedRange[] => {
  const networks = facts.networks.filter(
    (each) => hostId === null || isShared(each) || (each.hostIds.includes(hostId) && !inTheLan.has(driver)),
  )
  const used = networks.flatMap((network) =>
    network.ipam.flatMap(({ subnet }) => {
      const range = parseRange(subnet)
      return range ? [{ range, owner: `network ${network.displayName}` }] : []
    }),
  )
  return inTheLan.has(driver) ? used : [...used, ...facts.otherRanges]
}

const planSubnet = (
  request: CreateNetworkRequest,
  kind: NetworkPlan['kind'],
  facts: RequestFacts,
): Pick<NetworkPlan, 'chosen' | 'subnet'> => {
  const used = rivals(request.driver, kind === 'local' ? (request.hostId ?? null) : null, facts)
  if (request.subnet !== undefined && request.subnet !== '') {
    const wanted = {
      subnet: request.subnet,
      ...(request.gateway ? { gateway: request.gateway } : {}),
      ...(request.ipRange ? { ipRange: request.ipRange } : {}),
    }
    const problem = checkSubnet(wanted, used)
    if (problem) throw new AppError(problem.code, problem.message, { details: { fix: problem.fix } })
    if (kind !== 'local' && parseRange(request.subnet)?.family === 6) {
      throw new AppError('not_supported', 'Overlay networks carry IPv4 only.', {
        details: { fix: 'Choose an IPv4 subnet, such as 10.0.1.0/24.' },
      })
    }
    return { chosen: false, subnet: request.subnet }
  }
  if (request.gateway || request.ipRange) {
    throw invalid('A gateway or an IP range needs a subnet.', 'Give the subnet that holds it.')
  }
  // An engine knows the routes of its own host best; nobody else knows those of the whole cluster.
  if (kind === 'local') return { chosen: false, subnet: null }
  const free = chooseSubnet(facts.pools, used)
  if (!free) {
    const pools = facts.pools.map(({ range }) => range).join(', ')
    throw new AppError('subnet_overlap', `No free subnet is left in ${pools}.`, {
      details: { fix: 'Give a subnet, or remove networks that are not needed.' },
    })
  }
  return { chosen: true, subnet: formatRange(free) }
}

/** Throws an AppError that says what is wrong with the request and what to do. */
export const planNetwork = (request: CreateNetworkRequest, facts: RequestFacts): NetworkPlan => {
  checkDriver(request.driver, facts.hosts)
  if (request.driver !== 'overlay') {
    const host = localHost(request, facts.hosts)
    checkName(request.name, facts.networks, host.id)
    return { kind: 'local', hosts: [host], ...planSubnet({ ...request, hostId: host.id }, 'local', facts) }
  }
  if (!facts.overlay.enabled) {
    throw new AppError('conflict', 'Overlay networking is off, so no network can span hosts.', {
      details: { fix: 'Enable overlay networking for the hosts first, or choose the bridge driver on one host.' },
    })
  }
  checkName(request.name, facts.networks, null)
  const kind = facts.overlay.mode === 'kv' ? 'kv' : 'swarm'
  const subnet = planSubnet(request, kind, facts)
  if (lacksQuorum(facts.overlay)) throw quorumRefusal('no overlay can be made')
  const hosts = overlayHosts(facts)
  if (hosts.length === 0) {
    throw new AppError('host_unreachable', `No host that can make an overlay answers. ${facts.overlay.summary}.`, {
      details: { fix: kind === 'kv' ? 'Bring one of the hosts back.' : 'Bring the managers back.' },
    })
  }
  return { kind, hosts, ...subnet }
}
