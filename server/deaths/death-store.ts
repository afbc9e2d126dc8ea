// The rows of ends: few of one place, so that one that ends again and again displaces nobody else's, and bounded in all.
import { z } from 'zod'
import { logLine } from '@/lib/contract/containers'
import type { Death } from '@/lib/contract/deaths'
import type { Database } from '@/server/db/client'

const mostOfPlace = 10
const mostInAll = 2_000
const mostShown = 30

export type NewDeath = Omit<Death, 'id'> & { hostId: string }
export type DeathPlace = { hostId: string; name: string; ids: ReadonlySet<string> }
export type DeathStore = {
  add(death: NewDeath): Promise<void>
  /** Newest first: of these ids, and of whatever had these names on these hosts. */
  of(places: readonly DeathPlace[]): Promise<Death[]>
  ofContainer(id: string): Promise<Death[]>
}

const lines = z.array(logLine)

type Row = Omit<Death, 'at' | 'lines'> & { hostId: string; at: Date; lines: string }
const deathOf = ({ hostId: _hostId, at, lines: text, ...row }: Row): Death => {
  const read = lines.safeParse(JSON.parse(text))
  return { ...row, at: at.toISOString(), lines: read.success ? read.data : [] }
}

export const createDeathStore = (db: Database): DeathStore => {
  const list = async (where: object) =>
    (await db.death.findMany({ where, orderBy: { at: 'desc' }, take: mostShown })).map(deathOf)
  return {
    add: async (death) => {
      const { id } = await db.death.create({
        data: { ...death, at: new Date(death.at), lines: JSON.stringify(death.lines) },
      })
      const { hostId, name } = death
      const old = await db.death.findMany({
        where: { hostId, name },
        orderBy: { id: 'desc' },
        skip: mostOfPlace,
        select: { id: true },
      })
      await db.death.deleteMany({
        where: { OR: [{ id: { in: old.map((row) => row.id) } }, { id: { lte: id - mostInAll } }] },
      })
    },
    of: (places) =>
      list({
        OR: places.flatMap(({ hostId, name, ids }) => [{ hostId, name }, { containerId: { in: [...ids] } }]),
      }),
    ofContainer: (containerId) => list({ containerId }),
  }
}
