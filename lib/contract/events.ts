// What `GET /api/v1/events` streams. The client folds these into its caches with pure reducers (lib/client/live.ts).
import { z } from 'zod'
import { activityEntry } from './activity'
import { instant } from './common'
import { container } from './containers'
import { operationProgress } from './deployments'
import { host } from './hosts'
import { move } from './moves'
import { stack } from './stacks'

export const liveEvent = z.discriminatedUnion('type', [
  /** First on each connection. A changed `epoch` means the server restarted: drop all caches. */
  z.object({ type: z.literal('hello'), epoch: z.string(), revision: z.number(), at: instant }),
  z.object({ type: z.literal('hosts'), upserts: z.array(host), removed: z.array(z.string()) }),
  z.object({
    type: z.literal('containers'),
    upserts: z.array(container),
    removed: z.array(z.string()),
    revision: z.number(),
  }),
  /** Lists that are cheap to read again. */
  z.object({
    type: z.literal('changed'),
    what: z.array(z.enum(['networks', 'images', 'volumes', 'stacks', 'overlay'])),
  }),
  z.object({ type: z.literal('stack'), stack }),
  z.object({ type: z.literal('stack-removed'), name: z.string() }),
  z.object({
    type: z.literal('deployment'),
    id: z.string(),
    stack: z.string(),
    state: z.string(),
    error: z.string().nullable(),
    operations: z.array(operationProgress),
  }),
  /** The whole of it as it is now, a few times a second at most. */
  z.object({ type: z.literal('move'), move }),
  z.object({ type: z.literal('activity'), entry: activityEntry }),
  /** Every 10 s, so that a silent connection is known to be alive. */
  z.object({ type: z.literal('heartbeat'), at: instant }),
])
export type LiveEvent = z.infer<typeof liveEvent>
