// An operation together with how far it is. The journal holds the same.
import type { Operation, OperationProgress } from '@/lib/contract/deployments'
import type { StepState } from '@/lib/contract/step-progress'

export type OperationRecord = {
  operation: Operation
  state: StepState
  detail: string
  fraction: number | null
  startedAt: Date | null
  finishedAt: Date | null
  error: string | null
  /** Begun before a kill, and nobody knows how it ended. */
  isResumed: boolean
}

export const newRecord = (operation: Operation): OperationRecord => ({
  operation,
  state: 'pending',
  detail: '',
  fraction: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  isResumed: false,
})

export const hasEnded = ({ state }: OperationRecord): boolean => state !== 'pending' && state !== 'running'

/** It may have had an effect: also one that a kill broke off and that nobody has taken up again since. */
export const wasAttempted = ({ state, startedAt }: OperationRecord): boolean => state === 'done' || startedAt !== null

export const progressOf = (record: OperationRecord, hostName: (hostId: string) => string): OperationProgress => {
  const { input: _input, ...operation } = record.operation
  return {
    ...operation,
    hostName: hostName(operation.hostId),
    state: record.state,
    detail: record.detail,
    fraction: record.fraction,
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    error: record.error,
  }
}
