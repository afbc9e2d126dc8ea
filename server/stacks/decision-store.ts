// Why each container is where it is, kept with the decision.
import type { Explanation } from '@/lib/contract/placements'
import type { Database } from '@/server/db/client'
import type { PlannedDecision } from './plan'

export type DecisionStore = ReturnType<typeof createDecisionStore>

export const createDecisionStore = (db: Database) => ({
  statements: (stackName: string, decisions: readonly PlannedDecision[]) =>
    decisions.map(({ service, number, hostId, explanation }) => {
      const key = `${stackName}/${service}/${number}`
      const data = { stackName, hostId, explanation: JSON.stringify(explanation), decidedAt: new Date() }
      return db.decision.upsert({ where: { key }, create: { key, ...data }, update: data })
    }),
  find: async (stack: string, service: string, number: number): Promise<Explanation | null> => {
    const row = await db.decision.findUnique({ where: { key: `${stack}/${service}/${number}` } })
    if (row === null) return null
    return { ...(JSON.parse(row.explanation) as Explanation), decidedAt: row.decidedAt.toISOString() }
  },
})
