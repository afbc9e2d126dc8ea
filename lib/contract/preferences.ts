// What a person chose for how lists look to them; kept with the account, so that it is there in every browser.
import { z } from 'zod'
import { mostViews } from './limits'

const columnNames = z.array(z.string().min(1).max(40)).max(40)

/** A filter, a sort and the columns of the containers list, under a name. */
export const savedView = z.object({
  name: z.string().trim().min(1).max(60),
  q: z.string().max(1000),
  sort: z.string().max(40),
  direction: z.enum(['asc', 'desc']),
  /** Null: those that the person usually has. */
  columns: columnNames.nullable(),
})
export type SavedView = z.infer<typeof savedView>

export const savedViews = z
  .array(savedView)
  .max(mostViews)
  .refine((views) => new Set(views.map(({ name }) => name)).size === views.length, {
    message: 'wants each name once',
  })

export const preferences = z.object({
  containers: z.object({
    views: savedViews,
    /** Null: those that everybody has until they choose. */
    columns: columnNames.nullable(),
  }),
})
export type Preferences = z.infer<typeof preferences>
