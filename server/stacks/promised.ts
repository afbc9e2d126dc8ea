// What an unfinished deployment that was taken up from the journal is about to make, so that other plans count it. Pure.
import type { DeployedRevision } from './apply/context'
import { hasEnded, type OperationRecord } from './apply/record'
import { inputOf } from './operations'
import { placementRequest, plannedContainer } from './placement-request'
import type { PlannedContainer } from './plan-input'

/** Counting needs nothing of where it might have gone instead. */
const nowhereElse = { choices: new Map(), hostNames: new Map() }

export const promisedBy = (
  stack: string,
  records: readonly OperationRecord[],
  revision: DeployedRevision | null,
): PlannedContainer[] =>
  records.flatMap((record): PlannedContainer[] => {
    const { operation } = record
    if (operation.kind !== 'create-container' || hasEnded(record)) return []
    const { service, number, lane } = inputOf('create-container', operation)
    const desired = revision?.services.get(service)
    if (desired === undefined) return []
    const name = lane ?? operation.target
    const request = placementRequest(desired, number, name, { ...nowhereElse, stack })
    return [{ hostId: operation.hostId, container: plannedContainer(request, name) }]
  })
