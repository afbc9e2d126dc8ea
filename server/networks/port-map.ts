// Every port of every host that somebody holds or wants, and the next that nobody does. Pure.
import type { Container, PortBinding } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { PortHolder, PortMap, PortProtocol, PortRow } from '@/lib/contract/network-maps'

export type FreeQuestion = { wanted: number; protocol: PortProtocol }

const everyAddress = new Set(['', '0.0.0.0', '::', '[::]'])

const protocolOf = (port: string): PortProtocol => {
  const protocol = port.split('/')[1]
  return protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp'
}

type Found = { port: number; protocol: PortProtocol; holder: PortHolder }

const found = (container: Container, kind: PortHolder['kind'], { port, hostIp, hostPort }: PortBinding): Found[] => {
  const number = Number(hostPort)
  // A range says only that the engine may choose; what it chose is among the actual ports.
  if (!Number.isInteger(number) || number < 1) return []
  const { stack, service } = container
  return [
    {
      port: number,
      protocol: protocolOf(port),
      holder: {
        kind,
        hostId: container.hostId,
        hostName: container.hostName,
        hostIp: everyAddress.has(hostIp) ? '' : hostIp,
        containerId: container.id,
        name: stack && service ? `${stack}/${service}` : container.name,
        stack,
        service,
        target: port,
        known: container.known,
      },
    },
  ]
}

const ofContainer = (container: Container): Found[] => {
  if (container.networkMode === 'host') {
    if (container.state !== 'running') return []
    return container.exposedPorts.flatMap((port) =>
      found(container, 'host-network', { port, hostIp: '', hostPort: port.split('/')[0] ?? '' }),
    )
  }
  const isOpen = container.state === 'running' || container.state === 'paused'
  return isOpen
    ? container.actualPorts.flatMap((binding) => found(container, 'open', binding))
    : container.requestedPorts.flatMap((binding) => found(container, 'waiting', binding))
}

const ofEngine = (host: Host): Found[] => {
  const own = (port: number, protocol: PortProtocol, name: string): Found => ({
    port,
    protocol,
    holder: {
      kind: 'engine',
      hostId: host.id,
      hostName: host.name,
      hostIp: '',
      containerId: null,
      name,
      stack: null,
      service: null,
      target: '',
      known: host.state === 'healthy',
    },
  })
  const api = /^tcp:\/\/.*:(\d+)$/.exec(host.address)?.[1]
  const swarm = host.engine?.swarm
  const member = swarm?.state === 'active'
  return [
    ...(api ? [own(Number(api), 'tcp', 'Docker API')] : []),
    ...(member ? [own(7946, 'tcp', 'gossip'), own(7946, 'udp', 'gossip'), own(4789, 'udp', 'VXLAN')] : []),
    ...(member && swarm.isManager ? [own(2377, 'tcp', 'Swarm managers')] : []),
  ]
}

const clash = (a: PortHolder, b: PortHolder): boolean =>
  a.hostId === b.hostId &&
  a.containerId !== b.containerId &&
  (a.hostIp === b.hostIp || a.hostIp === '' || b.hostIp === '') &&
  // Of two that do not run nobody knows which will; they clash all the same once both are to.
  a.kind !== 'engine'

const contested = (holders: PortHolder[]): string[] => [
  ...new Set(holders.filter((one) => holders.some((other) => clash(one, other))).map(({ hostName }) => hostName)),
]

const highestPort = 65_535

export const portMapOf = (hosts: Host[], containers: Container[], { wanted, protocol }: FreeQuestion): PortMap => {
  const rows = new Map<string, PortRow>()
  const seen = new Set<string>()
  for (const { port, protocol: own, holder } of [...hosts.flatMap(ofEngine), ...containers.flatMap(ofContainer)]) {
    const key = `${port}/${own}`
    // The engine tells IPv4 and IPv6 apart where both are every address.
    const same = `${key} ${holder.hostId} ${holder.containerId} ${holder.hostIp} ${holder.target}`
    if (seen.has(same)) continue
    seen.add(same)
    const row = rows.get(key)
    if (row) row.holders.push(holder)
    else rows.set(key, { port, protocol: own, holders: [holder], contestedOn: [] })
  }
  const byPort = [...rows.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))
  for (const row of byPort) {
    row.holders.sort((a, b) => (a.hostName < b.hostName ? -1 : a.hostName > b.hostName ? 1 : 0))
    row.contestedOn = contested(row.holders)
  }
  const held = rows.get(`${wanted}/${protocol}`)?.holders ?? []
  const heldOn = new Set(held.map(({ hostId }) => hostId))
  let everywhere: number | null = null
  for (let port = wanted; port <= highestPort && everywhere === null; port++) {
    if (!rows.has(`${port}/${protocol}`)) everywhere = port
  }
  return {
    hosts: hosts.map(({ id, name, state }) => ({ id, name, answers: state === 'healthy' })),
    rows: byPort,
    free: {
      wanted,
      protocol,
      freeOn: hosts.filter(({ id }) => !heldOn.has(id)).map(({ name }) => name),
      heldOn: hosts.filter(({ id }) => heldOn.has(id)).map(({ name }) => name),
      everywhere,
    },
  }
}
