// What needs a human now, and how full the cluster is.
import { z } from 'zod'
import { instant } from './common'
import { host } from './hosts'
import { deployment } from './stacks'

export const attention = z.object({
  id: z.string(),
  severity: z.enum(['fail', 'warn']),
  title: z.string(),
  text: z.string(),
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
