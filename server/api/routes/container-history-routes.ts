// A container's past: what was done to it here, and what its engine remembers.
import { z } from 'zod'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Container } from '@/lib/contract/containers'
import { containerHistory, type HistoryEntry } from '@/lib/contract/history'
import { pastEvents } from '@/server/docker/past-events'
import { isAppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { findContainer } from './container-routes'

const mostActs = 300

/** Acts name it as `host/name`, with a path behind it, or by its name beside something else. */
function concerns({ target, details }: ActivityEntry, { id, name, hostName }: Container): boolean {
  const whole = `${hostName}/${name}`
  return (
    details?.containerId === id ||
    target === whole ||
    target.startsWith(`${whole}:`) ||
    target.startsWith(`${name} `) ||
    target.endsWith(` ${name}`) ||
    target.endsWith(` ${whole}`)
  )
}

export const containerHistoryRoutes = (parts: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/containers/:id/history',
    tag: 'containers',
    summary: 'What was done to it, under this name too, and what its engine still remembers; newest first',
    params: z.object({ id: z.string() }),
    response: containerHistory,
    handle: async ({ params: { id } }) => {
      const found = findContainer(parts, id)
      const events = async () => {
        try {
          return await pastEvents(parts.cluster.engine(found.hostId), found.id, parts.clock())
        } catch (error) {
          if (isAppError(error)) return null
          throw error
        }
      }
      const [{ items }, said] = await Promise.all([
        parts.activity.list({ target: found.name, limit: mostActs }),
        events(),
      ])
      const acts = items
        .filter((entry) => concerns(entry, found))
        .map((entry): HistoryEntry => ({ kind: 'activity', at: entry.at, entry }))
      const entries = [...acts, ...(said ?? [])].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
      return { entries, hasEvents: said !== null }
    },
  }),
]
