// Where the steps of a deployment lie on one time scale, in percent, so that bars of parallel steps can be compared.
import type { Deployment, OperationProgress } from '@/lib/contract/stacks'

export type ProgressScale = {
  /** Length of the scale, in milliseconds: a round number not below what has passed. */
  lengthMs: number
  /** Axis marks in seconds. */
  marks: number[]
  bars: Record<string, { left: number; width: number }>
}

const lengthsSeconds = [6, 12, 30, 60, 120, 300, 600, 1200, 3600, 7200, 21_600]

export function progressScale(deployment: Deployment, nowMs: number): ProgressScale {
  const start = Date.parse(deployment.startedAt)
  const end = deployment.finishedAt ? Date.parse(deployment.finishedAt) : Math.max(nowMs, start)
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

const verbs: Record<OperationProgress['kind'], string> = {
  'pull-image': 'Pull',
  'build-image': 'Build',
  'push-image': 'Push',
  'copy-image': 'Copy image',
  'create-network': 'Create network',
  'remove-network': 'Remove network',
  'create-volume': 'Create volume',
  'remove-volume': 'Remove volume',
  'create-container': 'Create',
  'start-container': 'Start',
  'wait-container': 'Wait for',
  'stop-container': 'Stop',
  'rename-container': 'Set aside',
  'remove-container': 'Remove',
}

export const stepTitle = (step: OperationProgress): string => `${verbs[step.kind]} ${step.target}`

/** What a waiting step waits for: the numbers and names of unfinished steps before it. */
export function waitsFor(step: OperationProgress, steps: OperationProgress[]): string {
  const open = step.after
    .map((id) => steps.findIndex((other) => other.id === id))
    .filter((index) => index >= 0 && steps[index]?.state !== 'done')
  const first = open[0]
  if (first === undefined) return ''
  const other = steps[first]
  const more = open.length > 1 ? ` and ${open.length - 1} more` : ''
  return other ? `waits for ${first + 1}: ${stepTitle(other).toLowerCase()}${more}` : ''
}
