// Puts a container on a network or takes it off, on the host where the container is.
import type { Container } from '@/lib/contract/containers'
import type { ConnectRequest, DisconnectRequest, NetworkDetail } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { callOff, joiningOf } from './called-off'
import { containsAddress, parseAddress, parseRange } from './cidr'
import { onceAttached } from './coming-overlay'
import { networkDetail } from './network-detail'
import { containerNamed, networkNamed } from './network-lookup'

const checkConnect = (network: NetworkDetail, container: Container, ipAddress: string | undefined): void => {
  const place = `${container.hostName}/${container.name}`
  const refuse = (message: string, fix: string): never => {
    throw new AppError('conflict', message, { details: { fix } })
  }
  if (network.scope === 'local' && !network.hostIds.includes(container.hostId)) {
    refuse(
      `${network.displayName} exists on its own host only, and ${place} is on another.`,
      'Use an overlay network, or one of the container’s own host.',
    )
  }
  if (network.name === 'host' || network.name === 'none') {
    refuse(`A container cannot be connected to the network ${network.name} later.`, 'Create it with that network mode.')
  }
  if (network.ingress) refuse(`${network.name} is the routing mesh of Swarm mode.`, 'Choose another network.')
  if (network.scope === 'swarm' && !network.attachable) {
    refuse(
      `${network.name} is not attachable: only services of Swarm mode may use it.`,
      'Make the network anew as attachable.',
    )
  }
  const mode = container.networkMode
  if (mode === 'host' || mode === 'none' || mode.startsWith('container:')) {
    refuse(`${place} has the network mode "${mode}", which excludes other networks.`, 'Create it with another mode.')
  }
  if (network.endpoints.some((endpoint) => endpoint.containerId === container.id)) {
    refuse(`${place} is on ${network.displayName} already.`, 'Disconnect it first to change its address or aliases.')
  }
  if (ipAddress === undefined || ipAddress === '') return
  const address = parseAddress(ipAddress)
  const ranges = network.ipam.map(({ subnet }) => subnet)
  if (
    !address ||
    !ranges.some((range) => ((parsed) => parsed && containsAddress(parsed, address))(parseRange(range)))
  ) {
    throw new AppError(
      'invalid_input',
      `${ipAddress} is not an address inside ${ranges.join(', ') || 'this network'}.`,
      {
        details: { fix: 'Choose one inside, or leave it empty.' },
      },
    )
  }
  const holder = network.endpoints.find((endpoint) => endpoint.ipAddress === ipAddress)
  if (holder) {
    refuse(`${ipAddress} belongs to ${holder.hostName}/${holder.containerName}.`, 'Choose another or leave it empty.')
  }
}

export const connectContainer = async (
  cluster: Cluster,
  ref: string,
  request: ConnectRequest,
  beforeAgain?: () => void,
): Promise<void> => {
  const network = networkNamed(cluster, ref)
  const container = containerNamed(cluster, request.containerId)
  checkConnect(network, container, request.ipAddress)
  const isIPv6 = request.ipAddress?.includes(':')
  const address = request.ipAddress
    ? { IPAMConfig: isIPv6 ? { IPv6Address: request.ipAddress } : { IPv4Address: request.ipAddress } }
    : {}
  const body = { Container: container.id, EndpointConfig: { Aliases: request.aliases, ...address } }
  const path = `/networks/${encodeURIComponent(network.id)}/connect`
  await onceAttached(cluster, () => cluster.engine(container.hostId).json('POST', path, { body, timeoutMs: 60_000 }), {
    subject: joiningOf(container.id, network.id),
    ...(beforeAgain === undefined ? {} : { beforeAgain }),
  })
  await cluster.refresh(container.hostId, ['containers', 'networks'])
}

export const disconnectContainer = async (cluster: Cluster, ref: string, request: DisconnectRequest): Promise<void> => {
  const network = await networkDetail(cluster, ref)
  const wanted = cluster.container(request.containerId)
  const endpoint = network.endpoints.find((each) =>
    wanted ? each.containerId === wanted.id : [each.containerId, each.containerName].includes(request.containerId),
  )
  if (!endpoint) {
    throw new AppError('not_found', `${request.containerId} is not on ${network.displayName}.`)
  }
  const body = {
    Container: endpoint.stale ? endpoint.containerName : endpoint.containerId,
    Force: request.force || endpoint.stale === true,
  }
  const path = `/networks/${encodeURIComponent(network.id)}/disconnect`
  callOff(joiningOf(endpoint.containerId, network.id))
  await cluster.engine(endpoint.hostId).json('POST', path, { body })
  await cluster.refresh(endpoint.hostId, ['containers', 'networks'])
}
