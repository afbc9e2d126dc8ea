// Networks, images and volumes of all hosts as one list each. Pure.
import type { Image, Volume } from '@/lib/contract/inventory'
import type { Endpoint, Network } from '@/lib/contract/networks'
import { type HostView, hostNameOf } from './host-view'

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** An overlay has one id everywhere and appears once; a local network belongs to its host. */
export function mergeNetworks(views: readonly HostView[]): Network[] {
  const merged: Network[] = []
  const overlays = new Map<string, Network>()
  const locals = views.map((view) => {
    const hostName = hostNameOf(view.record)
    const byName = new Map<string, Network>()
    for (const seen of view.networks) {
      const isLocal = seen.scope === 'local'
      const known = isLocal ? undefined : overlays.get(seen.id)
      if (known) {
        known.hostIds.push(view.record.id)
        continue
      }
      const displayName = isLocal ? `${hostName}/${seen.name}` : seen.name
      const network = { ...seen, displayName, hostIds: [view.record.id], containerCount: 0 }
      merged.push(network)
      if (isLocal) byName.set(seen.name, network)
      else overlays.set(seen.id, network)
    }
    return byName
  })
  // Two engines from one disk image have local networks with equal ids: a container's local network is found by its host.
  views.forEach((view, position) => {
    for (const { container } of view.containers.values()) {
      for (const { networkId, name } of container.networks) {
        const network = overlays.get(networkId) ?? locals[position]?.get(name)
        if (network) network.containerCount += 1
      }
    }
  })
  return merged.sort((one, other) => compare(one.displayName, other.displayName) || compare(one.id, other.id))
}

const macAt = (macs: readonly string[], networkId: string): string => {
  const at = macs.indexOf(networkId)
  return at < 0 ? '' : (macs[at + 1] ?? '')
}

export function endpointsOf(network: Network, views: readonly HostView[]): Endpoint[] {
  const isLocal = network.scope === 'local'
  return views
    .filter((view) => !isLocal || network.hostIds.includes(view.record.id))
    .flatMap((view) =>
      [...view.containers.values()].flatMap(({ container, macs }) =>
        container.networks
          .filter(
            (one) => one.networkId === network.id || (isLocal && one.networkId === '' && one.name === network.name),
          )
          .map((one) => ({
            containerId: container.id,
            containerName: container.name,
            hostId: view.record.id,
            hostName: container.hostName,
            ipAddress: one.ipAddress,
            macAddress: macAt(macs, network.id),
            aliases: one.aliases ?? [],
          })),
      ),
    )
}

const addAll = (into: string[], from: readonly string[]): void => {
  for (const text of from) if (!into.includes(text)) into.push(text)
}

export function mergeImages(views: readonly HostView[]): Image[] {
  const merged = new Map<string, Image>()
  for (const view of views) {
    const hostName = hostNameOf(view.record)
    for (const seen of view.images) {
      const known = merged.get(seen.id)
      if (known) {
        known.hostIds.push(view.record.id)
        known.hostNames.push(hostName)
        addAll(known.tags, seen.tags)
        addAll(known.digests, seen.digests)
      } else {
        const { tags, digests } = seen
        const place = { hostIds: [view.record.id], hostNames: [hostName] }
        merged.set(seen.id, { ...seen, tags: [...tags], digests: [...digests], ...place, containerCount: 0 })
      }
    }
  }
  for (const view of views) {
    for (const { container } of view.containers.values()) {
      const image = merged.get(container.imageId)
      if (image) image.containerCount += 1
    }
  }
  return [...merged.values()].sort(
    (one, other) => compare(one.tags[0] ?? '~', other.tags[0] ?? '~') || compare(one.id, other.id),
  )
}

export function listVolumes(views: readonly HostView[]): Volume[] {
  return views.flatMap((view) => {
    const users = new Map<string, string[]>()
    for (const { container } of view.containers.values()) {
      for (const mount of container.mounts) {
        if (mount.type !== 'volume' || mount.name === undefined) continue
        users.set(mount.name, [...(users.get(mount.name) ?? []), container.name])
      }
    }
    const hostName = hostNameOf(view.record)
    return view.volumes.map((volume) => ({
      ...volume,
      hostId: view.record.id,
      hostName,
      usedBy: users.get(volume.name) ?? [],
    }))
  })
}
