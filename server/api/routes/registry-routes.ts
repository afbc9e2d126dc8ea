// Logins at registries. No answer holds a password, and no line of the audit trail either.
import { z } from 'zod'
import {
  putRegistryRequest,
  registry,
  registryAddress,
  registryTest,
  testRegistryRequest,
} from '@/lib/contract/registries'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'registries'
const params = z.object({ address: registryAddress })
const target = ({ params: { address } }: { params: { address: string } }) => address

export const registryRoutes = ({ registries }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/registries',
    tag,
    summary: 'Registries with a login, and the one that built images go to',
    response: z.array(registry),
    handle: () => registries.list(),
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/registries/:address',
    tag,
    summary: 'Store a login, or replace it',
    params,
    body: putRegistryRequest,
    response: registry,
    audit: { action: 'registry.put', target },
    handle: ({ params: { address }, body, note }) => {
      note(`as ${body.username}`)
      return registries.put(address, body)
    },
  }),
  endpoint({
    method: 'delete',
    path: '/api/v1/registries/:address',
    tag,
    summary: 'Forget a login',
    params,
    audit: { action: 'registry.remove', target },
    handle: async ({ params: { address } }) => {
      await registries.remove(address)
      return undefined
    },
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/registries/test',
    tag,
    summary: 'Try a login from every host that answers, stored or not yet',
    body: testRegistryRequest,
    response: registryTest,
    // It sends a password out into the network from every host: that is more than a question.
    audit: { action: 'registry.test', target: ({ body }) => body.address },
    handle: async ({ body, note }) => {
      const results = await registries.test(body)
      const taken = results.filter(({ ok }) => ok).length
      const login = body.username === undefined ? 'the stored login' : body.username
      note(`${login}, accepted on ${taken} of ${results.length} hosts`)
      return results
    },
  }),
]
