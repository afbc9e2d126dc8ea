// `docker network ls` over all hosts: an overlay once, a local network under the name of its host.
import type { Network } from '@/lib/contract/networks'
import { hasLabels, isTrue, nameMatcher, readFilters } from '../filters'
import { badRequest, sendJson } from '../http/docker-error'
import type { Answer } from '../types'

const known = ['dangling', 'driver', 'id', 'label', 'name', 'node', 'scope', 'type']

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

export const listNetworks: Answer = ({ cluster }, { response, target: { search } }) => {
  const filters = readFilters(search, known)
  const odd = filters.get('type')?.find((type) => type !== 'builtin' && type !== 'custom')
  if (odd !== undefined) throw badRequest(`invalid filter: 'type'='${odd}'`)
  const matches = nameMatcher(filters.get('name') ?? [])
  const among = (key: string, value: string) => filters.get(key)?.includes(value) ?? true
  const hostNames = new Map(cluster.hosts().map(({ id, name }) => [id, name]))
  const nodes = filters.get('node')
  const dangling = filters.get('dangling')?.[0]
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
        (dangling === undefined || isTrue(dangling) === (network.containerCount === 0 && !network.predefined)),
    )
  // Compose looks for its own by their labels, and takes only what has the name that it gave.
  const byCompose = filters.get('label')?.some((label) => label.startsWith('com.docker.compose.project=')) ?? false
  const isOne = ({ name }: Network) => networks.filter((network) => network.name === name).length === 1
  sendJson(
    response,
    networks.map((network) => shown(network, byCompose && isOne(network) ? network.name : network.displayName)),
  )
}
