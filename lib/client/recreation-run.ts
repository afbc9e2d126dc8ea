// How far a recreation is, from the lines in which the server tells it. Pure.
import type { RecreationProgress } from '@/lib/contract/recreate'

type Step = Extract<RecreationProgress, { kind: 'step' }>
export type RecreationEnd = Extract<RecreationProgress, { kind: 'end' }>
export type RecreationRun = { steps: Step[]; end: RecreationEnd | null; error: unknown }

export const begunRun: RecreationRun = { steps: [], end: null, error: null }

/** A step is told again as it goes on: the last word counts, at the end of the list. */
export function foldRecreation(run: RecreationRun, progress: RecreationProgress): RecreationRun {
  if (progress.kind === 'end') return { ...run, end: progress, error: null }
  return { ...run, steps: [...run.steps.filter(({ step }) => step !== progress.step), progress] }
}

/** What was told before the connection broke stays. */
export const brokenRun = (run: RecreationRun | null, error: unknown): RecreationRun => ({
  steps: run?.steps ?? [],
  end: null,
  error,
})
