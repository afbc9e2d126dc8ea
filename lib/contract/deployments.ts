// A deployment as the acts on engines that it consists of, and how far each of them is.
import { z } from 'zod'
import { instant } from './common'
import { stepProgress } from './step-progress'

export const operationKind = z.enum([
  'pull-image',
  'build-image',
  'push-image',
  'copy-image',
  'create-network',
  'remove-network',
  'create-volume',
  'remove-volume',
  'create-container',
  'start-container',
  'wait-container',
  'stop-container',
  'rename-container',
  'remove-container',
])
export type OperationKind = z.infer<typeof operationKind>

/** One act on one engine, as data. `after` names the operations that must have ended well before it begins. */
export const operation = z.object({
  id: z.string(),
  kind: operationKind,
  hostId: z.string(),
  /** Image reference, network, volume or container name. */
  target: z.string(),
  service: z.string().nullable(),
  /** Why, in a few words: `image 4.12.1 → 4.13.0`, `missing on kiel-3`. */
  why: z.string(),
  after: z.array(z.string()),
  /** What the act needs beyond its target; its shape depends on kind (server/stacks/operations.ts). */
  input: z.record(z.string(), z.unknown()),
})
export type Operation = z.infer<typeof operation>

export const operationProgress = z.object({
  ...operation.omit({ input: true }).shape,
  hostName: z.string(),
  ...stepProgress.shape,
})
export type OperationProgress = z.infer<typeof operationProgress>

export const deploymentState = z.enum(['running', 'succeeded', 'failed', 'cancelling', 'cancelled'])
export type DeploymentState = z.infer<typeof deploymentState>

export const deployment = z.object({
  id: z.string(),
  stack: z.string(),
  kind: z.enum(['deploy', 'rollback', 'remove', 'scale', 'resume']),
  revision: z.number().int().nullable(),
  state: deploymentState,
  startedAt: instant,
  finishedAt: instant.nullable(),
  startedBy: z.string(),
  error: z.string().nullable(),
  operations: z.array(operationProgress),
})
export type Deployment = z.infer<typeof deployment>
