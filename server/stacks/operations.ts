// What each kind of operation needs beyond its host and target. Small on purpose: container bodies are made from the
// revision when the operation runs, so neither plans nor the journal hold what stands in an environment.
import { z } from 'zod'
import type { Operation, OperationKind } from '@/lib/contract/deployments'

const lane = z.object({ lane: z.string().optional() })

export const operationInput = {
  'pull-image': z.object({
    reference: z.string(),
    always: z.boolean().default(false),
    platform: z.string().optional(),
    /** An image built here, taken from the registry under that name and given the name it has in the stack. */
    built: z.object({ from: z.string(), hash: z.string() }).optional(),
  }),
  'build-image': z.object({ service: z.string(), tag: z.string(), hash: z.string() }),
  /** The target is its name in the registry. */
  'push-image': z.object({ reference: z.string(), hash: z.string() }),
  'copy-image': z.object({ reference: z.string(), fromHostId: z.string() }),
  'create-network': z.object({ key: z.string(), driver: z.string() }),
  'remove-network': z.object({}),
  'create-volume': z.object({ key: z.string() }),
  'remove-volume': z.object({}),
  'create-container': lane.extend({
    service: z.string(),
    number: z.number().int(),
    /** What the engine is asked for: the reference, or the pinned digest. */
    image: z.string(),
    /** The container whose anonymous volumes the new one takes over; on the same host only. */
    replaces: z.string().optional(),
    /** `network_mode: service:X` and the like, resolved to the container's name. */
    peers: z.record(z.string(), z.string()),
  }),
  'start-container': lane.extend({ containerId: z.string().optional() }),
  'wait-container': lane.extend({
    condition: z.enum(['stable', 'healthy', 'completed', 'delay']),
    containerId: z.string().optional(),
    durationMs: z.number().int().optional(),
    /** A dependency that is not required may fail. */
    optional: z.boolean().default(false),
  }),
  'stop-container': lane.extend({
    containerId: z.string().optional(),
    graceSeconds: z.number().int().optional(),
    /** Then it is started again when the rest cannot be done. */
    wasRunning: z.boolean().default(false),
  }),
  'rename-container': lane.extend({
    /** Id or name. */
    containerId: z.string(),
    to: z.string(),
    /** It is the new container that gets its name, not the old one that loses it. */
    isNew: z.boolean().default(false),
  }),
  'remove-container': lane.extend({
    containerId: z.string().optional(),
    /** Also the volumes without a name. */
    anonymousVolumes: z.boolean().default(false),
    /** Leave a container of that name alone unless this deployment made it. */
    onlyOwn: z.boolean().default(false),
  }),
} satisfies Record<OperationKind, z.ZodType>

export type OperationInput<K extends OperationKind> = z.infer<(typeof operationInput)[K]>

export const inputOf = <K extends OperationKind>(kind: K, operation: Operation): OperationInput<K> =>
  operationInput[kind].parse(operation.input) as OperationInput<K>

/** The container an operation belongs to, when it replaces or makes one. */
export const laneOf = (operation: Operation): string | null =>
  typeof operation.input.lane === 'string' ? operation.input.lane : null

/** Told apart from what the plan said: these put a lane back to what ran before. */
export const undoPrefix = 'undo-'
export const isUndo = (operation: Operation): boolean => operation.id.startsWith(undoPrefix)
