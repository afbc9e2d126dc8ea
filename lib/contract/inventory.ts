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

/** What became of a removal on each host that had the image. */
export const removeImageResult = z.object({
  hosts: z.array(z.object({ hostId: z.string(), hostName: z.string(), error: z.string().nullable() })),
})
