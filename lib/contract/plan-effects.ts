// What a plan does to those who use the stack, as data that either language can put into words: who stops serving,
// which data is left behind, and which ports and subnets others hold.
import { z } from 'zod'

/** How many of a service serve while the plan is carried out. */
export const gap = z.object({
  service: z.string(),
  /** none: the new ones run before the old ones stop · fewer: some always serve · gap: for a while none does · ends: none is left */
  kind: z.enum(['none', 'fewer', 'gap', 'ends']),
  /** Of those that run now, the fewest that serve at any time. */
  serving: z.number().int(),
  running: z.number().int(),
  /** The longest that stopping one may take before it is killed. */
  stopSeconds: z.number().int(),
  /** The new one serves once its health check says so. */
  waitsForHealth: z.boolean(),
  /** Services that have to be up again before this one starts. */
  waitsFor: z.array(z.string()),
  /** Why the old one stops first. Null where it does not. */
  cause: z.enum(['order', 'port', 'host-network', 'restart']).nullable(),
  port: z.string().nullable(),
  /** `order: start-first` in the file would close it. */
  canStartFirst: z.boolean(),
})
export type Gap = z.infer<typeof gap>

export const volumeRisk = z.object({
  /**
   * left-behind: its container moves and finds another one there · unused: nothing mounts it any more, it stays ·
   * anonymous: one without a name stays with nobody to use it · folder: a folder of the host is another one on the new host ·
   * removed: it goes, with its data
   */
  kind: z.enum(['left-behind', 'unused', 'anonymous', 'folder', 'removed']),
  /** Name of the volume, path of the folder; for one without a name, where it was mounted. */
  volume: z.string(),
  container: z.string().nullable(),
  hostName: z.string(),
  toHostName: z.string().nullable(),
})
export type VolumeRisk = z.infer<typeof volumeRisk>

export const portConflict = z.object({
  kind: z.literal('port'),
  service: z.string(),
  published: z.string(),
  protocol: z.string(),
  holders: z.array(z.object({ name: z.string(), hostName: z.string() })),
  /** A port that is free on every host; null where another port would not help. */
  free: z.string().nullable(),
})

const subnetSettings = z.object({ subnet: z.string(), gateway: z.string().optional(), ip_range: z.string().optional() })

export const subnetConflict = z.object({
  kind: z.literal('subnet'),
  /** Its key in the files. */
  network: z.string(),
  index: z.number().int(),
  subnet: z.string(),
  holder: z.object({ network: z.string(), subnet: z.string(), hostName: z.string().nullable() }),
  /** Settings that overlap nothing; null where addresses in the files hang on the old ones. */
  free: subnetSettings.nullable(),
})

export const conflict = z.discriminatedUnion('kind', [portConflict, subnetConflict])
export type Conflict = z.infer<typeof conflict>
export type PortConflict = z.infer<typeof portConflict>
export type SubnetConflict = z.infer<typeof subnetConflict>
