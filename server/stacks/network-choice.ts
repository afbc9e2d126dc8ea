// Which network each one of a model becomes on this cluster: an overlay where containers may be on several hosts,
// a bridge where one host is enough, and what that means for where its services may go.
import type { Host } from '@/lib/contract/hosts'
import type { Network as SeenNetwork } from '@/lib/contract/networks'
import type { Problem } from '@/lib/contract/plan'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { ComposeModel, Network } from '@/server/compose/model'
import { checkSubnet, usedByNetworks } from '@/server/networks/subnets'
import { positionFields } from './positions'

export type NetworkChoice = {
  key: string
  name: string
  driver: string
  action: 'create' | 'keep' | 'external'
  /** One network on all its hosts: its services may be spread. Else they go together on one host. */
  isShared: boolean
  /** The only hosts that can take part; null: any. */
  hostIds: readonly string[] | null
  /** Where a local one exists already. */
  presentOn: readonly string[]
  detail: string
  /** A bridge only because the cluster, which has more hosts, has no overlay networking. */
  lacksOverlay: boolean
}

/** Hosts whose containers can be on one overlay: one Swarm-mode cluster, or one key-value store. The largest such set. */
export const overlayHosts = (hosts: readonly Host[]): { mode: 'swarm' | 'kv'; hosts: Host[] } | null => {
  const groups = new Map<string, Host[]>()
  for (const host of hosts) {
    const { swarm, clusterStore } = host.engine ?? {}
    const key =
      swarm?.state === 'active' ? `swarm ${swarm.clusterId ?? ''}` : clusterStore ? `kv ${clusterStore}` : null
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), host])
  }
  // A worker is not told its cluster's id by every engine; it belongs to the only cluster there is.
  const nameless = groups.get('swarm ')
  const named = [...groups.keys()].filter((key) => key.startsWith('swarm ') && key !== 'swarm ')
  if (nameless !== undefined && named.length === 1) {
    groups.set(named[0] as string, [...(groups.get(named[0] as string) ?? []), ...nameless])
    groups.delete('swarm ')
  }
  const best = [...groups.entries()].sort(([, a], [, b]) => b.length - a.length)[0]
  return best === undefined ? null : { mode: best[0].startsWith('kv') ? 'kv' : 'swarm', hosts: best[1] }
}

const isUsable = (host: Host) => host.state === 'healthy' || host.state === 'suspect'
const isShared = (network: SeenNetwork) => network.scope !== 'local'

/** A worker goes on listing an overlay for a while after its cluster has dropped it; what the managers list is so. */
const isReal = (snapshot: ClusterSnapshot, network: SeenNetwork): boolean => {
  if (network.scope !== 'swarm') return true
  const managers = snapshot.hosts.filter((host) => isUsable(host) && host.engine?.swarm.isManager)
  return managers.length === 0 || managers.some(({ id }) => network.hostIds.includes(id))
}

const seenAs = (snapshot: ClusterSnapshot, name: string): SeenNetwork[] => {
  const found = snapshot.networks.filter((network) => network.name === name && isReal(snapshot, network))
  const shared = found.filter(isShared)
  return shared.length > 0 ? shared : found
}

const existing = (
  key: string,
  network: Network,
  found: SeenNetwork[],
  ids: readonly string[] | null,
): NetworkChoice => {
  const first = found[0] as SeenNetwork
  const shared = isShared(first)
  const presentOn = found.flatMap((item) => item.hostIds)
  return {
    key,
    name: network.name,
    driver: first.driver,
    action: network.external ? 'external' : 'keep',
    isShared: shared,
    hostIds: shared ? (first.driver === 'overlay' ? ids : null) : presentOn,
    presentOn,
    lacksOverlay: false,
    detail: shared
      ? `${first.driver}, one over all its hosts`
      : `${first.driver} on ${presentOn.length === 1 ? 'one host' : 'some hosts'}`,
  }
}

/** Swarm mode takes an overlapping overlay and never makes it work, so it is refused before anything is touched. */
const subnetProblems = (
  network: Network,
  snapshot: ClusterSnapshot,
  at: ReturnType<typeof positionFields>,
): Problem[] => {
  const others = usedByNetworks(snapshot.networks.filter((other) => other.name !== network.name))
  return (network.ipam.config ?? []).flatMap(({ subnet, gateway, ip_range }) => {
    if (!subnet) return []
    const wanted = { subnet, ...(gateway ? { gateway } : {}), ...(ip_range ? { ipRange: ip_range } : {}) }
    const found = checkSubnet(wanted, others)
    return found === null ? [] : [{ ...found, message: `${network.name}: ${found.message}`, service: null, ...at }]
  })
}

export type NetworkChoices = { choices: Map<string, NetworkChoice>; problems: Problem[]; hasOverlay: boolean }

export const chooseNetworks = (model: ComposeModel, snapshot: ClusterSnapshot): NetworkChoices => {
  const used = new Set(Object.values(model.services).flatMap((service) => Object.keys(service.networks ?? {})))
  const choices = new Map<string, NetworkChoice>()
  const problems: Problem[] = []
  const overlay = overlayHosts(snapshot.hosts)
  const overlayIds = overlay?.hosts.map((host) => host.id) ?? null
  const canSpread = (overlay?.hosts.filter(isUsable).length ?? 0) > 1
  const hasCreator = overlay?.hosts.some(
    (host) => isUsable(host) && (overlay.mode === 'kv' || host.engine?.swarm.isManager),
  )
  for (const [key, network] of Object.entries(model.networks)) {
    if (!used.has(key)) continue
    const found = seenAs(snapshot, network.name)
    const at = positionFields(model, `networks.${key}`)
    if (found.length > 0) {
      choices.set(key, existing(key, network, found, overlayIds))
      continue
    }
    if (network.external) {
      const fix = `Create the network ${network.name} first, or take \`external\` out of the file.`
      const message = `The external network ${network.name} does not exist on any host.`
      problems.push({ code: 'network_missing', message, fix, service: null, ...at })
      continue
    }
    const asked = network.driver === 'default' || network.driver === '' ? undefined : network.driver
    const driver = asked ?? (canSpread ? 'overlay' : 'bridge')
    if (driver === 'overlay' && overlay === null) {
      const message = `The network ${network.name} asks for an overlay, and no host has overlay networking.`
      problems.push({
        code: 'overlay_disabled',
        message,
        fix: 'Enable overlay networking on the page Networks.',
        service: null,
        ...at,
      })
    } else if (driver === 'overlay' && !hasCreator) {
      const message = `The overlay network ${network.name} cannot be created: no manager of the hosts' Swarm-mode cluster answers here.`
      problems.push({
        code: 'overlay_no_manager',
        message,
        fix: 'Add a manager of that cluster as a host, or wait until one answers.',
        service: null,
        ...at,
      })
    }
    if (driver === 'overlay') problems.push(...subnetProblems(network, snapshot, at))
    choices.set(key, {
      key,
      name: network.name,
      driver,
      action: 'create',
      isShared: driver === 'overlay',
      hostIds: driver === 'overlay' ? overlayIds : null,
      presentOn: [],
      lacksOverlay: asked === undefined && driver === 'bridge' && snapshot.hosts.filter(isUsable).length > 1,
      detail:
        driver === 'overlay'
          ? `overlay over ${overlay?.hosts.length ?? 0} hosts`
          : `${driver} on the host of its services`,
    })
  }
  return { choices, problems, hasOverlay: canSpread }
}

/** Where a shared network is created: a manager for Swarm mode, any member for a key-value store. */
export const creatorOf = (hosts: readonly Host[]): Host | undefined => {
  const overlay = overlayHosts(hosts)
  const able = overlay?.hosts.filter(
    (host) => isUsable(host) && (overlay.mode === 'kv' || host.engine?.swarm.isManager),
  )
  return able?.sort((a, b) => (a.name < b.name ? -1 : 1))[0]
}
