// Ports that keep containers from a host: who holds them, and one that nobody holds on any host. Pure.
import type { PortConflict } from '@/lib/contract/plan-effects'
import type { ClusterSnapshot } from '@/server/cluster/types'
import { protocolOf } from '@/server/scheduler/port-protocol'
import type { DesiredService } from './desired'
import type { Instance } from './instance'
import { fixedPorts } from './lane-operations'

const lastPort = 65_535
const firstFree = 1024

type Holder = PortConflict['holders'][number] & { hostId: string; service: string | null }

const everywhere = (hostIp: string | undefined) => !hostIp || hostIp === '0.0.0.0' || hostIp === '::'
const clashes = (a: string | undefined, b: string | undefined) => everywhere(a) || everywhere(b) || a === b

/** Others than what goes or is replaced, and what the plan itself puts there. */
const holdersOf = (
  snapshot: ClusterSnapshot,
  instances: readonly Instance[],
  published: string,
  hostIp: string | undefined,
  protocol: string,
): Holder[] => {
  const going = new Set(
    instances.flatMap(({ action, existing }) => (action === 'remove' || action === 'recreate' ? [existing?.id] : [])),
  )
  const own = new Map(instances.map(({ existing, service }) => [existing?.id, service]))
  const seen = snapshot.containers
    .filter(({ id }) => !going.has(id))
    .filter(({ requestedPorts, actualPorts }) =>
      [...requestedPorts, ...actualPorts].some(
        (held) => held.hostPort === published && protocolOf(held.port) === protocol && clashes(held.hostIp, hostIp),
      ),
    )
    .map(({ id, name, hostName, hostId }) => ({ name, hostName, hostId, service: own.get(id) ?? null }))
  const planned = instances.flatMap(({ desired, hostId, name, service, action }): Holder[] => {
    if (desired === null || hostId === null || (action !== 'create' && action !== 'recreate')) return []
    const takes = (desired.service.ports ?? []).some(
      (port) => port.published === published && port.protocol === protocol && clashes(port.host_ip, hostIp),
    )
    const hostName = snapshot.hosts.find((host) => host.id === hostId)?.name ?? hostId
    return takes ? [{ name, hostName, hostId, service }] : []
  })
  return [...seen, ...planned]
}

/** The next one above the wanted that no container of the cluster and no service of the files has. */
const freePort = (snapshot: ClusterSnapshot, services: readonly DesiredService[], wanted: string): string | null => {
  const taken = new Set([
    ...snapshot.containers.flatMap(({ requestedPorts, actualPorts }) =>
      [...requestedPorts, ...actualPorts].map(({ hostPort }) => hostPort),
    ),
    ...services.flatMap(fixedPorts).map(({ published }) => published),
  ])
  const start = Math.max(firstFree, Number(wanted) + 1)
  for (let port = start; port <= lastPort; port++) if (!taken.has(String(port))) return String(port)
  for (let port = firstFree; port < start; port++) if (!taken.has(String(port))) return String(port)
  return null
}

/** Hosts where only ports stand in the way. */
const hostsButForPorts = ({ explanation }: Instance): string[] => {
  const rules = explanation?.rules ?? []
  return (explanation?.hosts ?? [])
    .filter(({ eligible, cells }) => {
      const failing = rules.filter(({ soft }, at) => !soft && cells[at]?.ok === false)
      return !eligible && failing.length > 0 && failing.every(({ filter }) => filter === 'port')
    })
    .map(({ hostId }) => hostId)
}

export const portConflicts = (
  snapshot: ClusterSnapshot,
  services: readonly DesiredService[],
  instances: readonly Instance[],
): PortConflict[] => {
  const found: PortConflict[] = []
  /** Replicas of a service are blocked for the same reason: one of them is looked at. */
  const looked = new Set<string>()
  for (const instance of instances) {
    const { desired, action } = instance
    if (desired === null || action !== 'blocked' || looked.has(desired.name)) continue
    looked.add(desired.name)
    const open = hostsButForPorts(instance)
    for (const { published, protocol, host_ip } of desired.service.ports ?? []) {
      if (!published || published.includes('-')) continue
      const holders = holdersOf(snapshot, instances, published, host_ip, protocol).filter(({ hostId }) =>
        open.includes(hostId),
      )
      if (holders.length === 0) continue
      // Where others of its own service are in the way, they would be so with any port.
      const helps = holders.some(({ service }) => service !== desired.name)
      found.push({
        kind: 'port',
        service: desired.name,
        published,
        protocol,
        holders: holders.map(({ name, hostName }) => ({ name, hostName })),
        free: helps ? freePort(snapshot, services, published) : null,
      })
    }
  }
  return found
}
