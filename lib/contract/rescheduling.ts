// Why a container that asks to be rescheduled could not be, in parts: each side words it in its reader's language.
import { z } from 'zod'

export const rescheduleWhy = z.discriminatedUnion('kind', [
  /** Data that the lost host alone has. */
  z.object({ kind: z.literal('volume'), volumes: z.array(z.string()) }),
  /** How it was made had not been read before its host was lost. */
  z.object({ kind: z.literal('unread') }),
  /** Networks that are on no other host that answers. */
  z.object({ kind: z.literal('network'), networks: z.array(z.string()) }),
  /** No host takes it: each host's own reason, as the scheduler says it, and the one change that would help there. */
  z.object({
    kind: z.literal('place'),
    hosts: z.array(z.object({ host: z.string(), says: z.string(), fix: z.string().nullable() })),
    more: z.number().int(),
  }),
  /** Somebody else has its name by now. `place`: `host/name` */
  z.object({ kind: z.literal('name'), place: z.string() }),
  z.object({ kind: z.literal('image'), image: z.string(), host: z.string(), message: z.string() }),
  /** An engine's words, or ours. */
  z.object({ kind: z.literal('said'), message: z.string(), fix: z.string().nullable() }),
])
export type RescheduleWhy = z.infer<typeof rescheduleWhy>

/** What was to be done: made anew elsewhere, what was begun completed, an old copy removed, a half-made one removed, a lost one given up. */
export const rescheduleAct = z.enum(['move', 'finish', 'remove', 'clear', 'forget'])
export type RescheduleAct = z.infer<typeof rescheduleAct>

/** One of several copies of which nobody knows which is to stay. */
export const undecidedCopy = z.object({
  id: z.string(),
  name: z.string(),
  hostName: z.string(),
  isUp: z.boolean(),
  createdAt: z.string(),
})

/** The other one, which has to be there still: it may be the last. */
export const removeCopyRequest = z.object({ stays: z.string() })
