// Desired state: stacks, their revisions, and what is asked of them.
import { z } from 'zod'
import { diagnostic, instant } from './common'
import { deployment, deploymentState } from './deployments'

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

/** `POST /stacks/:name/reconstruct`: the files that would make a stack which somebody else deployed. */
export const reconstruction = z.object({ files: z.array(sourceFile) })
export type Reconstruction = z.infer<typeof reconstruction>

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
