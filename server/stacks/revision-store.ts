// Stacks and their revisions in the database.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Revision } from '@/lib/contract/stacks'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import { type RevisionSource, revisionSource } from './revision-source'

export type StackRow = { name: string; flag: number; desired: string; activeRevision: number | null; scale: string }

export type NewRevision = {
  stackName: string
  number: number
  source: RevisionSource
  summary: string
  note: string
  createdBy: string
}

type RevisionRow = Awaited<ReturnType<Database['revision']['findFirstOrThrow']>>

const counts = z.record(z.string(), z.number().int())
const texts = z.record(z.string(), z.string())

export const scaleOf = (row: StackRow): Record<string, number> => counts.parse(JSON.parse(row.scale))

export const revisionOf = (row: RevisionRow): Revision => ({
  number: row.number,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  note: row.note,
  summary: row.summary,
  state: row.state as Revision['state'],
  error: row.error,
  digests: texts.parse(JSON.parse(row.digests)),
})

const flags = 10

/** The flag that the fewest stacks have, so that neighbours look different. */
const chooseFlag = (rows: readonly { flag: number }[]): number => {
  const used = Array.from({ length: flags }, (_, index) => rows.filter(({ flag }) => flag === index + 1).length)
  return used.indexOf(Math.min(...used)) + 1
}

export type RevisionStore = ReturnType<typeof createRevisionStore>

export const createRevisionStore = (db: Database) => ({
  stacks: (): Promise<StackRow[]> => db.stack.findMany({ orderBy: { name: 'asc' } }),
  stack: (name: string): Promise<StackRow | null> => db.stack.findUnique({ where: { name } }),
  /** A statement for the transaction that also writes what the stack is to become. */
  putStack: async (name: string, desired: 'running' | 'removing', scale: Record<string, number> | null) => {
    const flag = chooseFlag(await db.stack.findMany({ select: { flag: true } }))
    const changed = { desired, ...(scale === null ? {} : { scale: JSON.stringify(scale) }) }
    return () => db.stack.upsert({ where: { name }, create: { name, flag, ...changed }, update: changed })
  },
  deleteStack: async (name: string) => {
    await db.decision.deleteMany({ where: { stackName: name } })
    await db.stack.deleteMany({ where: { name } })
  },
  /** What was scaled before was scaled of the revision before; a failed deploy leaves both as they are. */
  setActive: async (name: string, activeRevision: number) => {
    await db.stack.update({ where: { name }, data: { activeRevision, scale: '{}' } })
  },
  insert: (given: NewRevision) =>
    db.revision.create({
      data: { id: randomUUID(), ...given, source: JSON.stringify(given.source), state: 'deploying' },
    }),
  newest: async (stackName: string): Promise<number | null> => {
    const row = await db.revision.findFirst({
      where: { stackName },
      orderBy: { number: 'desc' },
      select: { number: true },
    })
    return row?.number ?? null
  },
  list: async (stackName: string): Promise<Revision[]> =>
    (await db.revision.findMany({ where: { stackName }, orderBy: { number: 'desc' } })).map(revisionOf),
  /** Throws not_found. */
  read: async (stackName: string, number: number): Promise<{ revision: Revision; source: RevisionSource }> => {
    const row = await db.revision.findUnique({ where: { stackName_number: { stackName, number } } })
    if (row === null) throw new AppError('not_found', `The stack ${stackName} has no revision ${number}.`)
    return { revision: revisionOf(row), source: revisionSource.parse(JSON.parse(row.source)) }
  },
  finish: async (
    stackName: string,
    number: number,
    state: Revision['state'],
    error: string | null,
    digests: Record<string, string>,
  ) => {
    await db.$transaction([
      ...(state === 'active'
        ? [db.revision.updateMany({ where: { stackName, state: 'active' }, data: { state: 'superseded' } })]
        : []),
      db.revision.updateMany({
        where: { stackName, number },
        data: { state, error, digests: JSON.stringify(digests) },
      }),
    ])
  },
})
