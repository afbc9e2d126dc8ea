// The placement board: every container of every host in one answer, read from memory.
import { board } from '@/lib/contract/board'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { shownContainer } from '../shown'

export const boardRoutes = ({ cluster, strategy }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/board',
    tag: 'placements',
    summary: 'All containers of one moment, with what placement weighs of each',
    response: board,
    handle: () => {
      const { containers, revision } = cluster.snapshot()
      return {
        revision,
        strategy,
        containers: containers.map((container) => {
          const { imageId, command, createdAt, startedAt, finishedAt, restartCount, status, ...shown } =
            shownContainer(container)
          return shown
        }),
      }
    },
  }),
]
