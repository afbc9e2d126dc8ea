// Lays one tree in long form over another by compose's rules: mappings by key, lists one after the other with later entries
// replacing earlier ones that mean the same thing, commands whole, `!reset` and `!override` as written.
import { get, isNull, type ListNode, type MapEntry, type MapNode, type Node, textOf } from './node'

type Identity = (item: Node) => string | undefined

const nameBeforeEquals: Identity = (item) => textOf(item)?.split('=', 1)[0]
const field =
  (...keys: string[]): Identity =>
  (item) => {
    for (const key of keys) {
      const text = textOf(get(item, key))
      if (text !== undefined) return text
    }
    return textOf(item)
  }
const configTarget: Identity = (item) => textOf(get(item, 'target')) ?? `/${textOf(get(item, 'source')) ?? ''}`
const port: Identity = (item) =>
  item.kind === 'map'
    ? `${textOf(get(item, 'host_ip')) || '0.0.0.0'}:${textOf(get(item, 'published')) ?? ''}:${textOf(get(item, 'target'))}/${textOf(get(item, 'protocol')) ?? 'tcp'}`
    : textOf(item)

/** Lists in which two entries with the same identity are one; the key is the last part of the path. */
const identities: Record<string, Identity> = {
  aliases: nameBeforeEquals,
  cap_add: nameBeforeEquals,
  cap_drop: nameBeforeEquals,
  configs: configTarget,
  devices: field('target'),
  dns: nameBeforeEquals,
  dns_opt: nameBeforeEquals,
  dns_search: nameBeforeEquals,
  env_file: field('path'),
  expose: field(),
  extra_hosts: field(),
  link_local_ips: nameBeforeEquals,
  links: nameBeforeEquals,
  ports: port,
  profiles: nameBeforeEquals,
  secrets: field('target', 'source'),
  tags: nameBeforeEquals,
  tmpfs: nameBeforeEquals,
  volumes: field('target'),
}

const identityOf = (key: string): Identity | undefined => (Object.hasOwn(identities, key) ? identities[key] : undefined)

/** Whether the same entry may stand in this list twice without being a mistake. */
export const mergesEntries = (key: string): boolean =>
  identityOf(key) !== undefined ||
  ['environment', 'labels', 'annotations', 'args', 'additional_contexts', 'sysctls'].includes(key)

export const unique = (items: readonly Node[], key: string): Node[] => {
  const identity = identityOf(key)
  if (!identity) return [...items]
  const kept: Node[] = []
  const places = new Map<string, number>()
  for (const item of items) {
    const id = identity(item)
    const at = id === undefined ? undefined : places.get(id)
    if (at !== undefined) kept[at] = item
    else {
      if (id !== undefined) places.set(id, kept.length)
      kept.push(item)
    }
  }
  return kept
}

const wholeValues = ['command', 'entrypoint', 'test']

const mergeSubnets = (base: ListNode, over: ListNode): ListNode => {
  const result = [...base.items]
  for (const item of over.items) {
    const subnet = textOf(get(item, 'subnet'))
    const at = result.findIndex((other) => textOf(get(other, 'subnet')) === subnet)
    const existing = result[at]
    if (existing) result[at] = merge(existing, item, ['ipam', 'config', ''])
    else result.push(item)
  }
  return { ...over, items: result }
}

const mergeMaps = (base: MapNode, over: MapNode, path: readonly string[]): MapNode => {
  const entries = new Map<string, MapEntry>(base.entries)
  for (const [key, entry] of over.entries) {
    const { value } = entry
    const existing = entries.get(key)
    if (value.tag === 'reset') entries.delete(key)
    else if (!existing || value.tag === 'override') entries.set(key, { key: entry.key, value: withoutTags(value) })
    else {
      const merged = merge(existing.value, value, [...path, key])
      // What stays as it was keeps the place of its key, too.
      entries.set(key, merged === existing.value ? existing : { key: entry.key, value: merged })
    }
  }
  return { ...over, entries }
}

const differentDrivers = (base: MapNode, over: MapNode): boolean => {
  const before = textOf(get(base, 'driver'))
  const after = textOf(get(over, 'driver'))
  return before !== undefined && after !== undefined && before !== after
}

export const merge = (base: Node, over: Node, path: readonly string[] = []): Node => {
  const key = path.at(-1) ?? ''
  if (wholeValues.includes(key)) return over
  if (isNull(over) && base.kind !== 'scalar') return base
  if (base.kind === 'map' && over.kind === 'map') {
    if (key === 'logging' && differentDrivers(base, over)) return over
    return mergeMaps(base, over, path)
  }
  if (base.kind === 'list' && over.kind === 'list') {
    if (key === 'config' && path.at(-2) === 'ipam') return mergeSubnets(base, over)
    return { ...over, items: unique([...base.items, ...over.items], key) }
  }
  return over
}

/** Entries of one list that mean the same thing, as ranges of ports may, are one; the last counts. */
export const withoutRepeats = <T extends Node>(node: T, key = ''): T => {
  if (node.kind === 'list') return { ...node, items: unique(node.items, key) }
  if (node.kind !== 'map') return node
  return {
    ...node,
    entries: new Map(
      [...node.entries].map(([name, entry]) => [name, { key: entry.key, value: withoutRepeats(entry.value, name) }]),
    ),
  }
}

/** Removes what `!reset` asks to remove when there is nothing below to remove it from. */
export const withoutTags = <T extends Node>(node: T): T => {
  if (node.kind === 'map') {
    const entries = new Map<string, MapEntry>()
    for (const [key, entry] of node.entries)
      if (entry.value.tag !== 'reset') entries.set(key, { key: entry.key, value: withoutTags(entry.value) })
    return { ...node, tag: undefined, entries }
  }
  if (node.kind === 'list')
    return { ...node, tag: undefined, items: node.items.filter((item) => item.tag !== 'reset').map(withoutTags) }
  return node.tag ? { ...node, tag: undefined } : node
}

export const mergeTrees = (base: MapNode, over: MapNode): MapNode => mergeMaps(base, over, [])
