// Where the steps of a deployment lie on one time scale, in percent, so that bars of parallel steps can be compared.
import type { Deployment, OperationProgress } from '@/lib/contract/deployments'
import type { progressTexts } from '@/lib/texts/progress'

type Words = (typeof progressTexts)['en']

export type ProgressScale = {
  /** Length of the scale, in milliseconds: a round number not below what has passed. */
  lengthMs: number
  /** Axis marks in seconds. */
  marks: number[]
  bars: Record<string, { left: number; width: number }>
}

const lengthsSeconds = [6, 12, 30, 60, 120, 300, 600, 1200, 3600, 7200, 21_600]

/** Now while it runs. An event tells that it is over before its end is read: until then its last step ended it. */
export function endMs({ startedAt, finishedAt, state, operations }: Deployment, nowMs: number): number {
  if (finishedAt) return Date.parse(finishedAt)
  const start = Date.parse(startedAt)
  if (state === 'running' || state === 'cancelling') return Math.max(nowMs, start)
  return Math.max(start, ...operations.flatMap((step) => (step.finishedAt ? Date.parse(step.finishedAt) : [])))
}

export function progressScale(deployment: Deployment, nowMs: number): ProgressScale {
  const start = Date.parse(deployment.startedAt)
  const end = endMs(deployment, nowMs)
  const seconds = Math.max(1, (end - start) / 1000)
  const lengthSeconds = lengthsSeconds.find((length) => length >= seconds) ?? seconds
  const lengthMs = lengthSeconds * 1000
  const percent = (ms: number) => Math.min(100, Math.max(0, (ms / lengthMs) * 100))
  const bars: ProgressScale['bars'] = {}
  for (const step of deployment.operations) {
    if (!step.startedAt) continue
    const left = percent(Date.parse(step.startedAt) - start)
    const right = percent((step.finishedAt ? Date.parse(step.finishedAt) : end) - start)
    bars[step.id] = { left, width: Math.max(right - left, 0.5) }
  }
  return { lengthMs, marks: Array.from({ length: 7 }, (_, index) => (lengthSeconds / 6) * index), bars }
}

export const stepTitle = (step: OperationProgress, t: Words): string => t.steps[step.kind](step.target)

/** What a waiting step waits for: the number and name of the first unfinished step before it. */
export function waitsFor(step: OperationProgress, steps: OperationProgress[], t: Words): string {
  const open = step.after
    .map((id) => steps.findIndex((other) => other.id === id))
    .filter((index) => index >= 0 && steps[index]?.state !== 'done')
  const first = open[0]
  const other = first === undefined ? undefined : steps[first]
  if (first === undefined || other === undefined) return ''
  const words = t.waitsFor(first + 1, stepTitle(other, t))
  return open.length > 1 ? `${words} ${t.andMore(open.length - 1)}` : words
}
