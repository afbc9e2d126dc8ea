// The networks the hosts are on, as far as they can be told: the addresses they are reached by, and the exact ranges where
// this machine is on the same network.
import { networkInterfaces } from 'node:os'
import type { Host } from '@/lib/contract/hosts'
import { connectionIp } from './advertise-address'
import { containsAddress, isLoopback, parseAddress, parseRange, type Range } from './cidr'
import { inParallel } from './in-parallel'
import { type HostAddress, type UsedRange, usedByHosts } from './subnets'

type OwnInterface = { ip: string; range: Range }

/** Bridges of a local engine are its networks, listed by the engine itself. */
const ofEngines = /^(docker|br-|veth|vx-)/

const ownInterfaces = (): OwnInterface[] =>
  Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    ofEngines.test(name)
      ? []
      : (addresses ?? []).flatMap(({ address, cidr, internal }) => {
          const range = cidr === null ? null : parseRange(cidr)
          return internal || !range || address.startsWith('fe80:') ? [] : [{ ip: address, range }]
        }),
  )

const addressesOf = async (host: Host, own: OwnInterface[]): Promise<HostAddress[]> => {
  const connection = await connectionIp(host)
  // Only the local socket has no connection address: that host is this machine.
  if (connection === null && host.address.startsWith('unix:')) {
    return own.map(({ ip, range }) => ({ hostName: host.name, ip, range }))
  }
  const swarmAddress = host.engine?.swarm.nodeAddress
  const ips = new Set([connection, swarmAddress].filter((ip): ip is string => Boolean(ip) && ip !== '0.0.0.0'))
  return [...ips].flatMap((ip) => {
    const address = parseAddress(ip)
    if (!address || isLoopback(ip)) return []
    const known = own.find(({ range }) => containsAddress(range, address))
    return [{ hostName: host.name, ip, ...(known ? { range: known.range } : {}) }]
  })
}

export const hostAddressesOf = async (hosts: Host[]): Promise<HostAddress[]> => {
  const own = ownInterfaces()
  return (await inParallel(hosts, 32, (host) => addressesOf(host, own))).flat()
}

export const hostRangesOf = async (hosts: Host[]): Promise<UsedRange[]> => usedByHosts(await hostAddressesOf(hosts))
