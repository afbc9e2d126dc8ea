// Moves in the database: each as one piece of JSON, as it has few steps and is only ever read whole.
import type { Database } from '@/server/db/client'
import type { MoveDecision, MoveRecord, StepRecord } from './types'

const mostKept = 500

export type MoveStore = ReturnType<typeof createMoveStore>

/** Moves of earlier versions know nothing of containers that go as one. */
const recordOf = (row: { record: string }): MoveRecord => {
  const record = JSON.parse(row.record) as MoveRecord
  return {
    ...record,
    containers: record.containers.map((container) => ({ ...container, together: container.together ?? [] })),
  }
}

/** What ran when the server was killed may have happened or not: it is looked at again. */
export const resumable = (step: StepRecord): StepRecord =>
  step.state === 'running' ? { ...step, state: 'pending', isResumed: true } : step

export const createMoveStore = (db: Database) => ({
  /** `undone`: the one that it takes back, which says so from then on; both or neither. */
  insert: async (
    record: MoveRecord,
    decisions: readonly MoveDecision[],
    undone: MoveRecord | null = null,
  ): Promise<void> => {
    const { id, state, startedAt } = record
    const texts = { record: JSON.stringify(record), decisions: JSON.stringify(decisions) }
    await db.$transaction([
      db.move.create({ data: { id, state, startedAt: new Date(startedAt), ...texts } }),
      ...(undone === null
        ? []
        : [
            db.move.update({
              where: { id: undone.id },
              data: { record: JSON.stringify(undone) },
              select: { id: true },
            }),
          ]),
    ])
  },
  save: async (record: MoveRecord): Promise<void> => {
    const { id, state } = record
    await db.move.update({ where: { id }, data: { state, record: JSON.stringify(record) }, select: { id: true } })
  },
  finish: async (record: MoveRecord): Promise<void> => {
    const { id, state, finishedAt } = record
    await db.move.update({
      where: { id },
      data: {
        state,
        isOpen: false,
        record: JSON.stringify(record),
        decisions: '[]',
        finishedAt: finishedAt === null ? null : new Date(finishedAt),
      },
    })
    const [oldest] = await db.move.findMany({ orderBy: { startedAt: 'desc' }, skip: mostKept, take: 1 })
    if (oldest) await db.move.deleteMany({ where: { isOpen: false, startedAt: { lte: oldest.startedAt } } })
  },
  decisions: async (id: string): Promise<MoveDecision[]> => {
    const row = await db.move.findUnique({ where: { id }, select: { decisions: true } })
    return row === null ? [] : (JSON.parse(row.decisions) as MoveDecision[])
  },
  open: async (): Promise<MoveRecord[]> => {
    const rows = await db.move.findMany({ where: { isOpen: true }, orderBy: { startedAt: 'asc' } })
    return rows.map(recordOf).map((record) => ({ ...record, steps: record.steps.map(resumable) }))
  },
  find: async (id: string): Promise<MoveRecord | null> => {
    const row = await db.move.findUnique({ where: { id } })
    return row === null ? null : recordOf(row)
  },
  list: async (limit: number): Promise<MoveRecord[]> =>
    (await db.move.findMany({ orderBy: { startedAt: 'desc' }, take: limit })).map(recordOf),
})
