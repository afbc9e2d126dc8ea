// Questions about networks, answered from memory: who can reach whom, which ports and subnets are taken and which are free.
import { z } from 'zod'
import { portMap, portProtocol, subnetMap } from '@/lib/contract/network-maps'
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
  endpoint({
    method: 'get',
    path: '/api/v1/ports',
    tag,
    summary: 'Every published port on every host, who holds it, and the next free one',
    query: z.object({
      wanted: z.coerce.number().int().min(1).max(65_535).default(8080).describe('Is it free, and on which hosts'),
      protocol: portProtocol.default('tcp'),
    }),
    response: portMap,
    handle: ({ query }) => networks.portMap(query),
  }),
  endpoint({
    method: 'get',
    path: '/api/v1/subnets',
    tag,
    summary: 'The subnets of all networks and hosts, which overlap to harm, and the next free one',
    query: z.object({ prefix: z.coerce.number().int().min(9).max(29).default(24).describe('Size of the free one') }),
    response: subnetMap,
    handle: ({ query: { prefix } }) => networks.subnetMap(prefix),
  }),
]
