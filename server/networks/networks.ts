// Networks over the whole cluster, put together. Acts that plan on what they read go one at a time: two creations at once must
// not choose the same subnet, and two people enabling overlays must not begin two clusters.
import type { Cluster } from '@/server/cluster/types'
import type { Log } from '@/server/log'
import { createAskReach } from './ask-reach'
import { connectContainer, disconnectContainer } from './connect-container'
import { createNetwork } from './create-network'
import { disableOverlay } from './disable-overlay'
import { runDoctor } from './doctor'
import { enableOverlay } from './enable-overlay'
import { createGossipWatch } from './gossip'
import { hostAddressesOf, hostRangesOf } from './host-ranges'
import { networkDetail } from './network-detail'
import type { NetworksContext } from './networks-context'
import { createQueue } from './one-at-a-time'
import { createOverlayObserver } from './overlay-observe'
import { overlayStatusOf } from './overlay-status'
import { portMapOf } from './port-map'
import { createPortWatch } from './probe-ports'
import { removeNetwork } from './remove-network'
import { subnetMapOf } from './subnet-map'
import { defaultSubnetPools, rangeOfHost, type SubnetPool, usedByNetworks } from './subnets'
import type { Networks } from './types'

export type NetworksOptions = {
  cluster: Cluster
  log: Pick<Log, 'info' | 'warn'>
  /** Where overlays get their subnets from when nobody gives one. */
  subnetPools?: SubnetPool[]
  /** How long Swarm mode may take to grant a subnet; measured: 40 ms. */
  subnetGrantMs?: number
  /** How long it is remembered whom each member hears. */
  gossipFreshMs?: number
}

export const createNetworks = ({
  cluster,
  log,
  subnetPools = defaultSubnetPools,
  subnetGrantMs = 4000,
  gossipFreshMs,
}: NetworksOptions): Networks => {
  const ports = createPortWatch()
  const hostRanges = () => hostRangesOf(cluster.hosts())
  const context: NetworksContext = {
    cluster,
    log,
    ports,
    pools: subnetPools,
    subnetGrantMs,
    hostRanges,
    observer: createOverlayObserver(cluster, ports, createGossipWatch(cluster, gossipFreshMs)),
    usedRanges: async () => [...usedByNetworks(cluster.networks()), ...(await hostRanges())],
  }
  const membership = createQueue()
  const addresses = createQueue()
  return {
    overlayStatus: async () => overlayStatusOf(await context.observer.observe(1500)),
    enableOverlay: (request, onProgress = () => undefined) =>
      membership(() => enableOverlay(context, request, onProgress)),
    disableOverlay: (request, onProgress = () => undefined) =>
      membership(() => disableOverlay(context, request, onProgress)),
    create: (request) => addresses(() => createNetwork(context, request)),
    detail: (ref) => networkDetail(cluster, ref),
    remove: (ref, options = {}) => removeNetwork(context, ref, options),
    connect: (ref, request, beforeAgain) => connectContainer(cluster, ref, request, beforeAgain),
    disconnect: (ref, request) => disconnectContainer(cluster, ref, request),
    reach: createAskReach(cluster),
    portMap: (question) => {
      const { hosts, containers } = cluster.snapshot()
      return portMapOf(hosts, containers, question)
    },
    subnetMap: async (prefix) => {
      const hosts = cluster.hosts()
      const hostRanges = (await hostAddressesOf(hosts)).flatMap((each) => {
        const range = rangeOfHost(each)
        return range ? [{ range, hostName: each.hostName }] : []
      })
      return subnetMapOf({ networks: cluster.networks(), hosts, hostRanges }, subnetPools, prefix)
    },
    doctor: (ref, request, onHost = () => undefined) => runDoctor(cluster, ref, request, onHost),
  }
}
