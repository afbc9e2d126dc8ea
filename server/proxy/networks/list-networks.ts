// `docker network ls` over all hosts: an overlay once, a local network under the name of its host.
import type { Network } from '@/lib/contract/networks'
import { hasLabels, nameMatcher, readFilters, truthOf } from '../filters'
import { badRequest, sendJson } from '../http/docker-error'
import type { Answer } from '../types'

const known = ['dangling', 'driver', 'id', 'label', 'name', 'node', 'scope', 'type']

/** Compose looks for the very name that it has given, also to remove it; other clients are told the host. */
const isOfCompose = (agent = '', labels: readonly string[] = []): boolean =>
  /^compose\//.test(agent) || labels.some((label) => label.startsWith('com.docker.compose.project='))

const shown = (network: Network, name: string) => ({
  Name: name,
  Id: network.id,
  Created: network.createdAt ?? '0001-01-01T00:00:00Z',
  Scope: network.scope,
  Driver: network.driver,
  EnableIPv6: network.enableIPv6,
  IPAM: {
    Driver: 'default',
    Options: null,
    Config: network.ipam.map(({ subnet, gateway, ipRange }) => ({
      Subnet: subnet,
      ...(ipRange === undefined ? {} : { IPRange: ipRange }),
      ...(gateway === undefined ? {} : { Gateway: gateway }),
    })),
  },
  Internal: network.internal,
  Attachable: network.attachable,
  Ingress: network.ingress,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
  Containers: {},
  Options: network.options,
  Labels: network.labels,
})

export const listNetworks: Answer = ({ cluster }, { request, response, target: { search } }) => {
  const filters = readFilters(search, known)
  const odd = filters.get('type')?.find((type) => type !== 'builtin' && type !== 'custom')
  if (odd !== undefined) throw badRequest(`invalid filter: 'type'='${odd}'`)
  const matches = nameMatcher(filters.get('name') ?? [])
  const among = (key: string, value: string) => filters.get(key)?.includes(value) ?? true
  const hostNames = new Map(cluster.hosts().map(({ id, name }) => [id, name]))
  const nodes = filters.get('node')
  const dangling = truthOf(filters, 'dangling')
  const networks = cluster
    .networks()
    .filter(
      (network) =>
        (matches(network.name) || matches(network.displayName)) &&
        among('driver', network.driver) &&
        among('scope', network.scope) &&
        among('type', network.predefined ? 'builtin' : 'custom') &&
        (filters.get('id')?.some((id) => network.id.startsWith(id)) ?? true) &&
        hasLabels(network.labels, filters.get('label')) &&
        (nodes === undefined || network.hostIds.some((id) => nodes.includes(hostNames.get(id) ?? ''))) &&
        (dangling === undefined || dangling === (network.containerCount === 0 && !network.predefined)),
    )
  const asGiven = isOfCompose(request.headers['user-agent'], filters.get('label'))
  const counts = new Map<string, number>()
  for (const { name } of networks) counts.set(name, (counts.get(name) ?? 0) + 1)
  const nameOf = ({ name, displayName }: Network) => (asGiven && counts.get(name) === 1 ? name : displayName)
  sendJson(
    response,
    networks.map((network) => shown(network, nameOf(network))),
  )
}
