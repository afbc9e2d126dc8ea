// Deployments between the database and the rest: rows in, contract shapes and operation records out.

import { z } from 'zod'
import { type Deployment, operation as operationSchema } from '@/lib/contract/deployments'
import type { StepState } from '@/lib/contract/step-progress'
import { newRecord, type OperationRecord, progressOf } from './apply/record'

export type DeploymentKind = Deployment['kind']

export const deploymentOptions = z.object({
  volumes: z.boolean().default(false),
  scale: z.record(z.string(), z.number().int()).default({}),
})
export type DeploymentOptions = z.infer<typeof deploymentOptions>

export type DeploymentRow = {
  id: string
  stackName: string
  kind: string
  revisionNumber: number | null
  state: string
  options: string
  startedBy: string
  startedAt: Date
  finishedAt: Date | null
  error: string | null
}

export type OperationRow = {
  id: string
  sequence: number
  operation: string
  state: string
  detail: string
  error: string | null
  startedAt: Date | null
  finishedAt: Date | null
}

export const recordOfRow = (row: OperationRow): OperationRecord => ({
  ...newRecord(operationSchema.parse(JSON.parse(row.operation))),
  state: row.state as StepState,
  detail: row.detail,
  fraction: row.state === 'done' ? 1 : null,
  error: row.error,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
})

/** What ran when the server was killed may have happened or not: it is looked at again. */
export const resumable = (record: OperationRecord): OperationRecord =>
  record.state === 'running' ? { ...record, state: 'pending', isResumed: true } : record

export const deploymentOf = (
  row: DeploymentRow,
  records: readonly OperationRecord[],
  hostName: (hostId: string) => string,
): Deployment => ({
  id: row.id,
  stack: row.stackName,
  kind: row.kind as DeploymentKind,
  revision: row.revisionNumber,
  state: row.state as Deployment['state'],
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  startedBy: row.startedBy,
  error: row.error,
  operations: records.map((record) => progressOf(record, hostName)),
})

export const newestRow = (found: readonly { row: DeploymentRow }[]): DeploymentRow | null => found[0]?.row ?? null
