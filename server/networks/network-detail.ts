// A network with every endpoint on every host: from memory, completed by the engines that answer at once. Endpoints that an
// engine keeps for a container nobody knows are the classic cause of wrong addresses in DNS, so they are shown as stale.
import type { Host } from '@/lib/contract/hosts'
import type { Endpoint, NetworkDetail } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { isAppError } from '@/server/errors'
import { inParallel } from './in-parallel'
import { networkNamed } from './network-lookup'

type InspectAnswer = {
  Containers?: Record<string, { Name?: string; MacAddress?: string; IPv4Address?: string; IPv6Address?: string }> | null
}
type Told = { host: Host; key: string; name: string; ipAddress: string; macAddress: string }

const inspectTimeoutMs = 1500

const withoutPrefix = (address: string | undefined): string => (address ?? '').replace(/\/\d+$/, '')

/** Load balancers and the routing mesh have endpoints of their own that belong to no container. */
const ofTheEngine = (key: string): boolean => /^(lb-|ingress-|gateway_)/.test(key)

const askHost = async (cluster: Cluster, host: Host, networkId: string): Promise<Told[]> => {
  try {
    const answer = await cluster
      .engine(host.id)
      .json<InspectAnswer>('GET', `/networks/${encodeURIComponent(networkId)}`, { timeoutMs: inspectTimeoutMs })
    return Object.entries(answer.Containers ?? {})
      .filter(([key]) => !ofTheEngine(key))
      .map(([key, entry]) => ({
        host,
        key,
        name: entry.Name ?? key,
        ipAddress: withoutPrefix(entry.IPv4Address) || withoutPrefix(entry.IPv6Address),
        macAddress: entry.MacAddress ?? '',
      }))
  } catch {
    // Memory has what this host said last.
    return []
  }
}

const isGone = async (cluster: Cluster, told: Told): Promise<boolean> => {
  const ref = told.key.startsWith('ep-') ? told.name : told.key
  try {
    await cluster
      .engine(told.host.id)
      .json('GET', `/containers/${encodeURIComponent(ref)}/json`, { timeoutMs: inspectTimeoutMs })
    return false
  } catch (error) {
    return isAppError(error) && error.details?.statusCode === 404
  }
}

const unknownEndpoints = async (cluster: Cluster, network: NetworkDetail, told: Told[]): Promise<Endpoint[]> => {
  const ids = new Set(network.endpoints.map((each) => each.containerId))
  const names = new Set(network.endpoints.map((each) => each.containerName))
  // Engines with a key-value store list the endpoints of all hosts, those elsewhere by name only.
  const unknown = told.filter(({ key, name }) => !ids.has(key) && !(key.startsWith('ep-') && names.has(name)))
  const onePerKey = [...new Map(unknown.map((each) => [each.key, each])).values()]
  const silent = cluster.hosts().some((host) => host.state !== 'healthy')
  const endpoints = await inParallel(onePerKey, 16, async (each): Promise<Endpoint[]> => {
    const elsewhere = network.scope === 'global' && each.key.startsWith('ep-')
    const gone = await isGone(cluster, each)
    // It may live on a host that does not answer; then nothing can be said against it.
    if (elsewhere && silent) return []
    return [
      {
        containerId: each.key,
        containerName: each.name,
        hostId: each.host.id,
        hostName: each.host.name,
        ipAddress: each.ipAddress,
        macAddress: each.macAddress,
        aliases: [],
        ...(gone ? { stale: true } : {}),
      },
    ]
  })
  return endpoints.flat()
}

export const networkDetail = async (cluster: Cluster, ref: string): Promise<NetworkDetail> => {
  const network = networkNamed(cluster, ref)
  const listing = new Set(network.hostIds)
  const hosts = cluster.hosts().filter((host) => listing.has(host.id) && host.state === 'healthy')
  const told = (await inParallel(hosts, 32, (host) => askHost(cluster, host, network.id))).flat()
  const byId = new Map(told.map((each) => [`${each.host.id} ${each.key}`, each]))
  const known = network.endpoints.map((endpoint): Endpoint => {
    const live = byId.get(`${endpoint.hostId} ${endpoint.containerId}`)
    if (!live) return endpoint
    return {
      ...endpoint,
      ipAddress: live.ipAddress || endpoint.ipAddress,
      macAddress: live.macAddress || endpoint.macAddress,
    }
  })
  return { ...network, endpoints: [...known, ...(await unknownEndpoints(cluster, network, told))] }
}
