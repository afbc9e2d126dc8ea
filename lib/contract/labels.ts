// Who carries which label, and which hosts an expression would match.
import { z } from 'zod'
import { hostVerdict, rule } from './placements'

export const labelSource = z.enum(['engine', 'console', 'builtin'])
export const labelUse = z.object({
  key: z.string(),
  values: z.array(
    z.object({
      value: z.string(),
      hosts: z.array(z.object({ hostId: z.string(), hostName: z.string(), source: labelSource })),
    }),
  ),
})
export type LabelUse = z.infer<typeof labelUse>

/** `storage==ssd`, `region!=us*`, `node.labels.disk == ssd`: classic Swarm's form or compose's. */
export const labelMatchRequest = z.object({ expression: z.string().min(1).max(1000) })
export const labelMatch = z.object({
  expression: z.string(),
  /** Why the expression cannot be read; then no host is listed. */
  error: z.string().nullable(),
  rules: z.array(rule),
  hosts: z.array(hostVerdict),
  matching: z.number().int(),
})
export type LabelMatch = z.infer<typeof labelMatch>
