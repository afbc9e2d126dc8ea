// The steps that put containers which go as one back to where they were, after their move broke or was cancelled. Pure.
// The originals have kept their host, names and data all along: they only have to run again, what was made has to go, and
// what was replaced comes back.
import type { MoveStepKind } from '@/lib/contract/moves'
import { inputOf } from './step-input'
import { type StepInput, type StepRecord, stepRecord, wasAttempted } from './types'

const undoPrefix = 'undo-'

/** From here on the new one serves, and going back would interrupt it again: what is left is tidying up. */
export const isPastReturn = (lane: readonly StepRecord[]): boolean => {
  const of = (kind: MoveStepKind) => lane.filter((step) => step.kind === kind)
  const place = (kind: MoveStepKind) => lane.findIndex((step) => step.kind === kind)
  if (of('remove-original').some(wasAttempted)) return true
  if (place('stop-original') > place('create-container')) return of('stop-original').some(wasAttempted)
  const waits = of('wait-container')
  return waits.length > 0 && waits.every(({ state }) => state === 'done')
}

/** `lane`: the steps of those that go as one, without undo steps. */
export const undoOf = (lane: readonly StepRecord[]): StepRecord[] => {
  if (isPastReturn(lane)) return []
  const attempted = (kind: MoveStepKind) => lane.filter((step) => step.kind === kind && wasAttempted(step))
  const undo = (kind: MoveStepKind, of: StepRecord, input: StepInput = {}): StepRecord => {
    const { containerId, hostId, hostName, target } = of
    const id = `${undoPrefix}${kind} ${containerId.slice(0, 12)} ${target}`
    return stepRecord({ id, kind, containerId, hostId, hostName, target, input }, true)
  }
  // They stopped in the other order: each starts after those it uses.
  const stops = attempted('stop-original').reverse()
  const mayRun = attempted('start-container').length > 0
  const isUrgent = mayRun && stops.some((stop) => inputOf('stop-original', stop).isExclusive)
  return [
    ...attempted('create-container')
      .reverse()
      .map((step) => undo('remove-copy', step, { isUrgent })),
    ...stops.map((stop) => undo('start-original', stop, { restart: inputOf('stop-original', stop).restart })),
    ...attempted('copy-volume').map((step) => {
      const { fromHostId } = inputOf('copy-volume', step)
      return undo('remove-copied-volume', step, { fromHostId })
    }),
    ...attempted('keep-volume').map((step) => undo('restore-volume', step, { ...inputOf('keep-volume', step) })),
    ...attempted('create-network').map((step) => undo('remove-network', step)),
  ]
}
