// One host's networks, images and volumes, as its engine lists them. Pure.
import type { Image, Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import type { ImageSummary, NetworkSummary, VolumeSummary } from '@/server/docker/api-types'
import { readInstant } from './read-container'
import { keptLabels, keptList, sharedObject, sharedText } from './shared-values'

/** Not yet merged over the hosts. */
export type SeenNetwork = Omit<Network, 'displayName' | 'hostIds' | 'containerCount'>
export type SeenImage = Omit<Image, 'hostIds' | 'hostNames' | 'containerCount'>
export type SeenVolume = Omit<Volume, 'hostId' | 'hostName' | 'usedBy'>

const predefined = new Set(['bridge', 'host', 'none', 'docker_gwbridge', 'ingress', 'nat'])

/** Whatever an engine sends in place of a list: no entries rather than a crash. */
const listOf = <T>(answer: unknown): T[] =>
  Array.isArray(answer) ? answer.filter((entry) => typeof entry === 'object' && entry !== null) : []

/** Engines list in any order; a change of order is no change. */
const sortedBy = <K extends string, T extends Record<K, string>>(key: K, list: T[]): T[] =>
  list.sort((one, other) => (one[key] < other[key] ? -1 : 1))

const readStack = (labels: Record<string, string>): string | null =>
  labels['com.docker.compose.project'] || labels['com.docker.stack.namespace'] || null

/** Hardly ever others than on the next host. */
const keptOptions = (options: Record<string, string> | null | undefined): Record<string, string> =>
  sharedObject(`options:${JSON.stringify(options ?? {})}`, () => options ?? {})

export const readNetworks = (answer: unknown): SeenNetwork[] => {
  const list = listOf<NetworkSummary>(answer).flatMap((entry): SeenNetwork[] => {
    if (!entry.Id || !entry.Name) return []
    const labels = keptLabels(entry.Labels)
    return [
      {
        id: entry.Id,
        name: sharedText(entry.Name),
        driver: sharedText(entry.Driver ?? ''),
        scope: entry.Scope === 'swarm' || entry.Scope === 'global' ? entry.Scope : 'local',
        internal: entry.Internal ?? false,
        attachable: entry.Attachable ?? false,
        ingress: entry.Ingress ?? false,
        enableIPv6: entry.EnableIPv6 ?? false,
        ipam: keptList(
          (entry.IPAM?.Config ?? []).flatMap((pool) =>
            pool.Subnet
              ? [
                  {
                    subnet: pool.Subnet,
                    ...(pool.Gateway ? { gateway: pool.Gateway } : {}),
                    ...(pool.IPRange ? { ipRange: pool.IPRange } : {}),
                  },
                ]
              : [],
          ),
        ),
        labels,
        options: keptOptions(entry.Options),
        createdAt: readInstant(entry.Created),
        stack: readStack(labels),
        predefined: predefined.has(entry.Name),
      },
    ]
  })
  return keptList(sortedBy('id', list))
}

const named = (reference: string): boolean => !reference.includes('<none>')

const keptImage = (image: SeenImage): SeenImage =>
  sharedObject(`image ${JSON.stringify([image.id, image.sizeBytes, image.tags, image.digests])}`, () => ({
    ...image,
    tags: keptList(image.tags.map(sharedText)),
    digests: keptList(image.digests.map(sharedText)),
    labels: keptLabels(image.labels),
  }))

export const readImages = (answer: unknown): SeenImage[] => {
  const list = listOf<ImageSummary>(answer).flatMap((entry): SeenImage[] =>
    entry.Id
      ? [
          keptImage({
            id: sharedText(entry.Id),
            tags: (entry.RepoTags ?? []).filter(named),
            digests: (entry.RepoDigests ?? []).filter(named),
            sizeBytes: entry.Size ?? 0,
            createdAt: new Date((entry.Created ?? 0) * 1000).toISOString(),
            labels: entry.Labels ?? {},
          }),
        ]
      : [],
  )
  return keptList(sortedBy('id', list))
}

export const readVolumes = (answer: unknown): SeenVolume[] => {
  const list = typeof answer === 'object' && answer !== null && 'Volumes' in answer ? answer.Volumes : []
  const volumes = listOf<VolumeSummary>(list).flatMap((entry): SeenVolume[] => {
    if (!entry.Name) return []
    const labels = keptLabels(entry.Labels)
    return [
      {
        name: entry.Name,
        driver: sharedText(entry.Driver ?? 'local'),
        mountpoint: entry.Mountpoint ?? '',
        labels,
        options: keptOptions(entry.Options),
        createdAt: readInstant(entry.CreatedAt),
        stack: readStack(labels),
      },
    ]
  })
  return keptList(sortedBy('name', volumes))
}
