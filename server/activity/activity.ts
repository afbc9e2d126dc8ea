// The audit trail: one line for each change, whoever made it. Recording never fails the change it records.
import type { ActivityEntry } from '@/lib/contract/activity'
import { maskDeep, maskText } from '@/lib/mask'
import type { Database } from '@/server/db/client'
import type { Log } from '@/server/log'

export type NewActivity = Omit<ActivityEntry, 'id' | 'at' | 'durationMs' | 'details'> & {
  durationMs?: number | null
  details?: Record<string, unknown> | null
}
export type ActivityQuery = {
  /** Free text over actor, action, target and message. */
  q?: string
  actor?: string
  /** A whole action (`stack.deploy`) or what stands before its dot (`stack`). */
  action?: string
  /** Any of these whole actions: found by an index, however long the trail is. */
  actions?: string[]
  /** Whole actions, or what stands before their dot, that are left out. */
  without?: string[]
  target?: string
  result?: ActivityEntry['result']
  /** Only entries older than this id. */
  before?: number
  limit?: number
}
export type Activity = {
  record(entry: NewActivity): Promise<void>
  list(query: ActivityQuery): Promise<{ items: ActivityEntry[]; total: number }>
  subscribe(listener: (entry: ActivityEntry) => void): () => void
}

/** Years of an ordinary cluster, and no more of a script run wild. */
const mostEntries = 100_000
const pruneEvery = 1_000
/** An engine's words, or a thousand hosts' of them, may be long. */
const longestText = 4_000
const longestDetails = 20_000

/** A client may call a thing by megabytes; whatever is hidden in what is kept begins and ends within this. */
const longestMasked = 4 * longestText

const shownOf = (text: string): string => maskText(text.slice(0, longestMasked)).slice(0, longestText)

type Row = Omit<ActivityEntry, 'at' | 'result' | 'details'> & { at: Date; result: string; details: string | null }

const entryOf = (row: Row): ActivityEntry => ({
  ...row,
  at: row.at.toISOString(),
  result: row.result as ActivityEntry['result'],
  details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
})

const detailsOf = (details: NewActivity['details']): string | null => {
  if (!details) return null
  const text = JSON.stringify(maskDeep(details))
  return text.length <= longestDetails ? text : JSON.stringify({ tooLongBytes: text.length })
}

const isAction = (action: string) => ({ OR: [{ action }, { action: { startsWith: `${action}.` } }] })

const whereOf = ({ q, actor, action, actions, without, target, result }: ActivityQuery) => ({
  AND: [
    actor ? { actor } : {},
    action ? isAction(action) : {},
    actions ? { action: { in: actions } } : {},
    without && without.length > 0 ? { NOT: without.map(isAction) } : {},
    target ? { target: { contains: target } } : {},
    result ? { result } : {},
    ...(q ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 10)
      .map((word) => ({
        OR: [
          { actor: { contains: word } },
          { action: { contains: word } },
          { target: { contains: word } },
          { message: { contains: word } },
        ],
      })),
  ],
})

export const createActivity = (db: Database, log?: Log): Activity => {
  const listeners = new Set<(entry: ActivityEntry) => void>()
  const record = async (entry: NewActivity) => {
    try {
      const row = await db.activity.create({
        data: {
          actor: entry.actor,
          action: entry.action,
          target: shownOf(entry.target),
          result: entry.result,
          message: shownOf(entry.message),
          durationMs: entry.durationMs == null ? null : Math.round(entry.durationMs),
          details: detailsOf(entry.details),
        },
      })
      for (const listener of listeners) listener(entryOf(row))
      if (row.id % pruneEvery === 0) await db.activity.deleteMany({ where: { id: { lte: row.id - mostEntries } } })
    } catch (error) {
      // The change itself has already happened; a full disk must not turn it into a failure.
      log?.error({ err: error, action: entry.action, target: entry.target }, 'an activity entry could not be stored')
    }
  }
  return {
    record,
    list: async (query) => {
      const where = whereOf(query)
      const [rows, total] = await Promise.all([
        db.activity.findMany({
          where: query.before === undefined ? where : { AND: [where, { id: { lt: query.before } }] },
          orderBy: { id: 'desc' },
          take: Math.min(query.limit ?? 100, 1000),
        }),
        db.activity.count({ where }),
      ])
      return { items: rows.map(entryOf), total }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
