// What needs a human now, and how full the cluster is.
import { z } from 'zod'
import { instant } from './common'
import { deployment } from './deployments'
import { host, hostProblem } from './hosts'
import { rescheduleAct, rescheduleWhy, undecidedCopy } from './rescheduling'
import { stackReport } from './stacks'

/** What an item is about, in parts: who reads it may speak another language. Reasons and messages are in English. */
export const attentionCause = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('host'),
    state: z.enum(['unreachable', 'suspect', 'pending']),
    reason: z.string().nullable(),
    /** How many it had when it last answered. */
    containers: z.number().int(),
  }),
  z.object({
    kind: z.literal('problem'),
    code: hostProblem.shape.code,
    message: z.string(),
    fix: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('container'),
    trouble: z.enum(['oom', 'dead', 'restarting', 'unhealthy', 'exited']),
    /** Replicas of one service with one trouble stand together. */
    count: z.number().int(),
    service: z.string(),
    image: z.string(),
    hosts: z.array(z.string()),
    exitCode: z.number().int().nullable(),
    restarts: z.number().int(),
  }),
  /** A container that asks to be rescheduled when its host is lost, and could not be. */
  z.object({
    kind: z.literal('reschedule'),
    act: rescheduleAct,
    why: rescheduleWhy,
    /** Where it is, or was. */
    host: z.string(),
    hostId: z.string(),
    /** Where its other copy is. */
    other: z.string().nullable(),
    /** Those of one host with one reason stand together. */
    names: z.array(z.string()),
  }),
  z.object({ kind: z.literal('copies'), copies: z.array(undecidedCopy) }),
  z.object({ kind: z.literal('stack'), state: z.enum(['failed', 'down', 'degraded']), report: stackReport }),
])
export type AttentionCause = z.infer<typeof attentionCause>

export const attention = z.object({
  id: z.string(),
  severity: z.enum(['fail', 'warn']),
  /** In English; the cause says the same in parts. */
  title: z.string(),
  text: z.string(),
  cause: attentionCause,
  since: instant.nullable(),
  target: z.object({ kind: z.enum(['host', 'container', 'stack']), id: z.string(), name: z.string() }),
})
export type Attention = z.infer<typeof attention>

export const overview = z.object({
  attention: z.array(attention),
  hosts: z.array(host),
  running: z.array(deployment),
  counts: z.object({ stacks: z.number(), containers: z.number(), hosts: z.number(), healthyHosts: z.number() }),
})
export type Overview = z.infer<typeof overview>
