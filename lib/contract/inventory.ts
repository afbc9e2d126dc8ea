// Images and volumes over all hosts.
import { z } from 'zod'
import { instant, labels } from './common'

export const image = z.object({
  id: z.string(),
  tags: z.array(z.string()),
  digests: z.array(z.string()),
  sizeBytes: z.number(),
  createdAt: instant,
  hostIds: z.array(z.string()),
  hostNames: z.array(z.string()),
  containerCount: z.number().int(),
  labels,
})
export type Image = z.infer<typeof image>

export const volume = z.object({
  hostId: z.string(),
  hostName: z.string(),
  name: z.string(),
  driver: z.string(),
  mountpoint: z.string(),
  labels,
  options: labels,
  createdAt: instant.nullable(),
  stack: z.string().nullable(),
  /** Names of the containers that mount it. */
  usedBy: z.array(z.string()),
})
export type Volume = z.infer<typeof volume>

export const pullRequest = z.object({ reference: z.string().min(1).max(500), hostIds: z.array(z.string()).optional() })

/** One line of the answer to a pull: how it goes on one host. */
export const pullProgress = z.object({
  hostId: z.string(),
  hostName: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** `3 of 5 layers, 80 of 214 MiB` */
  detail: z.string(),
  fraction: z.number().nullable(),
  error: z.string().nullable(),
})
export type PullProgress = z.infer<typeof pullProgress>

/** Images that a plan would pull, and the hosts that would. */
export const downloadSizesRequest = z.object({
  images: z
    .array(z.object({ reference: z.string().min(1).max(500), hostNames: z.array(z.string()).min(1).max(1_000) }))
    .max(100),
})
export type DownloadSizesRequest = z.infer<typeof downloadSizesRequest>

/** What a pull loads at most, compressed as it travels: layers that a host has already are not loaded again. */
export const downloadSize = z.object({
  reference: z.string(),
  bytes: z.number().int().nullable(),
  /** Why the registry did not say. */
  error: z.string().nullable(),
})
export type DownloadSize = z.infer<typeof downloadSize>

/** What became of a removal on each host that had the image. */
export const removeImageResult = z.object({
  hosts: z.array(z.object({ hostId: z.string(), hostName: z.string(), error: z.string().nullable() })),
})
