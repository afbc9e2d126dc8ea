// The operations that put one container back to what it was before, after its lane broke or was cancelled. Pure.
// What was stopped runs again, what was set aside has its name again, what was made for nothing is gone.
import type { Operation, OperationKind } from '@/lib/contract/stacks'
import { inputOf, undoPrefix } from '../operations'
import { type OperationRecord, wasAttempted } from './record'

const undoOperation = (
  kind: OperationKind,
  of: Operation,
  target: string,
  after: readonly string[],
  input: Record<string, unknown>,
): Operation => ({
  id: `${undoPrefix}${kind} ${of.hostId} ${target}`,
  kind,
  hostId: of.hostId,
  target,
  service: of.service,
  why: 'put back',
  after: [...after],
  input: { ...input, lane: of.input.lane },
})

/** `lane`: all records of one lane, undo operations excluded. */
export const undoLane = (lane: readonly OperationRecord[]): Operation[] => {
  const of = (kind: OperationKind) => lane.find(({ operation }) => operation.kind === kind)
  const attempted = (kind: OperationKind): Operation | null => {
    const record = of(kind)
    return record !== undefined && wasAttempted(record) ? record.operation : null
  }
  const isDone = (kind: OperationKind) => of(kind)?.state === 'done'
  const rename = attempted('rename-container')
  const create = attempted('create-container')
  const stop = attempted('stop-container')
  const replaces = of('rename-container') !== undefined
  // The new one has proved itself: what is left is tidying up.
  if (replaces ? isDone('wait-container') : create !== null && isDone('start-container')) return []
  if (of('remove-container') !== undefined && attempted('remove-container') !== null) return []
  const undo: Operation[] = []
  const add = (...given: Parameters<typeof undoOperation>) => {
    const operation = undoOperation(...given)
    undo.push(operation)
    return operation.id
  }
  const removed = create === null ? [] : [add('remove-container', create, create.target, [], {})]
  const renamed =
    rename === null
      ? []
      : [
          add('rename-container', rename, rename.target, removed, {
            containerId: inputOf('rename-container', rename).containerId,
            to: rename.target,
          }),
        ]
  const { containerId, wasRunning } =
    stop === null ? { containerId: undefined, wasRunning: false } : inputOf('stop-container', stop)
  // A lane that only restarts has nothing to put back once its container runs again.
  const isBack = !replaces && isDone('start-container')
  if (stop !== null && wasRunning && containerId !== undefined && !isBack) {
    add('start-container', stop, stop.target, [...removed, ...renamed], { containerId })
  }
  return undo
}
