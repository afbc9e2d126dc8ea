// Who did what, to what, with which result: one line for each change.
import { z } from 'zod'
import { instant } from './common'

export const activityEntry = z.object({
  id: z.number().int(),
  at: instant,
  /** User name, `token:NAME`, or `lotse` for its own acts. */
  actor: z.string(),
  /** `stack.deploy`, `host.add`, `container.restart`, `auth.login`, … */
  action: z.string(),
  target: z.string(),
  result: z.enum(['ok', 'failed', 'refused', 'running']),
  /** One line for people. Never a secret. */
  message: z.string(),
  durationMs: z.number().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
})
export type ActivityEntry = z.infer<typeof activityEntry>
