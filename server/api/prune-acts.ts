// Removes what was chosen for cleaning up, host by host. What came into use since it was shown stays, and says by whom.
import type { PruneRequest, PruneResult } from '@/lib/contract/prune'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { isAppError, messageOf } from '@/server/errors'
import { inParallel } from '@/server/networks/in-parallel'

const hostsAtOnce = 16
const timeoutMs = 120_000

type Chosen = PruneRequest['items'][number]
type Result = PruneResult['results'][number]

/** An engine removes an image of several names only name by name, unless it is forced, and then it would not look who uses it. */
export const removeImage = async (engine: Engine, id: string): Promise<void> => {
  const pathOf = (name: string) => `/images/${encodeURIComponent(name)}`
  try {
    await engine.json('DELETE', pathOf(id), { timeoutMs })
  } catch (error) {
    if (!/multiple repositories/.test(messageOf(error))) throw error
    const { RepoTags } = await engine.json<{ RepoTags?: string[] | null }>('GET', `${pathOf(id)}/json`, { timeoutMs })
    for (const tag of RepoTags ?? []) await engine.json('DELETE', pathOf(tag), { timeoutMs })
  }
}

export const removeVolume = async (engine: Engine, name: string): Promise<void> => {
  await engine.json('DELETE', `/volumes/${encodeURIComponent(name)}`, { timeoutMs })
}

export const prune = async (
  cluster: Cluster,
  items: readonly Chosen[],
  usersOf: (chosen: Chosen) => readonly string[],
  remove: (engine: Engine, id: string) => Promise<void>,
): Promise<Result[]> => {
  const hostIds = [...new Set(items.map(({ hostId }) => hostId))]
  const results = await inParallel(hostIds, hostsAtOnce, async (hostId) => {
    const hostName = cluster.host(hostId)?.name ?? hostId
    const done: Result[] = []
    for (const chosen of items.filter((item) => item.hostId === hostId)) {
      const base = { id: chosen.id, hostId, hostName }
      const [user] = usersOf(chosen)
      try {
        if (user === undefined) await remove(cluster.engine(hostId), chosen.id)
        done.push({ ...base, error: user === undefined ? null : `${user} uses it now` })
      } catch (error) {
        if (!isAppError(error)) throw error
        done.push({ ...base, error: messageOf(error) })
      }
    }
    return done
  })
  return results.flat()
}
