// What the filter language can ask of containers and of hosts. Pure.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { type FilterFields, type FilterKeys, matcherOf } from './filter'

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

const shared = new Map<string, string>()

/** Lower case, and one string for equal texts: a search through thousands of items then stays within the processor's cache. */
function lower(text: string): string {
  const known = shared.get(text)
  if (known !== undefined) return known
  const lowered = text.toLowerCase()
  if (shared.size > 50_000) shared.clear()
  shared.set(text, lowered)
  return lowered
}

type Labels = Readonly<Record<string, string>>

/** With lower-case keys; nearly always they are that already and nothing is copied. */
function labelFacts(labels: Labels): Labels {
  for (const key in labels) {
    if (key !== key.toLowerCase()) {
      return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name.toLowerCase(), value]))
    }
  }
  return labels
}

/** `x=y`, or `x` alone to ask whether it is there. */
function labelTest(pattern: string): (labels: Labels) => boolean {
  const equals = pattern.indexOf('=')
  const key = equals < 0 ? pattern : pattern.slice(0, equals)
  const value = equals < 0 ? '*' : pattern.slice(equals + 1)
  const matches = matcherOf(value)
  // Most values differ in length already, and lowering thirty thousand of them takes longer than everything else.
  const matchesValue = value.includes('*')
    ? (given: string) => value === '*' || matches(given.toLowerCase())
    : (given: string) => given.length === value.length && given.toLowerCase() === value
  if (!key.includes('*')) {
    return (labels) => {
      const given: unknown = labels[key]
      return typeof given === 'string' && matchesValue(given)
    }
  }
  const matchesKey = matcherOf(key)
  return (labels) => Object.entries(labels).some(([name, given]) => matchesKey(name) && matchesValue(given))
}

const imageMemory = new Map<string, string[]>()

/** `registry/team/redis:3` can be asked as itself, without its tag, or as `redis` and `redis:3`. Few images, many containers. */
function imageCandidates(reference: string): string[] {
  const remembered = imageMemory.get(reference)
  if (remembered) return remembered
  const whole = lower(reference)
  const colon = whole.lastIndexOf(':')
  const untagged = colon > whole.lastIndexOf('/') ? whole.slice(0, colon) : whole
  const short = (text: string) => text.slice(text.lastIndexOf('/') + 1)
  const candidates = [...new Set([whole, untagged, short(whole), short(untagged)])]
  if (imageMemory.size > 10_000) imageMemory.clear()
  imageMemory.set(reference, candidates)
  return candidates
}

/** `8080` on the host or in the container, `80/tcp` in the container. */
function portCandidates({ actualPorts, requestedPorts, exposedPorts }: FilteredContainer): string[] {
  const candidates = new Set<string>()
  const addInner = (port: string) => candidates.add(port).add(port.slice(0, port.indexOf('/')))
  for (const { port, hostPort } of [...actualPorts, ...requestedPorts]) {
    if (hostPort === '') continue
    candidates.add(hostPort)
    addInner(port)
  }
  exposedPorts.forEach(addInner)
  return [...candidates]
}

/** What the answers are made of. */
type FilteredContainer = Pick<
  Container,
  | 'id'
  | 'health'
  | 'known'
  | 'state'
  | 'name'
  | 'hostId'
  | 'hostName'
  | 'stack'
  | 'service'
  | 'image'
  | 'labels'
  | 'networks'
  | 'actualPorts'
  | 'requestedPorts'
  | 'exposedPorts'
>

/** All that can be asked of one container, made lower-case once: thirty thousand of them are searched at each key press. */
export type ContainerFacts = {
  text: string
  /** The last word that the text was searched for in vain. */
  lacks: string
  stack: string
  service: string
  name: string
  host: string
  health: string
  label: Labels
  id: string
  hostId: string
  state: string | readonly string[]
  image: readonly string[]
  network: readonly string[]
  port: readonly string[]
}

export function containerFacts(container: FilteredContainer): ContainerFacts {
  const { id, health, known, state } = container
  const name = container.name.toLowerCase()
  const host = lower(container.hostName)
  const stack = lower(container.stack ?? '')
  const service = lower(container.service ?? '')
  const image = imageCandidates(container.image)
  return {
    text: `${name}\n${image[0]}\n${host}\n${stack}\n${service}\n${id.slice(0, 12)}`,
    lacks: '',
    stack,
    service,
    name,
    host,
    health,
    label: labelFacts(container.labels),
    id,
    hostId: container.hostId,
    state: health === 'none' && known ? state : [state, health === 'none' ? '' : health, known ? '' : 'unknown'],
    image,
    network: container.networks.map((network) => lower(network.name)),
    port: portCandidates(container),
  }
}

export const containerFields: FilterFields<ContainerFacts> = {
  // One function a key, each reading one property: a shared `facts[key]` is several times slower.
  values: {
    stack: (facts) => facts.stack,
    service: (facts) => facts.service,
    state: (facts) => facts.state,
    health: (facts) => facts.health,
    image: (facts) => facts.image,
    name: (facts) => facts.name,
    network: (facts) => facts.network,
    port: (facts) => facts.port,
  },
  text: (facts) => facts.text,
  // A word gets longer while it is typed: what lacked its beginning lacks it.
  search: (facts, text) => {
    if (facts.lacks !== '' && text.includes(facts.lacks)) return false
    if (facts.text.includes(text)) return true
    facts.lacks = text
    return false
  },
  tests: {
    host: (value) => {
      const matches = matcherOf(value)
      return (facts) => matches(facts.host) || facts.hostId === value
    },
    // An id may be cut short, as people copy it.
    id: (value) => {
      const matches = matcherOf(value)
      return (facts) => facts.id.startsWith(value) || matches(facts.id)
    },
    label: (value) => {
      const matches = labelTest(value)
      return (facts) => matches(facts.label)
    },
  },
}

export const hostFields: FilterFields<Host> = {
  values: {
    name: (host) => lower(host.name),
    host: (host) => lower(host.name),
    state: (host) => [host.state, host.availability],
    availability: (host) => host.availability,
    address: (host) => [lower(host.address), lower(host.address.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, ''))],
    engine: (host) => lower(host.engine?.version ?? ''),
    id: (host) => [lower(host.id), lower(host.engine?.id ?? '')],
  },
  text: ({ name, address, labels }) => {
    const pairs = Object.entries({ ...labels.engine, ...labels.console }).map((pair) => pair.join('='))
    return [name, address, ...pairs].join('\n').toLowerCase()
  },
  tests: {
    label: (value) => {
      const matches = labelTest(value)
      return ({ labels }) => [labels.console, labels.engine, labels.builtin].some((own) => matches(labelFacts(own)))
    },
  },
}
