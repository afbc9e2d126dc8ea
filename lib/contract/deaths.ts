// The end of a container as it was at that moment: kept, because its engine forgets it when the container is removed.
import { z } from 'zod'
import { instant } from './common'
import { logLine } from './containers'

export const death = z.object({
  id: z.number().int(),
  containerId: z.string(),
  name: z.string(),
  hostName: z.string(),
  image: z.string(),
  at: instant,
  exitCode: z.number().int().nullable(),
  oomKilled: z.boolean(),
  /** 0: none. */
  memoryLimitBytes: z.number(),
  /** The newest that it said, secrets masked; empty where its engine could not be asked any more. */
  lines: z.array(logLine),
})
export type Death = z.infer<typeof death>
