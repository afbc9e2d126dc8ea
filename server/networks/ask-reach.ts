// Answers questions of reach from the cluster's memory. Its index is built once for each state of the cluster.
import type { Reach, ReachChoice } from '@/lib/contract/reach'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { choicesOf, partyOf, reachOf } from './reach'
import { type ReachIndex, reachIndex } from './reach-index'

export type AskReach = {
  /** `stack/service`, or a container by id, unique prefix of one, name or `host/name`. */
  of(ref: string): Reach
  choices(q: string, limit: number): { total: number; items: ReachChoice[] }
}

export const createAskReach = (cluster: Pick<Cluster, 'snapshot' | 'revision' | 'container'>): AskReach => {
  let known: { revision: number; index: ReachIndex } | null = null
  const current = (): ReachIndex => {
    const revision = cluster.revision()
    if (known?.revision !== revision) known = { revision, index: reachIndex(cluster.snapshot()) }
    return known.index
  }
  return {
    of: (ref) => {
      const index = current()
      const party = partyOf(index, ref) ?? partyOf(index, cluster.container(ref)?.id ?? '')
      if (party) return reachOf(index, party)
      throw new AppError('not_found', `There is no service and no container ${ref}, or several go by it.`, {
        details: { fix: 'Say it as stack/service, host/name or by its whole id.' },
      })
    },
    choices: (q, limit) => choicesOf(current(), q, limit),
  }
}
