// What a terminal in a container can be opened with. The terminal itself is a WebSocket, see ../terminals.
import { z } from 'zod'
import { shellChoices } from '@/lib/contract/terminals'
import { findShells, findUsers } from '@/server/docker/shells'
import { withMeaning } from '../container-acts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { findContainer } from './container-routes'

type Inspect = { Config?: { User?: string } }

export const containerTerminalRoutes = (parts: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/containers/:id/shells',
    tag: 'containers',
    summary: 'The shells and users that the container’s files name, for a terminal at /api/ws/terminal',
    params: z.object({ id: z.string() }),
    response: shellChoices,
    handle: async ({ params: { id } }) => {
      const found = findContainer(parts, id)
      const engine = parts.cluster.engine(found.hostId)
      const [shells, users, inspect] = await withMeaning(
        Promise.all([
          findShells(engine, found.id),
          findUsers(engine, found.id),
          engine.json<Inspect>('GET', `/containers/${found.id}/json`),
        ]),
      )
      return { shells, users, defaultUser: inspect.Config?.User ?? '' }
    },
  }),
]
