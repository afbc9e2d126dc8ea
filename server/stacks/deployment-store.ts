// Deployments and the journal of their operations, in the database.
import type { Database } from '@/server/db/client'
import type { Journal } from './apply/loop'
import type { OperationRecord } from './apply/record'
import { type DeploymentRow, type OperationRow, recordOfRow } from './deployment-rows'

export type StoredDeployment = { row: DeploymentRow; records: OperationRecord[] }

const operationData = (deploymentId: string, record: OperationRecord, sequence: number) => ({
  deploymentId,
  id: record.operation.id,
  sequence,
  operation: JSON.stringify(record.operation),
  ...stateData(record),
})

const stateData = ({ state, detail, error, startedAt, finishedAt }: OperationRecord) => ({
  state,
  detail,
  error,
  startedAt,
  finishedAt,
})

const stored = (row: DeploymentRow & { operations: OperationRow[] }): StoredDeployment => {
  const { operations, ...rest } = row
  return { row: rest, records: operations.map(recordOfRow) }
}

const isUnfinished = { state: { in: ['running', 'cancelling'] } }
const withOperations = { operations: { orderBy: { sequence: 'asc' as const } } }

export type DeploymentStore = ReturnType<typeof createDeploymentStore>

export const createDeploymentStore = (db: Database) => {
  const nextSequence = new Map<string, number>()
  return {
    /** The statements that write a deployment and all it will do, for one transaction with its revision. */
    insert: (row: DeploymentRow, records: readonly OperationRecord[]) => {
      nextSequence.set(row.id, records.length)
      return [
        db.deployment.create({ data: row }),
        ...(records.length > 0
          ? [db.operation.createMany({ data: records.map((record, index) => operationData(row.id, record, index)) })]
          : []),
      ]
    },
    journal: (deploymentId: string): Journal => {
      const key = (record: OperationRecord) => ({ deploymentId_id: { deploymentId, id: record.operation.id } })
      const write = async (record: OperationRecord) => {
        await db.operation.update({ where: key(record), data: stateData(record), select: { id: true } })
      }
      return {
        begin: write,
        end: write,
        amend: async (changed, added) => {
          const first = nextSequence.get(deploymentId) ?? (await db.operation.count({ where: { deploymentId } }))
          nextSequence.set(deploymentId, first + added.length)
          await db.$transaction([
            ...changed.map((record) => db.operation.update({ where: key(record), data: stateData(record) })),
            ...added.map((record, index) =>
              db.operation.create({ data: operationData(deploymentId, record, first + index) }),
            ),
          ])
        },
      }
    },
    /** One that has ended stays ended. */
    setCancelling: async (id: string) => {
      await db.deployment.updateMany({ where: { id, state: 'running' }, data: { state: 'cancelling' } })
    },
    finish: async ({ id, state, error, finishedAt }: DeploymentRow) => {
      await db.deployment.update({ where: { id }, data: { state, error, finishedAt } })
    },
    /** Only which there are. */
    open: () => db.deployment.findMany({ where: isUnfinished, select: { id: true, stackName: true } }),
    unfinished: async (): Promise<StoredDeployment[]> => {
      const rows = await db.deployment.findMany({
        where: isUnfinished,
        include: withOperations,
        orderBy: { startedAt: 'asc' },
      })
      return rows.map(stored)
    },
    find: async (id: string): Promise<StoredDeployment | null> => {
      const row = await db.deployment.findUnique({ where: { id }, include: withOperations })
      return row === null ? null : stored(row)
    },
    ofStack: async (stackName: string, limit: number): Promise<StoredDeployment[]> => {
      const rows = await db.deployment.findMany({
        where: { stackName },
        include: withOperations,
        orderBy: { startedAt: 'desc' },
        take: limit,
      })
      return rows.map(stored)
    },
    newest: async (): Promise<Map<string, DeploymentRow>> => {
      const rows = await db.deployment.findMany({ orderBy: { startedAt: 'desc' }, distinct: ['stackName'] })
      return new Map(rows.map((row) => [row.stackName, row]))
    },
  }
}
