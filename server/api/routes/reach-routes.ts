// Questions about networks, answered from memory: who can reach whom.
import { z } from 'zod'
import { reach, reachChoice } from '@/lib/contract/reach'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'networks'

export const reachRoutes = ({ networks }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/reach',
    tag,
    summary: 'Who can reach a service or container, what it reaches, what breaks without it, and what is published',
    query: z.object({
      of: z.string().min(1).max(300).describe('stack/service, or a container by id, name or host/name'),
    }),
    response: reach,
    handle: ({ query: { of } }) => networks.reach.of(of),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/reach/choices',
    tag,
    summary: 'Services and containers that can be asked about',
    query: z.object({ q: z.string().max(200).default(''), limit: z.coerce.number().int().min(1).max(500).default(20) }),
    response: z.object({ total: z.number().int(), items: z.array(reachChoice) }),
    handle: ({ query: { q, limit } }) => networks.reach.choices(q, limit),
  }),
]
