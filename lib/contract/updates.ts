// Images in use of which the registry has a newer one under the same name.
import { z } from 'zod'
import { instant } from './common'

export const imageUpdate = z.object({
  /** As the containers name it: a tag, never a digest. */
  reference: z.string(),
  /** What the registry says the tag is now; null: it has not been asked, or did not say. */
  latest: z.string().nullable(),
  checkedAt: instant.nullable(),
  /** Why the registry did not say. */
  error: z.string().nullable(),
  /** Containers that run something else than the latest. */
  older: z.array(
    z.object({
      containerId: z.string(),
      containerName: z.string(),
      hostName: z.string(),
      stack: z.string().nullable(),
      service: z.string().nullable(),
      imageId: z.string(),
      digest: z.string(),
      imageCreatedAt: instant,
    }),
  ),
  /** How many run the latest. */
  current: z.number().int(),
})
export type ImageUpdate = z.infer<typeof imageUpdate>

export const imageUpdates = z.object({
  /** When the registries were last asked; null: not since the start. */
  checkedAt: instant.nullable(),
  /** Every how many hours they are asked; null: only on demand. */
  everyHours: z.number().nullable(),
  images: z.array(imageUpdate),
})
export type ImageUpdates = z.infer<typeof imageUpdates>
