// What `verbose` adds to an overlay: who is on it anywhere, as the gossip between the engines tells it.
import { hexOf } from './chance'
import { isUp } from './container-json'
import type { FarmHost, FarmNetwork } from './types'

const tasksOn = (network: FarmNetwork, host: FarmHost) =>
  [...host.containers.values()].filter(isUp).flatMap((container) =>
    container.endpoints
      .filter((endpoint) => endpoint.network === network)
      .map(({ address }) => ({
        Name: container.name,
        EndpointID: hexOf(64, container.id, network.id),
        EndpointIP: address,
        Info: { 'Host IP': host.ip },
      })),
  )

/** Containers that no Swarm service made stand together under an empty name. */
export const gossipJson = (network: FarmNetwork, hosts: readonly FarmHost[]) => ({
  Peers: hosts
    .filter(({ swarm, networks }) => swarm !== null && networks.has(network.id))
    .map(({ ip, name }) => ({ Name: hexOf(12, 'peer', name), IP: ip })),
  Services: {
    '': { VIP: '<nil>', Ports: [], LocalLBIndex: 0, Tasks: hosts.flatMap((host) => tasksOn(network, host)) },
  },
})
