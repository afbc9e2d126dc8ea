// Which images and volumes nobody uses, host by host, and which of them are better kept: those a rollback would go back to,
// and those a stack owns. Only what surely nobody misses is proposed. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { PruneItem, PrunePlan } from '@/lib/contract/prune'

export type Observed = { hosts: readonly Host[]; containers: readonly Container[] }
/** `host id` and image id or volume name, with a space between → bytes. */
export type Sizes = ReadonlyMap<string, number>

const anonymousName = /^[0-9a-f]{64}$/

const answers = ({ state }: Host) => state === 'healthy' || state === 'suspect'

const sum = (values: readonly (number | undefined)[]): number | null =>
  values.every((value) => value !== undefined) ? values.reduce<number>((all, value) => all + (value ?? 0), 0) : null

const byNeed = (a: PruneItem, b: PruneItem) =>
  Number(b.proposed) - Number(a.proposed) || (b.mostBytes ?? 0) - (a.mostBytes ?? 0) || (a.name < b.name ? -1 : 1)

const usersByPlace = (containers: readonly Container[]): Map<string, string[]> => {
  const users = new Map<string, string[]>()
  for (const { hostId, imageId, name } of containers) {
    const key = `${hostId} ${imageId}`
    users.set(key, [...(users.get(key) ?? []), name])
  }
  return users
}

export const planImagePrune = (
  { hosts, containers }: Observed,
  images: readonly Image[],
  /** Digest → the revisions that run it again when they are gone back to. */
  revisions: ReadonlyMap<string, readonly string[]>,
  /** What an image shares with no other. */
  ownBytes: Sizes,
): PrunePlan => {
  const silent = new Set(hosts.filter((host) => !answers(host)).map(({ id }) => id))
  const names = new Map(hosts.map(({ id, name }) => [id, name]))
  const users = usersByPlace(containers)
  const items: PruneItem[] = []
  const kept: PrunePlan['kept'] = []
  for (const image of images) {
    const { id, tags, digests, sizeBytes, createdAt } = image
    const name = tags[0] ?? digests[0] ?? id.replace(/^sha256:/, '').slice(0, 12)
    const here = image.hostIds.filter((hostId) => !silent.has(hostId))
    const used = here.filter((hostId) => users.has(`${hostId} ${id}`))
    if (used.length > 0) {
      const usedBy = used.flatMap((hostId) => users.get(`${hostId} ${id}`) ?? [])
      kept.push({ name, hostNames: used.map((hostId) => names.get(hostId) ?? hostId), usedBy })
    }
    const free = here.filter((hostId) => !used.includes(hostId))
    if (free.length === 0) continue
    const wantedBy = [...new Set(digests.flatMap((digest) => revisions.get(digest.split('@')[1] ?? '') ?? []))]
    const isUntagged = tags.length === 0
    items.push({
      id,
      name,
      reason: isUntagged ? 'untagged' : 'unused',
      hostIds: free,
      hostNames: free.map((hostId) => names.get(hostId) ?? hostId),
      createdAt,
      leastBytes: sum(free.map((hostId) => ownBytes.get(`${hostId} ${id}`))),
      mostBytes: sizeBytes * free.length,
      wantedBy,
      proposed: isUntagged && wantedBy.length === 0,
    })
  }
  return { items: items.sort(byNeed), kept, silentHosts: [...silent].map((id) => names.get(id) ?? id) }
}

export type VolumeUsers = (volume: Pick<Volume, 'hostId' | 'name'>) => readonly string[]

/**
 * Other drivers than `local` may show one volume on many hosts, and removing it on one takes it from all. What is being
 * copied by a move has nobody yet who mounts it.
 */
export const volumeUsers = (
  volumes: readonly Volume[],
  /** What it is being copied for, by a move that is not over. */
  copiedFor: (volume: Volume) => string | undefined,
): VolumeUsers => {
  const here = new Map(volumes.map((volume) => [`${volume.hostId} ${volume.name}`, volume]))
  const shared = new Map<string, string[]>()
  for (const { driver, name, hostName, usedBy } of volumes) {
    if (driver === 'local' || usedBy.length === 0) continue
    const key = `${driver} ${name}`
    shared.set(key, [...(shared.get(key) ?? []), ...usedBy.map((user) => `${hostName}/${user}`)])
  }
  return ({ hostId, name }) => {
    const volume = here.get(`${hostId} ${name}`)
    if (volume === undefined) return []
    if (volume.usedBy.length > 0) return volume.usedBy
    const moved = copiedFor(volume)
    return [...(moved === undefined ? [] : [`the move of ${moved}`]), ...(shared.get(`${volume.driver} ${name}`) ?? [])]
  }
}

export const planVolumePrune = (
  { hosts }: Observed,
  volumes: readonly Volume[],
  usersOf: VolumeUsers,
  /** Stacks there are now: theirs may be missed. */
  stacks: ReadonlySet<string>,
  sizes: Sizes,
): PrunePlan => {
  const silent = new Set(hosts.filter((host) => !answers(host)).map(({ id }) => id))
  const items: PruneItem[] = []
  const kept: PrunePlan['kept'] = []
  for (const { name, hostId, hostName, stack, createdAt } of volumes) {
    if (silent.has(hostId)) continue
    const usedBy = [...usersOf({ hostId, name })]
    if (usedBy.length > 0) {
      kept.push({ name, hostNames: [hostName], usedBy })
      continue
    }
    const isAnonymous = anonymousName.test(name)
    const size = sizes.get(`${hostId} ${name}`) ?? null
    const wantedBy = stack !== null && stacks.has(stack) ? [stack] : []
    items.push({
      id: name,
      name,
      reason: isAnonymous ? 'anonymous' : 'named',
      hostIds: [hostId],
      hostNames: [hostName],
      createdAt,
      leastBytes: size,
      mostBytes: size,
      wantedBy,
      proposed: isAnonymous && wantedBy.length === 0,
    })
  }
  const silentHosts = hosts.filter(({ id }) => silent.has(id)).map(({ name }) => name)
  return { items: items.sort(byNeed), kept, silentHosts }
}
