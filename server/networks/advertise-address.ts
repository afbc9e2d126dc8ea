// Which address of a host the other hosts should use. A connection address says it for most; for the local socket the
// kernel is asked which of this machine's addresses leads to the others.
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Host } from '@/lib/contract/hosts'
import { parseAddress as parseEngineAddress } from '@/server/docker/address'
import { isLoopback } from './cidr'

/** Documentation addresses: never reached, but routed like any other. Connecting a UDP socket sends nothing. */
const anywhere = '192.0.2.1'

/** This machine's own address on the way to `target`. */
const sourceAddressTo = (target: string): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = createSocket(isIP(target) === 6 ? 'udp6' : 'udp4')
    const finish = (address: string | null) => {
      socket.close()
      resolve(address)
    }
    socket.once('error', () => finish(null))
    socket.connect(9, target, () => finish(socket.address().address))
  })

const hostPartOf = (host: Host): string | null => {
  const address = parseEngineAddress(host.address)
  if (address.kind === 'unix') return null
  return address.host === 'localhost' || isLoopback(address.host) ? null : address.host
}

const resolved = async (name: string): Promise<string | null> => {
  if (isIP(name)) return name
  try {
    const { address } = await lookup(name)
    return isLoopback(address) ? null : address
  } catch {
    // A name that does not resolve gives no address; the plan then asks for one.
    return null
  }
}

/** The address Lotse itself reaches the host by, or null for this machine's own engine. */
export const connectionIp = async (host: Host): Promise<string | null> => {
  const name = hostPartOf(host)
  return name === null ? null : resolved(name)
}

const localAddress = async (remotes: string[]): Promise<string | null> => {
  for (const target of [...remotes, anywhere]) {
    const source = await sourceAddressTo(target)
    if (source && !isLoopback(source)) return source
  }
  return null
}

/** By host id; a host without an entry has no address that could be found out. */
export const advertiseAddresses = async (
  hosts: Host[],
  given: Readonly<Record<string, string>>,
): Promise<Map<string, string>> => {
  const connections = await Promise.all(hosts.map(connectionIp))
  const remotes = connections.flatMap((ip) => ip ?? [])
  const found = await Promise.all(
    hosts.map(async (host, index) => {
      const wanted = given[host.id]
      if (wanted !== undefined) return isIP(wanted) ? wanted : ((await resolved(wanted)) ?? wanted)
      if (host.engine?.swarm.state === 'active' && host.engine.swarm.nodeAddress) return host.engine.swarm.nodeAddress
      return connections[index] ?? (hostPartOf(host) === null ? localAddress(remotes) : null)
    }),
  )
  return new Map(hosts.flatMap((host, index) => (found[index] ? [[host.id, found[index]]] : [])))
}
