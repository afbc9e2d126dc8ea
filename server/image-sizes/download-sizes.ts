// How much a pull would load, for a plan that is about to bring an image to hosts that lack it. Engines do not tell, so the
// registry is asked by Lotse itself, at the doors that the engine would take. Each question for a tag counts as a pull at some
// registries: answers are kept, and nobody who types asks again.
import type { DownloadSize, DownloadSizesRequest } from '@/lib/contract/inventory'
import type { Cluster } from '@/server/cluster/types'
import { parseAddress } from '@/server/docker/address'
import { parseImageReference } from '@/server/docker/image-reference'
import { registryMeaning, registryOf, wordsWithout } from '@/server/docker/registry-auth'
import { isAppError, messageOf } from '@/server/errors'
import { isLoopback } from '@/server/networks/cidr'
import type { RegistryAccess } from '@/server/registries/types'
import { manifestsAt, RegistrySays } from './ask-registry'
import { type Platform, platformOf, readManifest } from './manifest-size'
import { type Door, isRegistry, registryDoors } from './registry-doors'

export type DownloadSizes = { of(images: DownloadSizesRequest['images']): Promise<DownloadSize[]> }

export type DownloadSizesDeps = { cluster: Cluster; registries: RegistryAccess; now: () => Date }

const tagKeptMs = 3_600_000
const failureKeptMs = 60_000
/** For one image, whatever its registry does: a plan is read meanwhile without it. */
const patienceMs = 8_000
const mostKept = 1_000
const atOnce = 4

type Known = { bytes: number | null; error: string | null; untilMs: number }

const repositoryPath = (repository: string, registry: string | null): string => {
  const path = registry === null ? repository : repository.slice(registry.length + 1)
  return registry === null && !path.includes('/') ? `library/${path}` : path
}

/** What no registry would take, and what would lead to another path of it. */
const isPath = (path: string, tagOrDigest: string): boolean =>
  /^[a-z0-9]+(?:[._-]+[a-z0-9]+|\/[a-z0-9]+)*$/.test(path) &&
  /^(sha256:[0-9a-f]{64}|\w[\w.-]{0,127})$/.test(tagOrDigest)

const manifestOf = (reference: string): { path: string; first: string } => {
  const { registry, repository, tag, digest } = parseImageReference(reference)
  const path = repositoryPath(repository, registry)
  const first = digest ?? tag ?? 'latest'
  if ((registry !== null && !isRegistry(registry)) || !isPath(path, first))
    throw new RegistrySays('that is no name of an image')
  return { path, first }
}

export const createDownloadSizes = ({ cluster, registries, now }: DownloadSizesDeps): DownloadSizes => {
  const known = new Map<string, Known>()
  const underWay = new Map<string, Promise<Known>>()

  const isNear = (hostId: string): boolean => {
    const address = cluster.host(hostId)?.address
    if (address === undefined) return false
    const parsed = parseAddress(address)
    return parsed.kind === 'unix' || (parsed.kind !== 'ssh' && (parsed.host === 'localhost' || isLoopback(parsed.host)))
  }

  const doorsFor = async (registry: string, hostId: string): Promise<Door[]> => {
    const { RegistryConfig } = await cluster
      .engine(hostId)
      .json<{ RegistryConfig?: unknown }>('GET', '/info', { timeoutMs: patienceMs })
    return registryDoors(registry, RegistryConfig, isNear(hostId))
  }

  /** Null: the registry knows the image, for other platforms. */
  const askDoor = async (door: Door, reference: string, platform: Platform, signal: AbortSignal) => {
    const { path, first } = manifestOf(reference)
    const manifest = manifestsAt({ door, path, auth: await registries.authFor(reference), signal })
    const said = readManifest(await manifest(first), platform)
    const found = said.kind === 'elsewhere' ? readManifest(await manifest(said.digest), platform) : said
    if (found.kind === 'image') return found.bytes
    if (found.kind === 'missing') return null
    throw new RegistrySays(`${new URL(door.origin).host} answers something that is no manifest with sizes`)
  }

  const ask = async (reference: string, hostId: string, platform: Platform): Promise<number | null> => {
    manifestOf(reference)
    const registry = registryOf(reference)
    const doors = await doorsFor(registry, hostId)
    if (doors.length === 0) throw new Error(`${registry} is on the machine of the engine`)
    const endMs = performance.now() + patienceMs
    let failure: Error | undefined
    for (const [index, door] of doors.entries()) {
      // What one leaves is for the others: a dead mirror does not use it all up.
      const shareMs = (endMs - performance.now()) / (doors.length - index)
      const signal = AbortSignal.timeout(Math.max(1, Math.round(shareMs)))
      try {
        return await askDoor(door, reference, platform, signal)
      } catch (error) {
        if (isAppError(error)) throw error
        if (failure instanceof RegistrySays) continue
        if (error instanceof RegistrySays) failure = error
        else if (signal.aborted) failure = new Error(`${registry} does not answer Lotse within ${patienceMs / 1000} s`)
        else failure = new Error(`Lotse does not reach ${registry}: ${messageOf(error)}`)
      }
    }
    throw failure
  }

  const failureOf = async (reference: string, error: unknown): Promise<string> => {
    if (isAppError(error)) return error.message
    const auth = await registries.authFor(reference).catch(() => undefined)
    const words = wordsWithout(auth, messageOf(error))
    const { message } = registryMeaning(registryOf(reference), auth?.username, words)
    return message === undefined ? words : `${message} (${words})`
  }

  const look = async (reference: string, hostId: string, platform: Platform): Promise<Known> => {
    const isPinned = parseImageReference(reference).digest !== null
    const nowMs = now().getTime()
    try {
      const bytes = await ask(reference, hostId, platform)
      if (bytes === null) {
        const error = `There is no image for ${platform.os}/${platform.architecture} under this name.`
        return { bytes, error, untilMs: nowMs + failureKeptMs }
      }
      return { bytes, error: null, untilMs: isPinned ? Number.POSITIVE_INFINITY : nowMs + tagKeptMs }
    } catch (error) {
      return { bytes: null, error: await failureOf(reference, error), untilMs: nowMs + failureKeptMs }
    }
  }

  const sizeOn = async (reference: string, hostId: string): Promise<Known> => {
    const engine = cluster.host(hostId)?.engine
    const platform = platformOf(engine?.osType ?? '', engine?.architecture ?? '')
    const key = `${reference} ${Object.values(platform).join(' ')} ${isNear(hostId)}`
    const kept = known.get(key)
    if (kept !== undefined && kept.untilMs > now().getTime()) return kept
    const asking =
      underWay.get(key) ??
      look(reference, hostId, platform).finally(() => {
        underWay.delete(key)
      })
    underWay.set(key, asking)
    const found = await asking
    if (known.size >= mostKept) known.delete(known.keys().next().value ?? '')
    known.set(key, found)
    return found
  }

  /** Hosts of several platforms load different images: the largest is told. A near host has more doors than the others. */
  const sizeOf = async ({ reference, hostNames }: DownloadSizesRequest['images'][number]): Promise<DownloadSize> => {
    const hosts = cluster.hosts().filter(({ name, state }) => hostNames.includes(name) && state === 'healthy')
    const nearLast = hosts.toSorted((one, other) => Number(isNear(one.id)) - Number(isNear(other.id)))
    const byPlatform = new Map(nearLast.map((host) => [`${host.engine?.osType} ${host.engine?.architecture}`, host.id]))
    const found = await Promise.all([...byPlatform.values()].map((hostId) => sizeOn(reference, hostId)))
    const sizes = found.flatMap(({ bytes }) => bytes ?? [])
    if (sizes.length > 0) return { reference, bytes: Math.max(...sizes), error: null }
    const error = hosts.length === 0 ? 'No host answers that could ask the registry.' : (found[0]?.error ?? null)
    return { reference, bytes: null, error }
  }

  return {
    of: async (images) => {
      const sizes: DownloadSize[] = []
      for (let start = 0; start < images.length; start += atOnce)
        sizes.push(...(await Promise.all(images.slice(start, start + atOnce).map(sizeOf))))
      return sizes
    },
  }
}
