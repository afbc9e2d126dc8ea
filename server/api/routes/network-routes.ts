// Networks over the cluster.
import { z } from 'zod'
import {
  connectRequest,
  createNetworkRequest,
  disconnectRequest,
  network,
  networkDetail,
} from '@/lib/contract/networks'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { shownNetwork } from '../shown'

const tag = 'networks'
const params = z.object({ ref: z.string() }).describe('Id, unique prefix of one, name, or host/name')

export const networkRoutes = ({ cluster, moves, networks }: ApiParts): AnyEndpoint[] => {
  const nameOf = (ref: string) => cluster.network(ref)?.displayName ?? ref
  const containerName = (id: string) => cluster.container(id)?.name ?? id
  /** Its networks are read once while it is moved or recreated: a change in between would be lost. */
  const requireFree = (id: string) => {
    const found = cluster.container(id)
    if (found !== undefined) moves.requireFree(found)
  }
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/networks',
      tag,
      summary: 'All networks',
      response: z.array(network),
      handle: () => cluster.networks().map(shownNetwork),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/networks',
      tag,
      summary: 'Create a network',
      body: createNetworkRequest,
      response: network,
      status: 201,
      audit: { action: 'network.create', target: ({ body }) => body.name },
      handle: async ({ body, note }) => {
        const created = await networks.create(body)
        note([created.driver, ...created.ipam.map(({ subnet }) => subnet)].join(' '))
        return shownNetwork(created)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/networks/:ref',
      tag,
      summary: 'One network with every endpoint on every host',
      params,
      response: networkDetail,
      handle: async ({ params: { ref } }) => shownNetwork(await networks.detail(ref)),
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/networks/:ref',
      tag,
      summary: 'Remove a network; refused while it is in use',
      params,
      query: z.object({ force: z.stringbool().default(false) }),
      audit: { action: 'network.remove', target: ({ params: { ref } }) => nameOf(ref) },
      handle: async ({ params: { ref }, query: { force } }) => {
        await networks.remove(ref, { force })
        return undefined
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/networks/:ref/connect',
      tag,
      summary: 'Connect a container',
      params,
      body: connectRequest,
      audit: {
        action: 'network.connect',
        target: ({ params: { ref }, body }) => `${nameOf(ref)} ${containerName(body.containerId)}`,
      },
      handle: async ({ params: { ref }, body, note }) => {
        const mayGoOn = () => requireFree(body.containerId)
        mayGoOn()
        await networks.connect(ref, body, mayGoOn)
        note('', { networkId: ref, containerId: body.containerId })
        return undefined
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/networks/:ref/disconnect',
      tag,
      summary: 'Disconnect a container, or remove a stale endpoint',
      params,
      body: disconnectRequest,
      audit: {
        action: 'network.disconnect',
        target: ({ params: { ref }, body }) => `${nameOf(ref)} ${containerName(body.containerId)}`,
      },
      handle: async ({ params: { ref }, body, note }) => {
        requireFree(body.containerId)
        await networks.disconnect(ref, body)
        note('', { networkId: ref, containerId: body.containerId })
        return undefined
      },
    }),
  ]
}
