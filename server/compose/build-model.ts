// The model object from the normalised tree, and the way back from a path in it to a place in the text.
import type { Position } from '@/lib/contract/common'
import type { ComposeFormat, ComposeModel } from './model'
import type { Service } from './model-service'
import { get, type MapNode, type Node, type Place, positionAt } from './node'
import { toPlain } from './plain'
import type { PlainValue } from './plain-value'

interface ModelInput {
  root: MapNode
  enabled: MapNode
  disabled: MapNode
  format: ComposeFormat
  name: string
}

/** Without what every object inherits: a service may be called `constructor`, and one that is not there is not. */
const byName = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.assign(Object.create(null) as object, Object.fromEntries(entries))

const record = <T>(node: Node | undefined): Record<string, T> =>
  byName(Object.entries((node?.kind === 'map' ? toPlain(node) : {}) as unknown as Record<string, T>))

const services = (node: MapNode): Record<string, Service> =>
  byName(
    Object.entries(record<Omit<Service, 'name'>>(node)).map(
      ([name, service]) => [name, { name, ...service } as Service] as const,
    ),
  )

/** Names may hold dots: at each mapping the longest key that fits is tried first. */
const placeOf = (node: Node, parts: readonly string[], here: Place): Place => {
  if (parts.length === 0) return here
  if (node.kind === 'list') {
    const item = node.items[Number(parts[0])]
    return item ? placeOf(item, parts.slice(1), item.place) : here
  }
  if (node.kind !== 'map') return here
  for (let length = parts.length; length > 0; length -= 1) {
    const entry = node.entries.get(parts.slice(0, length).join('.'))
    if (entry) return placeOf(entry.value, parts.slice(length), entry.key)
  }
  return here
}

const positions = (root: MapNode): ((path: string) => Position | undefined) => {
  return (path) => {
    const parts = path.split('.')
    const [section] = parts
    if (section === undefined || (!root.entries.has(section) && section !== 'disabled_services')) return undefined
    const real = section === 'disabled_services' ? ['services', ...parts.slice(1)] : parts
    return positionAt(placeOf(root, real, root.place))
  }
}

export const buildModel = ({ root, enabled, disabled, format, name }: ModelInput): ComposeModel => {
  const extensions: Record<string, PlainValue> = {}
  for (const [key, { value }] of root.entries) if (key.startsWith('x-')) extensions[key] = toPlain(value)
  return {
    name,
    format,
    services: services(enabled),
    disabled_services: services(disabled),
    networks: record(get(root, 'networks')),
    volumes: record(get(root, 'volumes')),
    secrets: record(get(root, 'secrets')),
    configs: record(get(root, 'configs')),
    models: record(get(root, 'models')),
    extensions,
    positionOf: positions(root),
  }
}
