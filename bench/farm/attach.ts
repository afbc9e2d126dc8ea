// Which networks a container is on, and what it takes and gives back there when it comes up and goes down.
import { isUp } from './container-json'
import { leaseAddress } from './networks'
import { Refusal } from './refusal'
import type { FarmContainer, FarmHost, FarmNetwork, PortBindings } from './types'
import type { FarmWorld } from './world'

const tell = (world: FarmWorld, host: FarmHost, network: FarmNetwork, action: string, container: FarmContainer): void =>
  world.events.emit(host, 'network', action, network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  })

export function goOn(world: FarmWorld, host: FarmHost, container: FarmContainer): void {
  for (const endpoint of container.endpoints) {
    endpoint.address = leaseAddress(endpoint.network)
    host.networks.set(endpoint.network.id, endpoint.network)
    tell(world, host, endpoint.network, 'connect', container)
  }
}

export function goOff(world: FarmWorld, host: FarmHost, container: FarmContainer): void {
  for (const endpoint of container.endpoints) {
    endpoint.address = ''
    tell(world, host, endpoint.network, 'disconnect', container)
  }
}

/** A worker forgets an overlay when no container there is left on it. */
export function forgetUnused(host: FarmHost, network: FarmNetwork): void {
  if (network.scope !== 'swarm' || network.ingress || host.swarm?.isManager) return
  const isUsed = [...host.containers.values()].some(({ endpoints }) => endpoints.some((one) => one.network === network))
  if (!isUsed) host.networks.delete(network.id)
}

export function connect(
  world: FarmWorld,
  host: FarmHost,
  container: FarmContainer,
  network: FarmNetwork,
  aliases: string[] | null,
): void {
  if (container.endpoints.some((endpoint) => endpoint.network === network)) {
    throw new Refusal(403, `endpoint with name ${container.name} already exists in network ${network.name}`)
  }
  const endpoint = { network, address: isUp(container) ? leaseAddress(network) : '', aliases }
  container.endpoints.push(endpoint)
  host.networks.set(network.id, network)
  if (isUp(container)) tell(world, host, network, 'connect', container)
}

export function disconnect(world: FarmWorld, host: FarmHost, container: FarmContainer, network: FarmNetwork): void {
  const at = container.endpoints.findIndex((endpoint) => endpoint.network === network)
  if (at < 0) throw new Refusal(500, `container ${container.id} is not connected to network ${network.name}`)
  container.endpoints.splice(at, 1)
  if (isUp(container)) tell(world, host, network, 'disconnect', container)
  forgetUnused(host, network)
}

const firstFreePort = 32_768

/** Host ports for what is to be published, as `80/tcp` → port. Throws 500 as an engine does when one is taken. */
export function takePorts(host: FarmHost, container: FarmContainer): Record<string, string> {
  const { PortBindings: asked, PublishAllPorts } = container.spec.hostConfig
  const bindings: PortBindings = { ...asked }
  if (PublishAllPorts === true) {
    for (const port of Object.keys(container.spec.config.ExposedPorts ?? {})) bindings[port] ??= [{ HostPort: '' }]
  }
  const taken = new Set<string>()
  for (const other of host.containers.values()) {
    if (other === container) continue
    for (const [port, hostPort] of Object.entries(other.ports)) taken.add(`${hostPort}/${port.split('/')[1]}`)
  }
  const ports: Record<string, string> = {}
  for (const [port, wanted] of Object.entries(bindings)) {
    const protocol = port.split('/')[1] ?? 'tcp'
    for (const { HostPort, HostIp } of wanted ?? []) {
      let hostPort = HostPort?.split('-')[0] ?? ''
      if (hostPort === '' || hostPort === '0') {
        let free = firstFreePort
        while (taken.has(`${free}/${protocol}`)) free += 1
        hostPort = String(free)
      } else if (taken.has(`${hostPort}/${protocol}`)) {
        throw new Refusal(
          500,
          `driver failed programming external connectivity on endpoint ${container.name} (${container.id}): Bind for ${HostIp || '0.0.0.0'}:${hostPort} failed: port is already allocated`,
        )
      }
      taken.add(`${hostPort}/${protocol}`)
      ports[port] = hostPort
    }
  }
  return ports
}
