// How much disk images and volumes take on hosts, as their engines count it. Counting volumes reads every file, so an
// engine gets some seconds; what it does not say by then is not known.
import type { Cluster } from '@/server/cluster/types'
import type { Log } from '@/server/log'
import { inParallel } from '@/server/networks/in-parallel'
import type { Sizes } from './prune-plan'

type Answer = {
  Images?: { Id?: string; Size?: number; SharedSize?: number }[] | null
  Volumes?: { Name?: string; UsageData?: { Size?: number } | null }[] | null
}

const hostsAtOnce = 32
const patienceMs = 8_000

const entriesOf = (answer: Answer, type: 'image' | 'volume'): [string, number][] =>
  type === 'image'
    ? (answer.Images ?? []).flatMap(({ Id, Size = 0, SharedSize = -1 }): [string, number][] =>
        Id !== undefined && SharedSize >= 0 ? [[Id, Size - SharedSize]] : [],
      )
    : (answer.Volumes ?? []).flatMap(({ Name, UsageData }): [string, number][] => {
        const size = UsageData?.Size ?? -1
        return Name !== undefined && size >= 0 ? [[Name, size]] : []
      })

/** For images what they share with no other, for volumes all of it. */
export const diskUsage = async (
  cluster: Pick<Cluster, 'engine'>,
  hostIds: string[],
  type: 'image' | 'volume',
  log: Log,
): Promise<Sizes> => {
  const found = await inParallel(hostIds, hostsAtOnce, async (hostId): Promise<[string, number][]> => {
    try {
      const request = { query: { type }, timeoutMs: patienceMs }
      const answer = await cluster.engine(hostId).json<Answer>('GET', '/system/df', request)
      return entriesOf(answer, type).map(([id, bytes]) => [`${hostId} ${id}`, bytes])
    } catch (error) {
      log.debug({ err: error, host: hostId, type }, 'the engine does not say how much disk is used')
      return []
    }
  })
  return new Map(found.flat())
}
