// What is known of a container's past: what people did to it, and what its engine still remembers.
import { z } from 'zod'
import { activityEntry } from './activity'
import { instant } from './common'
import { death } from './deaths'

export const containerHistory = z.object({
  /** Newest first. */
  entries: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('activity'),
        at: instant,
        entry: activityEntry,
        /** What an act on more than this container meant for it: the reason in a deploy's plan. */
        about: z.string(),
      }),
      z.object({
        kind: z.literal('event'),
        at: instant,
        /** In the engine's spelling: `start`, `die`, `health_status`. */
        action: z.string(),
        exitCode: z.number().int().nullable(),
        /** The signal of a kill, the state of a health check, the former name of a rename. */
        detail: z.string(),
        /** Whose engine says it: a container that was moved has a past on another host. */
        hostName: z.string(),
      }),
    ]),
  ),
  /** Hosts that it stands or stood on, and that do not answer: of these only what people did is here. */
  silent: z.array(z.string()),
  /** Ends with their last words, newest first. */
  deaths: z.array(death),
})
export type ContainerHistory = z.infer<typeof containerHistory>
export type HistoryEntry = ContainerHistory['entries'][number]
