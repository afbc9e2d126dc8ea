// What the filter language can ask of containers and of hosts. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { FilterFields, FilterKeys } from './filter'

const healths = ['healthy', 'unhealthy', 'starting'] as const

export const containerFilterKeys = {
  stack: {},
  service: {},
  state: {
    values: ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead', ...healths, 'unknown'],
  },
  host: {},
  health: { values: ['none', ...healths] },
  image: {},
  name: {},
  id: {},
  network: {},
  label: {},
  port: {},
} satisfies FilterKeys
export type ContainerFilterKey = keyof typeof containerFilterKeys

export const hostFilterKeys = {
  name: {},
  host: {},
  state: { values: ['pending', 'healthy', 'suspect', 'unreachable', 'active', 'paused', 'drain'] },
  availability: { values: ['active', 'paused', 'drain'] },
  address: {},
  engine: {},
  label: {},
  id: {},
} satisfies FilterKeys

const lower = (text: string): string => text.toLowerCase()
/** `x=y`, and `x` alone to ask whether it is there. */
const labelCandidates = (labels: Record<string, string>): string[] =>
  Object.entries(labels).flatMap(([key, value]) => [lower(key), lower(`${key}=${value}`)])

/** `registry/team/redis:3` can be asked as itself, without its tag, or as `redis` and `redis:3`. */
function imageCandidates(reference: string): string[] {
  const whole = lower(reference)
  const colon = whole.lastIndexOf(':')
  const untagged = colon > whole.lastIndexOf('/') ? whole.slice(0, colon) : whole
  const short = (text: string) => text.slice(text.lastIndexOf('/') + 1)
  return [...new Set([whole, untagged, short(whole), short(untagged)])]
}

function portCandidates(container: Container): string[] {
  const published = [...container.actualPorts, ...container.requestedPorts].filter((port) => port.hostPort !== '')
  const inner = [...published.map((port) => port.port), ...container.exposedPorts]
  return [
    ...new Set([...published.map((port) => port.hostPort), ...inner, ...inner.map((port) => port.split('/')[0] ?? '')]),
  ]
}

/** Lower-case candidates of one container for one key; an index keeps them instead of asking again. */
export function containerValues(container: Container, key: ContainerFilterKey): string | string[] {
  switch (key) {
    case 'stack':
      return lower(container.stack ?? '')
    case 'service':
      return lower(container.service ?? '')
    case 'state': {
      const health = container.health === 'none' ? [] : [container.health]
      return [container.state, ...health, ...(container.known ? [] : ['unknown'])]
    }
    case 'host':
      return [lower(container.hostName), lower(container.hostId)]
    case 'health':
      return container.health
    case 'image':
      return imageCandidates(container.image)
    case 'name':
      return lower(container.name)
    case 'id':
      return [container.id, container.id.slice(0, 12)]
    case 'network':
      return container.networks.map((network) => lower(network.name))
    case 'label':
      return labelCandidates(container.labels)
    case 'port':
      return portCandidates(container)
  }
}

export const containerText = (container: Container): string =>
  lower(
    [
      container.name,
      container.image,
      container.hostName,
      container.stack ?? '',
      container.service ?? '',
      container.id.slice(0, 12),
    ].join('\n'),
  )

export const containerFields: FilterFields<Container> = {
  values: (container, key) => containerValues(container, key as ContainerFilterKey),
  text: containerText,
}

export const hostFields: FilterFields<Host> = {
  values(host, key) {
    switch (key) {
      case 'state':
        return [host.state, host.availability]
      case 'availability':
        return host.availability
      case 'address':
        return [lower(host.address), lower(host.address.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, ''))]
      case 'engine':
        return lower(host.engine?.version ?? '')
      case 'label':
        return labelCandidates({ ...host.labels.engine, ...host.labels.console, ...host.labels.builtin })
      case 'id':
        return [lower(host.id), lower(host.engine?.id ?? '')]
      default:
        return lower(host.name)
    }
  },
  text: (host) => lower([host.name, host.address, ...labelCandidates(host.labels.console)].join('\n')),
}
