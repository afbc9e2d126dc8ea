// What a deploy would do: each container, network, volume and image with the reason, and what stands in its way.
import { z } from 'zod'
import { diagnostic } from './common'
import { operation } from './deployments'
import { explanation, placementRequest } from './placements'
import { conflict, gap, volumeRisk } from './plan-effects'
import { variableUse } from './stacks'

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
      /** On disk, as a host that has it says. Null: no host has it. */
      sizeBytes: z.number().nullable(),
      /** What its registry can be asked for, where no host knows the size. Null: nothing is there before the deploy itself. */
      askAs: z.string().nullable(),
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
