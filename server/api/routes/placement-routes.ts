// Where would this container go? Nothing is created.
import { explanation, placementRequest } from '@/lib/contract/placements'
import { explain } from '@/server/scheduler/explain'
import { stateFromInventory } from '@/server/scheduler/from-contract'
import type { PlacementRequest } from '@/server/scheduler/types'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

export const placementRoutes = ({ cluster, strategy }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'post',
    path: '/api/v1/placements',
    tag: 'placements',
    summary: 'Explain where a container would be placed, and why nowhere else',
    body: placementRequest,
    response: explanation,
    audit: 'asks-only',
    handle: ({ body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      return explain(stateFromInventory(cluster.snapshot()), given as PlacementRequest, { strategy })
    },
  }),
]
