// Cleaning up images and volumes: what would go, how much that frees, what keeps the rest, and what became of each.
import { z } from 'zod'
import { instant } from './common'

export const pruneItem = z.object({
  /** Image id or volume name. */
  id: z.string(),
  name: z.string(),
  reason: z.enum(['untagged', 'unused', 'anonymous', 'named']),
  hostIds: z.array(z.string()),
  hostNames: z.array(z.string()),
  createdAt: instant.nullable(),
  /** On all these hosts together: what surely gets free, and the most that can. They differ by layers that others share. */
  leastBytes: z.number().nullable(),
  mostBytes: z.number().nullable(),
  /** Revisions that go back to it, or the stack that owns it: it is not proposed. */
  wantedBy: z.array(z.string()),
  /** Ticked unless somebody unticks it. */
  proposed: z.boolean(),
})
export type PruneItem = z.infer<typeof pruneItem>

export const prunePlan = z.object({
  items: z.array(pruneItem),
  /** Those in use, with the containers that keep them. */
  kept: z.array(z.object({ name: z.string(), hostNames: z.array(z.string()), usedBy: z.array(z.string()) })),
  /** Hosts that do not answer: theirs are left out. */
  silentHosts: z.array(z.string()),
})
export type PrunePlan = z.infer<typeof prunePlan>

export const pruneRequest = z.object({
  items: z
    .array(z.object({ id: z.string().min(1).max(500), hostId: z.string() }))
    .min(1)
    .max(20_000),
})
export type PruneRequest = z.infer<typeof pruneRequest>

export const pruneResult = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      hostId: z.string(),
      hostName: z.string(),
      error: z.string().nullable(),
    }),
  ),
})
export type PruneResult = z.infer<typeof pruneResult>
