// All containers at once, as the placement board draws them and the scheduler weighs them: one answer of one moment, since
// windows read one after another would miss what moves between them.
import { z } from 'zod'
import { container } from './containers'
import { strategyName } from './placements'

export const boardContainer = container.omit({
  imageId: true,
  command: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  restartCount: true,
  status: true,
})
export type BoardContainer = z.infer<typeof boardContainer>

export const board = z.object({
  containers: z.array(boardContainer),
  /** The state of the index; live events up to it are in already. */
  revision: z.number().int(),
  /** By which the best of several hosts is chosen. */
  strategy: strategyName,
})
export type BoardAnswer = z.infer<typeof board>
