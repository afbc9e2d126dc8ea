// Which images could have a newer one: those that a container follows by tag. A digest, chosen or kept by a rollback, is a pin,
// and what was never in a registry has none that could be asked. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Image } from '@/lib/contract/inventory'
import type { ImageUpdate } from '@/lib/contract/updates'
import { digestIn, parseImageReference } from '@/server/docker/image-reference'
import { lotseLabel } from '@/server/stacks/labels'

export type Known = { latest: string | null; checkedAt: string; error: string | null }

const isTag = (reference: string): boolean =>
  reference !== '' && !/^(sha256:)?[0-9a-f]{12,64}$/.test(reference) && parseImageReference(reference).digest === null

type Use = { container: Container; image: Image; digest: string }

/** Reference → containers that follow it, with the digest that each runs. A name is read once, however many have it. */
const usesOf = (containers: readonly Container[], images: readonly Image[]): Map<string, Use[]> => {
  const byId = new Map(images.map((image) => [image.id, image]))
  const runs = new Map<string, { image: Image; digest: string } | null>()
  const runOf = ({ image: reference, imageId }: Container) => {
    const key = `${imageId} ${reference}`
    const known = runs.get(key)
    if (known !== undefined) return known
    const image = byId.get(imageId)
    const digest = image === undefined || !isTag(reference) ? null : digestIn(image.digests, reference)
    const run = image === undefined || digest === null ? null : { image, digest }
    runs.set(key, run)
    return run
  }
  const uses = new Map<string, Use[]>()
  for (const container of containers) {
    const run = runOf(container)
    if (run === null || !container.known || container.labels[lotseLabel.image] !== undefined) continue
    const known = uses.get(container.image)
    if (known === undefined) uses.set(container.image, [{ container, ...run }])
    else known.push({ container, ...run })
  }
  return uses
}

export const referencesInUse = (containers: readonly Container[], images: readonly Image[]): string[] =>
  [...usesOf(containers, images).keys()].sort()

/** Compared with what runs now, so that an update that has been made is none any more. */
export const imageUpdatesOf = (
  containers: readonly Container[],
  images: readonly Image[],
  known: ReadonlyMap<string, Known>,
): ImageUpdate[] =>
  [...usesOf(containers, images)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, uses]) => {
      const { latest = null, checkedAt = null, error = null } = known.get(reference) ?? {}
      // An image may be known by the digest of its list and by that of its platform.
      const isLatest = ({ image }: Use) => latest === null || image.digests.some((item) => item.endsWith(`@${latest}`))
      const older = uses.filter((use) => !isLatest(use))
      return {
        reference,
        latest,
        checkedAt,
        error,
        older: older.map(({ container, image, digest }) => ({
          containerId: container.id,
          containerName: container.name,
          hostName: container.hostName,
          stack: container.stack,
          service: container.service,
          imageId: image.id,
          digest,
          imageCreatedAt: image.createdAt,
        })),
        current: latest === null ? 0 : uses.length - older.length,
      }
    })
