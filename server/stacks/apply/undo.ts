// The operations that put one container back to what it was before, after its lane broke or was cancelled. Pure.
// What was stopped runs again, what was set aside has its name again, what was made for nothing is gone.
import type { Operation, OperationKind } from '@/lib/contract/deployments'
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
  const find = (kind: OperationKind, isRight: (operation: Operation) => boolean = () => true) =>
    lane.find(({ operation }) => operation.kind === kind && isRight(operation))
  const isAttempted = (record: OperationRecord | undefined): record is OperationRecord =>
    record !== undefined && wasAttempted(record)
  const isNewName = (operation: Operation) => inputOf('rename-container', operation).isNew
  const create = find('create-container')
  const stop = find('stop-container')
  const aside = find('rename-container', (operation) => !isNewName(operation))
  const given = find('rename-container', isNewName)
  const start = find('start-container')
  const wait = find('wait-container')
  const remove = find('remove-container')
  // The new one has proved itself, or there is nothing left to go back to: what remains is tidying up.
  if ((wait ?? start)?.state === 'done' || isAttempted(remove)) return []
  const undo: Operation[] = []
  const add = (...parts: Parameters<typeof undoOperation>): string => {
    const operation = undoOperation(...parts)
    undo.push(operation)
    return operation.id
  }
  const before: string[] = []
  for (const name of new Set([
    ...(isAttempted(create) ? [create.operation.target] : []),
    ...(isAttempted(given) ? [inputOf('rename-container', given.operation).to] : []),
  ])) {
    if (create !== undefined) before.push(add('remove-container', create.operation, name, [], { onlyOwn: true }))
  }
  if (isAttempted(aside)) {
    const { containerId } = inputOf('rename-container', aside.operation)
    const { target } = aside.operation
    before.push(add('rename-container', aside.operation, target, [...before], { containerId, to: target }))
  }
  if (isAttempted(stop)) {
    const { containerId, wasRunning } = inputOf('stop-container', stop.operation)
    if (wasRunning) add('start-container', stop.operation, stop.operation.target, before, { containerId })
  }
  return undo
}
