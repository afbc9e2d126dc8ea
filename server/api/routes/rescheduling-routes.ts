// Copies of one container of which nobody knows which is to stay: a person says so.
import { z } from 'zod'
import { removeCopyRequest } from '@/lib/contract/rescheduling'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

export const reschedulingRoutes = ({ rescheduling, cluster }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'post',
    path: '/api/v1/containers/:id/remove-copy',
    tag: 'containers',
    summary:
      'Remove one of two copies that a host brought back; refused when the other is not there any more. Volumes stay',
    params: z.object({ id: z.string().describe('Id of the copy that goes') }),
    body: removeCopyRequest,
    audit: {
      action: 'container.remove',
      target: ({ params: { id } }) => {
        const found = cluster.container(id)
        return found ? `${found.hostName}/${found.name}` : id
      },
    },
    handle: async ({ params: { id }, body: { stays }, note }) => {
      const needs = rescheduling()
      if (needs === null) throw new AppError('not_supported', 'Containers are not rescheduled here.')
      const other = cluster.container(stays)
      await needs.removeCopy(id, stays)
      if (other) note(`Its copy on ${other.hostName} stays.`)
      return undefined
    },
  }),
]
