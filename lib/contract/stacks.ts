// Desired state: stacks, their revisions, the plan that closes a difference and the deployment that performs it.
import { z } from 'zod'
import { diagnostic, instant } from './common'
import { explanation, placementRequest } from './placements'
import { conflict, gap, volumeRisk } from './plan-effects'

export const stackName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, beginning with a letter or digit')

/** One file as dropped or typed. The first compose file is the base, later ones override it. */
export const sourceFile = z.object({
  path: z
    .string()
    .min(1)
    .max(500)
    .refine((path) => !path.includes('\0') && !path.startsWith('/') && !path.split('/').includes('..'), {
      message: 'a relative path inside the stack, without ..',
    }),
  content: z.string().max(1_000_000),
})
export type SourceFile = z.infer<typeof sourceFile>

export const deployRequest = z.object({
  files: z.array(sourceFile).min(1).max(200),
  /** Which of `files` are compose files, in merge order; default: those whose name says so. */
  composeFiles: z.array(z.string()).optional(),
  /** Set in the console; beats `.env`. */
  variables: z.record(z.string(), z.string()).default({}),
  profiles: z.array(z.string()).default([]),
  note: z.string().max(500).default(''),
  /** Orphans to remove with this deploy, by container id. */
  removeOrphans: z.array(z.string()).default([]),
  /** Pull again even when the tag is present. */
  pull: z.enum(['missing', 'always', 'never']).default('missing'),
  /** Refuse when the newest revision is no longer this one. */
  baseRevision: z.number().int().nullable().optional(),
})
export type DeployRequest = z.infer<typeof deployRequest>

export const variableUse = z.object({
  name: z.string(),
  /** Null: unset. Masked (`secret` true) values are replaced by `••••••`. */
  value: z.string().nullable(),
  secret: z.boolean(),
  /** `.env line 3`, `set in console`, `default in file`, `nowhere` */
  origin: z.string(),
  usedBy: z.array(z.string()),
})
export type VariableUse = z.infer<typeof variableUse>

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

export const change = z.object({
  /** Path below the service, e.g. `image`, `environment.CONCURRENCY`. */
  key: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  line: z.number().int().optional(),
  file: z.string().optional(),
})
export type Change = z.infer<typeof change>

export const planContainer = z.object({
  service: z.string(),
  number: z.number().int(),
  name: z.string(),
  action: z.enum(['create', 'recreate', 'restart', 'start', 'keep', 'remove', 'blocked']),
  hostId: z.string().nullable(),
  hostName: z.string().nullable(),
  fromHostName: z.string().nullable(),
  changes: z.array(change),
  reason: z.string(),
  explanation: explanation.nullable(),
})
export type PlanContainer = z.infer<typeof planContainer>

export const problem = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  service: z.string().nullable(),
  line: z.number().int().optional(),
  file: z.string().optional(),
})
export type Problem = z.infer<typeof problem>

export const plan = z.object({
  stack: z.string(),
  /** The revision a deploy of this plan would make. */
  revision: z.number().int(),
  summary: z.object({
    create: z.number(),
    recreate: z.number(),
    restart: z.number(),
    start: z.number(),
    keep: z.number(),
    remove: z.number(),
    blocked: z.number(),
  }),
  containers: z.array(planContainer),
  networks: z.array(
    z.object({ name: z.string(), action: z.enum(['create', 'keep', 'external', 'remove']), detail: z.string() }),
  ),
  volumes: z.array(
    z.object({
      name: z.string(),
      hostName: z.string(),
      action: z.enum(['create', 'keep', 'external', 'remove']),
      detail: z.string(),
    }),
  ),
  images: z.array(
    z.object({
      reference: z.string(),
      hostNames: z.array(z.string()),
      action: z.enum(['pull', 'build', 'push', 'copy', 'present']),
      /** On disk, as a host that has it says. Null: no host has it, and registries are not asked. */
      sizeBytes: z.number().nullable(),
    }),
  ),
  ports: z.array(z.object({ port: z.string(), service: z.string(), hostName: z.string(), isNew: z.boolean() })),
  /** Ports and subnets of the files that others hold. */
  conflicts: z.array(conflict),
  /** Services that stop, and for how long. Those untouched are not listed. */
  gaps: z.array(gap),
  /** Data that is left behind or goes. */
  volumeRisks: z.array(volumeRisk),
  /** Containers of the stack that the files no longer name. They stay unless ticked. */
  orphans: z.array(
    z.object({
      containerId: z.string(),
      name: z.string(),
      service: z.string(),
      hostName: z.string(),
      remove: z.boolean(),
    }),
  ),
  variables: z.array(variableUse),
  diagnostics: z.array(diagnostic),
  /** What stops this plan from being applied. Empty: it can be. */
  problems: z.array(problem),
  operations: z.array(operation),
  /** What a container of each service asks of a host, so that places can be tried before anything is sent; secrets masked. */
  asks: z.array(z.object({ service: z.string(), mode: z.enum(['replicated', 'global']), request: placementRequest })),
})
export type Plan = z.infer<typeof plan>

export const operationState = z.enum(['pending', 'running', 'done', 'failed', 'cancelled', 'skipped'])
export type OperationState = z.infer<typeof operationState>

export const operationProgress = z.object({
  id: z.string(),
  kind: operationKind,
  hostId: z.string(),
  hostName: z.string(),
  target: z.string(),
  service: z.string().nullable(),
  why: z.string(),
  after: z.array(z.string()),
  state: operationState,
  /** `3 of 5 layers, 80 of 214 MiB`, `health 1 of 3` */
  detail: z.string(),
  /** 0 to 1 when known. */
  fraction: z.number().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  error: z.string().nullable(),
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

export const revision = z.object({
  number: z.number().int(),
  createdAt: instant,
  createdBy: z.string(),
  note: z.string(),
  /** What differs from the one before, in a line. */
  summary: z.string(),
  state: z.enum(['deploying', 'active', 'superseded', 'failed', 'cancelled']),
  error: z.string().nullable(),
  /** Image reference → digest, as resolved by that deploy. */
  digests: z.record(z.string(), z.string()),
})
export type Revision = z.infer<typeof revision>

export const revisionDetail = revision.extend({
  files: z.array(sourceFile),
  composeFiles: z.array(z.string()),
  /** Secret-looking values masked. */
  variables: z.array(variableUse),
  profiles: z.array(z.string()),
})
export type RevisionDetail = z.infer<typeof revisionDetail>

export const stackService = z.object({
  name: z.string(),
  image: z.string(),
  desired: z.number().int(),
  running: z.number().int(),
  healthy: z.number().int(),
  /** Containers in number order. */
  replicas: z.array(
    z.object({
      number: z.number().int(),
      containerId: z.string(),
      hostId: z.string(),
      state: z.string(),
      health: z.string(),
      known: z.boolean(),
    }),
  ),
})
export type StackService = z.infer<typeof stackService>

/** What is to be said of a stack's state, in parts: who reads it may speak another language. */
export const stackReport = z.object({
  /** Containers that are wanted, and those of them that do what they should. */
  desired: z.number().int(),
  fulfilled: z.number().int(),
  /** Jobs among them that did their work and ended. */
  jobsDone: z.number().int(),
  /** The first things that are wrong, and how many more there are. */
  faults: z.array(
    z.object({
      replica: z.string(),
      fault: z.enum(['missing', 'unseen', 'exited', 'restarting', 'unhealthy', 'created', 'removing']),
      hostName: z.string(),
      exitCode: z.number().int().nullable(),
    }),
  ),
  moreFaults: z.number().int(),
  /** The newest deployment, unless it ended well. */
  deployment: z
    .object({
      kind: deployment.shape.kind,
      state: deploymentState.exclude(['succeeded']),
      revision: z.number().int().nullable(),
      done: z.number().int(),
      total: z.number().int(),
      error: z.string().nullable(),
    })
    .nullable(),
})
export type StackReport = z.infer<typeof stackReport>

export const stack = z.object({
  name: z.string(),
  /** 1 to 10: flag colour and pattern. */
  flag: z.number().int(),
  /** False: seen on the engines by Compose's labels, not deployed by Lotse. */
  managed: z.boolean(),
  state: z.enum(['running', 'degraded', 'down', 'deploying', 'removing', 'failed', 'empty']),
  /** The state as an English sentence, and the parts that it is made of. */
  statement: z.string(),
  report: stackReport,
  revision: z.number().int().nullable(),
  deployedAt: instant.nullable(),
  deployedBy: z.string().nullable(),
  services: z.array(stackService),
  deploymentId: z.string().nullable(),
})
export type Stack = z.infer<typeof stack>

export const removeStackQuery = z.object({ volumes: z.stringbool().default(false) })
export const scaleRequest = z.object({ service: z.string(), replicas: z.number().int().min(0).max(10_000) })
export const rollbackRequest = z.object({ revision: z.number().int() })

/** `POST /compose/check`: the loader alone, for the editor. */
export const checkResult = z.object({
  ok: z.boolean(),
  /** The name the files give the stack, if any. */
  name: z.string().nullable(),
  diagnostics: z.array(diagnostic),
  variables: z.array(variableUse),
  services: z.array(
    z.object({ name: z.string(), image: z.string().nullable(), replicas: z.number(), line: z.number().optional() }),
  ),
})
export type CheckResult = z.infer<typeof checkResult>
