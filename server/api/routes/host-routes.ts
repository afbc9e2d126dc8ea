// Hosts: what the cluster knows of them, adding with a connection test, what an operator decides about them.
import { z } from 'zod'
import { addHostRequest, connectionTest, host, patchHostRequest } from '@/lib/contract/hosts'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'hosts'
const params = z.object({ id: z.string() }).describe('Id or name of a host')

export const hostRoutes = ({ cluster }: ApiParts): AnyEndpoint[] => {
  const hostOf = (id: string) => {
    const found = cluster.host(id)
    if (found === undefined) throw new AppError('not_found', `There is no host ${id}.`)
    return found
  }
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/hosts',
      tag,
      summary: 'All hosts',
      response: z.array(host),
      handle: () => cluster.hosts(),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/hosts',
      tag,
      summary: 'Add a host',
      body: addHostRequest,
      response: host,
      status: 201,
      bodyLimitBytes: 2 << 20,
      audit: { action: 'host.add', target: ({ body }) => body.name ?? body.address },
      handle: async ({ body, note }) => {
        const added = await cluster.addHost(body)
        note(`${added.name} at ${added.address}`)
        return added
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/hosts/test',
      tag,
      summary: 'Try a connection step by step without adding the host',
      body: addHostRequest,
      response: connectionTest,
      bodyLimitBytes: 2 << 20,
      audit: 'asks-only',
      handle: ({ body, signal }) => cluster.testConnection(body, signal),
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/hosts/:id',
      tag,
      summary: 'One host',
      params,
      response: host,
      handle: ({ params: { id } }) => hostOf(id),
    }),
    endpoint({
      method: 'patch',
      path: '/api/v1/hosts/:id',
      tag,
      summary: 'Change name, availability or console labels, or accept the other engine behind the address',
      params,
      body: patchHostRequest,
      response: host,
      audit: { action: 'host.change', target: ({ params: { id } }) => cluster.host(id)?.name ?? id },
      handle: async ({ params: { id }, body, note }) => {
        const before = hostOf(id)
        const after = await cluster.patchHost(before.id, body)
        note(Object.keys(body).join(', '), {
          hostId: before.id,
          before: { name: before.name, availability: before.availability, labels: before.labels.console },
          after: { name: after.name, availability: after.availability, labels: after.labels.console },
        })
        return after
      },
    }),
    endpoint({
      method: 'delete',
      path: '/api/v1/hosts/:id',
      tag,
      summary: 'Take a host out of the cluster; its containers go on running',
      params,
      audit: { action: 'host.remove', target: ({ params: { id } }) => cluster.host(id)?.name ?? id },
      handle: async ({ params: { id }, note }) => {
        const { id: hostId, address } = hostOf(id)
        await cluster.removeHost(hostId)
        note(address)
        return undefined
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/hosts/:id/refresh',
      tag,
      summary: 'Read everything from this host again now',
      params,
      response: host,
      audit: 'asks-only',
      handle: async ({ params: { id } }) => {
        const { id: hostId } = hostOf(id)
        await cluster.refresh(hostId)
        return hostOf(hostId)
      },
    }),
  ]
}
