// Which image a tag means: as the registry says now, and as a deploy has found it.
import type { Cluster } from '@/server/cluster/types'
import { digestIn, imageAnswersTo, parseImageReference } from '@/server/docker/image-reference'
import type { Log } from '@/server/log'
import { registryDigest } from '@/server/registries/registry-digest'
import type { RegistryAccess } from '@/server/registries/types'
import type { DesiredService } from './desired'

/** Asks the registry through one engine, without pulling. A registry that does not answer is left to the pull to report. */
export const registryDigests = async (
  cluster: Cluster,
  registries: RegistryAccess,
  references: readonly string[],
  log: Log,
): Promise<Record<string, string>> => {
  const asked = references.map(async (reference) => {
    try {
      return [[reference, await registryDigest(cluster, registries, reference)] as const]
    } catch (error) {
      log.debug({ err: error, reference }, 'the registry does not say what a tag is')
      return []
    }
  })
  return Object.fromEntries((await Promise.all(asked)).flat())
}

/** What each image of a revision turned out to be, for a rollback to run the same. */
export const deployedDigests = (cluster: Cluster, services: Iterable<DesiredService>): Record<string, string> => {
  const images = cluster.images()
  return Object.fromEntries(
    [...services].flatMap(({ image, pinnedImage, build }) => {
      if (build !== null) return []
      const pinned = parseImageReference(pinnedImage).digest
      const found = images
        .filter((item) => imageAnswersTo(item, pinnedImage))
        .map((item) => digestIn(item.digests, image))
      const digest = pinned ?? found.find((item) => item !== null)
      return digest == null ? [] : [[image, digest]]
    }),
  )
}
