// A container's past: what was done to it here, and what the engines that it stood on remember.
import { z } from 'zod'
import type { ActivityEntry } from '@/lib/contract/activity'
import { death } from '@/lib/contract/deaths'
import { containerHistory, type HistoryEntry } from '@/lib/contract/history'
import { pastEvents } from '@/server/docker/past-events'
import { isAppError } from '@/server/errors'
import { concerns, type Life, lifeOf, type Place } from '../container-life'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { knownMoments } from '../known-moments'
import type { ApiParts } from '../parts'
import { findContainer } from './container-routes'

const mostActs = 300
const mostMoves = 200
const mostDeployments = 60
const stackActs = ['deploy', 'rollback', 'scale', 'resume', 'remove', 'cancel'].map((act) => `stack.${act}`)

/** Each line once, whichever question found it. */
const byId = (lists: readonly ActivityEntry[][]): ActivityEntry[] => [
  ...new Map(lists.flat().map((entry) => [entry.id, entry])).values(),
]

export const containerHistoryRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const { activity, cluster, moves, stacks } = parts
  const acts = async (query: Parameters<typeof activity.list>[0]) =>
    (await activity.list({ ...query, limit: mostActs })).items

  const actsOn = async (life: Life, stack: string | null): Promise<HistoryEntry[]> => {
    const names = [...new Set(life.places.map(({ name }) => name))]
    const found = await Promise.all([
      ...names.map((target) => acts({ target })),
      ...(life.moveIds.size === 0 ? [] : [acts({ actions: ['container.move', 'container.move-back'] })]),
      ...(stack === null || life.deployments.size === 0 ? [] : [acts({ target: stack, actions: stackActs })]),
    ])
    return byId(found)
      .filter((entry) => concerns(entry, life))
      .map((entry) => {
        const { deploymentId } = entry.details ?? {}
        const about = typeof deploymentId === 'string' ? life.deployments.get(deploymentId) : undefined
        return { kind: 'activity', at: entry.at, entry, about: about ?? '' }
      })
  }

  /** Null: its engine does not answer. */
  const eventsAt = async ({ hostId, hostName, name, ids }: Place): Promise<HistoryEntry[] | null> => {
    // A host that was taken out of the cluster tells nothing any more, and nobody can make it.
    if (!cluster.hosts().some(({ id }) => id === hostId)) return []
    try {
      const events = await pastEvents(cluster.engine(hostId), { ids, name }, parts.clock())
      return events.map((event) => ({ ...event, hostName }))
    } catch (error) {
      if (isAppError(error)) return null
      throw error
    }
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/history',
      tag: 'containers',
      summary:
        'What was done to it, before moves and recreations too, and what its engines still remember; newest first',
      params: z.object({ id: z.string() }),
      response: containerHistory,
      handle: async ({ params: { id } }) => {
        const found = findContainer(parts, id)
        const [moved, recreations, deployments] = await Promise.all([
          moves.list(mostMoves),
          acts({ actions: ['container.recreate'] }),
          found.stack === null ? [] : stacks.deployments(found.stack, mostDeployments).catch(() => []),
        ])
        const life = lifeOf(found, { moves: moved, recreations, deployments })
        const [done, deaths, ...said] = await Promise.all([
          actsOn(life, found.stack),
          parts.deathStore.of(life.places),
          ...life.places.map(eventsAt),
        ])
        const told = said.flatMap((events) => events ?? [])
        const entries = [...done, ...told, ...knownMoments(found, told)].sort(
          (a, b) => Date.parse(b.at) - Date.parse(a.at),
        )
        const silent = life.places.filter((_, index) => said[index] === null).map(({ hostName }) => hostName)
        return { entries, silent: [...new Set(silent)], deaths }
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/deaths',
      tag: 'containers',
      summary: 'Its ends with its last words, also after it was removed; newest first',
      params: z.object({ id: z.string() }),
      response: z.array(death),
      handle: ({ params: { id } }) => parts.deathStore.ofContainer(id),
    }),
  ]
}
