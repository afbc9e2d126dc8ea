// How far one step of a longer act is, the same for deployments and moves, so that one view shows both.
import { z } from 'zod'
import { instant } from './common'

export const stepState = z.enum(['pending', 'running', 'done', 'failed', 'cancelled', 'skipped'])
export type StepState = z.infer<typeof stepState>

export const stepProgress = z.object({
  state: stepState,
  /** `3 of 5 layers, 80 of 214 MiB`, `health 1 of 3` */
  detail: z.string(),
  /** 0 to 1 when known. */
  fraction: z.number().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  error: z.string().nullable(),
})
