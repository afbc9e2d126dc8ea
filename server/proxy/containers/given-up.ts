// Creates whose clients were told that they failed although an engine may still carry them out when it wakes: what it makes then
// belongs to nobody, and its name may be somebody else's by now. So it is removed as it appears, unless somebody has started it.
import { z } from 'zod'
import type { Container } from '@/lib/contract/containers'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { Caller } from '@/server/docker-access/caller'
import { isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { swarmIdLabel } from '@/server/recreate/own-labels'
import { audited } from '../audit'
import { placeOfContainer } from '../objects/find-container'

/** In whose name it is removed: whoever asked for it. */
type Author = Pick<Caller, 'actor' | 'details'>

export type GivenUp = {
  /** `swarmId`: by which the container is known if it ever comes. Resolves at once unless it is there already and has to go. */
  add(hostId: string, swarmId: string, caller: Author): Promise<void>
  stop(): void
}

const mostKept = 10_000
/** Its client is still waiting for a word. */
const timeoutMs = 5_000

/** A host may come back long after the server was started anew. */
export type KeptGivenUp = { read(): unknown; write(entries: Awaited[]): void }
type Awaited = { swarmId: string; hostId: string; caller: Author }
type Parts = {
  cluster: Cluster
  activity: Pick<Activity, 'record'>
  log: Pick<Log, 'warn'>
  /** Absent: it is forgotten with the process. */
  keptGivenUp?: KeptGivenUp
}

const stored = z.array(
  z.object({
    swarmId: z.string(),
    hostId: z.string(),
    caller: z.object({ actor: z.string(), details: z.record(z.string(), z.string()).nullable() }),
  }),
)

export function createGivenUp({ cluster, activity, log, keptGivenUp }: Parts): GivenUp {
  const before = stored.safeParse(keptGivenUp?.read()).data ?? []
  const awaited = new Map(before.map((each) => [each.swarmId, each as Awaited]))
  const removing = new Set<string>()
  const keep = () => keptGivenUp?.write([...awaited.values()])

  const remove = async (container: Container, caller: Author): Promise<void> => {
    const act = { action: 'container.remove', target: placeOfContainer(container) }
    const message = `${container.hostName} made it after its client had been told that the create failed.`
    await audited({ activity, caller }, { ...act, message }, async () => {
      // Without force: an engine does not remove what somebody has started meanwhile.
      const path = `/containers/${container.id}`
      await cluster.engine(container.hostId).json('DELETE', path, { query: { v: true }, timeoutMs })
      await cluster.look(container.hostId, container.id).catch(() => undefined)
      return { status: 204 }
    })
  }

  const consider = async (container: Container): Promise<void> => {
    const swarmId = container.labels[swarmIdLabel]
    if (swarmId === undefined) return
    const given = awaited.get(swarmId)
    if (given?.hostId !== container.hostId) return
    const settle = () => {
      awaited.delete(swarmId)
      keep()
    }
    if (container.state !== 'created' || container.startedAt !== null) return settle()
    // Seen again once its host answers.
    if (!container.known || removing.has(swarmId)) return
    removing.add(swarmId)
    try {
      await remove(container, given.caller)
      settle()
    } catch (error) {
      if (isAppError(error) && error.details?.statusCode === 404) settle()
      else
        log.warn(
          { container: placeOfContainer(container), reason: messageOf(error) },
          'a late container is still there',
        )
    } finally {
      removing.delete(swarmId)
    }
  }

  const untap = cluster.tap({
    containers(upserted) {
      if (awaited.size > 0) for (const container of upserted) void consider(container)
    },
  })

  if (awaited.size > 0) for (const container of cluster.containersOf({})) void consider(container)

  return {
    async add(hostId, swarmId, caller) {
      awaited.set(swarmId, { swarmId, hostId, caller: { actor: caller.actor, details: caller.details } })
      const oldest = awaited.keys().next().value
      if (awaited.size > mostKept && oldest !== undefined) awaited.delete(oldest)
      keep()
      // It may have appeared while the answer was still awaited.
      const there = cluster.containersOf({ hostId }).find(({ labels }) => labels[swarmIdLabel] === swarmId)
      if (there) await consider(there)
    },
    stop: untap,
  }
}
