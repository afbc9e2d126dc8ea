// Labels: who carries what, and who would match.
import { z } from 'zod'
import { labelMatch, labelMatchRequest, labelUse } from '@/lib/contract/labels'
import { explain } from '@/server/scheduler/explain'
import { stateFromInventory } from '@/server/scheduler/from-contract'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { labelMatchOf, labelUses, requestOfExpression } from '../label-use'
import type { ApiParts } from '../parts'

const tag = 'labels'

export const labelRoutes = ({ cluster }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/labels',
    tag,
    summary: 'Every label in the cluster with the hosts that carry it',
    response: z.array(labelUse),
    handle: () => labelUses(cluster.hosts()),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/labels/match',
    tag,
    summary: 'Which hosts an expression matches, with the value that decided on each',
    body: labelMatchRequest,
    response: labelMatch,
    audit: 'asks-only',
    handle: ({ body: { expression } }) => {
      const state = stateFromInventory({ hosts: cluster.hosts(), containers: [], images: [] })
      return labelMatchOf(expression, explain(state, requestOfExpression(expression)))
    },
  }),
]
