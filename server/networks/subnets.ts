// Plans the subnets of the cluster against each other and against the hosts' own: what is in use and by whom,
// whether a wanted subnet may be used, and which one to take when nobody said. Pure.
import type { Network } from '@/lib/contract/networks'
import {
  bitsOf,
  containsAddress,
  containsRange,
  formatRange,
  lastOf,
  overlaps,
  parseAddress,
  parseRange,
  type Range,
  rangeAround,
} from './cidr'

/** A range that is taken, and the words that name who has it, e.g. `network shop_default`. */
export type UsedRange = { range: Range; owner: string }
/** An address of a host, and its network when that is known. Without, its /24 (or /64) counts as in use. */
export type HostAddress = { hostName: string; ip: string; range?: Range }
export type WantedSubnet = { subnet: string; gateway?: string; ipRange?: string }
export type SubnetProblem = { code: 'invalid_input' | 'subnet_overlap'; message: string; fix: string }
/** Subnets of the given prefix are cut from `range` in order. */
export type SubnetPool = { range: string; prefix: number }

/** What Swarm mode itself uses. */
export const defaultSubnetPools: SubnetPool[] = [{ range: '10.0.0.0/8', prefix: 24 }]

const special: UsedRange[] = [
  ['0.0.0.0/8', '"this network"'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local addresses'],
  ['224.0.0.0/3', 'multicast and reserved addresses'],
  ['::/127', 'loopback'],
  ['fe80::/10', 'link-local addresses'],
  ['ff00::/8', 'multicast'],
].flatMap(([text = '', owner = '']) => {
  const range = parseRange(text)
  return range ? [{ range, owner }] : []
})

export const usedByNetworks = (networks: Pick<Network, 'displayName' | 'ipam'>[]): UsedRange[] =>
  networks.flatMap((network) =>
    network.ipam.flatMap((pool) => {
      const range = parseRange(pool.subnet)
      return range ? [{ range, owner: `network ${network.displayName}` }] : []
    }),
  )

/** The network that a host is on by this address: exact where it is known, else the usual size around it. */
export const rangeOfHost = ({ ip, range }: HostAddress): Range | null => {
  const address = parseAddress(ip)
  if (!address) return null
  return range && containsAddress(range, address) ? range : rangeAround(address, address.family === 4 ? 24 : 64)
}

export const usedByHosts = (addresses: HostAddress[]): UsedRange[] =>
  addresses.flatMap((each) => {
    const range = rangeOfHost(each)
    return range ? [{ range, owner: `the network of host ${each.hostName}` }] : []
  })

export const findOverlap = (wanted: Range, used: UsedRange[]): UsedRange | undefined =>
  used.find(({ range }) => overlaps(wanted, range))

const invalid = (message: string, fix: string): SubnetProblem => ({ code: 'invalid_input', message, fix })

const checkInside = (subnet: Range, wanted: WantedSubnet): SubnetProblem | null => {
  const inside = `Choose an address inside ${formatRange(subnet)}.`
  if (wanted.gateway !== undefined) {
    const gateway = parseAddress(wanted.gateway)
    if (!gateway) return invalid(`The gateway "${wanted.gateway}" is not an IP address.`, inside)
    if (!containsAddress(subnet, gateway)) {
      return invalid(`The gateway ${wanted.gateway} is outside the subnet ${formatRange(subnet)}.`, inside)
    }
    if (gateway.value === subnet.base || (subnet.family === 4 && gateway.value === lastOf(subnet))) {
      return invalid(`The gateway ${wanted.gateway} is the subnet's network or broadcast address.`, inside)
    }
  }
  if (wanted.ipRange !== undefined) {
    const ipRange = parseRange(wanted.ipRange)
    if (!ipRange)
      return invalid(`The IP range "${wanted.ipRange}" is not in CIDR notation.`, 'Write it as 10.0.1.128/25.')
    if (!containsRange(subnet, ipRange)) {
      return invalid(
        `The IP range ${wanted.ipRange} is outside the subnet ${formatRange(subnet)}.`,
        `Choose a range inside ${formatRange(subnet)}.`,
      )
    }
  }
  return null
}

/** Null: the subnet, its gateway and its IP range may be used. */
export const checkSubnet = (wanted: WantedSubnet, used: UsedRange[]): SubnetProblem | null => {
  const subnet = parseRange(wanted.subnet)
  if (!subnet) return invalid(`The subnet "${wanted.subnet}" is not in CIDR notation.`, 'Write it as 10.0.1.0/24.')
  const written = parseAddress(wanted.subnet.slice(0, wanted.subnet.indexOf('/')))
  if (written?.value !== subnet.base) {
    return invalid(
      `The subnet ${wanted.subnet} has bits set behind its prefix.`,
      `Write ${formatRange(subnet)} if you mean that network.`,
    )
  }
  const longest = bitsOf(subnet.family) - 2
  if (subnet.prefix > longest || subnet.prefix < 8) {
    return invalid(
      `The subnet ${wanted.subnet} is too ${subnet.prefix < 8 ? 'large' : 'small'} for a network.`,
      `Choose a prefix from /8 to /${longest}; /24 has room for some 250 containers.`,
    )
  }
  const reserved = findOverlap(subnet, special)
  if (reserved) {
    return invalid(
      `The subnet ${wanted.subnet} lies in ${formatRange(reserved.range)}, which is for ${reserved.owner}.`,
      'Choose a private range, such as one inside 10.0.0.0/8.',
    )
  }
  const other = findOverlap(subnet, used)
  if (other) {
    return {
      code: 'subnet_overlap',
      message: `The subnet ${wanted.subnet} overlaps ${formatRange(other.range)} of ${other.owner}.`,
      fix: 'Choose another subnet, or leave it empty to have a free one chosen.',
    }
  }
  return checkInside(subnet, wanted)
}

/** The first subnet of the pools that overlaps nothing, or null when they are full. */
export const chooseSubnet = (pools: SubnetPool[], used: UsedRange[]): Range | null => {
  for (const { range, prefix } of pools) {
    const pool = parseRange(range)
    if (!pool || prefix < pool.prefix || prefix > bitsOf(pool.family)) continue
    const size = 1n << BigInt(bitsOf(pool.family) - prefix)
    const taken = [...used, ...special].map((each) => each.range).filter((each) => overlaps(pool, each))
    taken.sort((a, b) => (a.base < b.base ? -1 : a.base > b.base ? 1 : 0))
    // One walk in order of address: each range in the way moves the candidate behind it, to the next place of its size.
    let base = pool.base
    for (const each of taken) {
      if (each.base >= base + size) break
      if (lastOf(each) >= base) base = pool.base + ((lastOf(each) - pool.base) / size + 1n) * size
    }
    if (base <= lastOf(pool)) return { family: pool.family, base, prefix }
  }
  return null
}

/**
 * The pool a new Swarm-mode cluster should cut its own networks from (`ingress` first), or null when its default
 * of 10.0.0.0/8 does no harm. It knows nothing of the hosts' networks and would take 10.0.0.0/24 over a LAN of that name.
 */
export const chooseSwarmPool = (used: UsedRange[]): Range | null => {
  const defaultStart = parseRange('10.0.0.0/16')
  if (defaultStart && !findOverlap(defaultStart, used)) return null
  return chooseSubnet(
    [
      { range: '10.0.0.0/8', prefix: 16 },
      { range: '172.16.0.0/12', prefix: 16 },
      { range: '192.168.0.0/16', prefix: 20 },
    ],
    used,
  )
}
