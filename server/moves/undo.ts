// The steps that put one container back to where it was, after its move broke or was cancelled. Pure.
// The original has kept its host, its name and its data all along: it only has to run again, what was made has to go, and what
// was replaced comes back.
import type { MoveStepKind } from '@/lib/contract/moves'
import { inputOf } from './step-input'
import { type StepInput, type StepRecord, stepRecord, wasAttempted } from './types'

const undoPrefix = 'undo-'

/** From here on the new one serves, and going back would interrupt it again: what is left is tidying up. */
export const isPastReturn = (lane: readonly StepRecord[]): boolean => {
  const find = (kind: MoveStepKind) => lane.findIndex((step) => step.kind === kind)
  const [stop, create, wait] = [find('stop-original'), find('create-container'), find('wait-container')]
  const isAttempted = (index: number) => {
    const step = lane[index]
    return step !== undefined && wasAttempted(step)
  }
  if (isAttempted(find('remove-original'))) return true
  if (stop > create) return isAttempted(stop)
  return wait >= 0 && lane[wait]?.state === 'done'
}

/** `lane`: the steps of one container, without undo steps. */
export const undoOf = (lane: readonly StepRecord[]): StepRecord[] => {
  if (isPastReturn(lane)) return []
  const attempted = (kind: MoveStepKind) => lane.filter((step) => step.kind === kind && wasAttempted(step))
  const undo = (kind: MoveStepKind, of: StepRecord, input: StepInput = {}): StepRecord => {
    const { containerId, hostId, hostName, target } = of
    const id = `${undoPrefix}${kind} ${containerId.slice(0, 12)} ${target}`
    return stepRecord({ id, kind, containerId, hostId, hostName, target, input }, true)
  }
  const [stop] = attempted('stop-original')
  const mayRun = attempted('start-container').length > 0
  const isUrgent = stop !== undefined && mayRun && inputOf('stop-original', stop).isExclusive
  return [
    ...attempted('create-container').map((step) => undo('remove-copy', step, { isUrgent })),
    ...(stop === undefined ? [] : [undo('start-original', stop, { restart: inputOf('stop-original', stop).restart })]),
    ...attempted('copy-volume').map((step) => {
      const { fromHostId } = inputOf('copy-volume', step)
      return undo('remove-copied-volume', step, { fromHostId })
    }),
    ...attempted('keep-volume').map((step) => undo('restore-volume', step, { ...inputOf('keep-volume', step) })),
  ]
}
