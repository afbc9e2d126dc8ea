// Volumes over all hosts.
import { z } from 'zod'
import { volume } from '@/lib/contract/inventory'
import { AppError } from '@/server/errors'
import { withMeaning } from '../container-acts'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { shownVolume } from '../shown'

const tag = 'volumes'

export const volumeRoutes = ({ cluster, moves }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/volumes',
    tag,
    summary: 'All volumes',
    response: z.array(volume),
    handle: () => cluster.volumes().map(shownVolume),
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/volumes/:hostId/:name',
    tag,
    summary: 'Remove a volume and its data',
    params: z.object({ hostId: z.string(), name: z.string() }),
    query: z.object({ force: z.stringbool().default(false) }),
    audit: {
      action: 'volume.remove',
      target: ({ params: { hostId, name } }) => `${cluster.host(hostId)?.name ?? hostId}/${name}`,
    },
    handle: async ({ params: { hostId, name }, query: { force } }) => {
      const host = cluster.host(hostId)
      if (host === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
      // An engine takes the dots for steps in a path, sends us elsewhere, and nothing is removed.
      if (name.split('/').some((step) => ['', '.', '..'].includes(step))) {
        throw new AppError('not_found', `There is no volume ${name}.`)
      }
      const known = cluster.volumes().find((volume) => volume.hostId === host.id && volume.name === name)
      if (known !== undefined) moves.requireUnneeded(known)
      const path = `/volumes/${encodeURIComponent(name)}`
      await withMeaning(cluster.engine(host.id).json('DELETE', path, { query: { force } }), 'in_use')
      return undefined
    },
  }),
]
