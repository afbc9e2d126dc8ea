// Lists and mappings that may be written either way: `A=1` items and `A: 1` entries, a single text for a list.
import { isNull, list, type MapEntry, map, type Node, scalar } from '../node'
import { below, type Canonical, type CanonicalContext, keepTag } from './context'

const cut = (text: string, separator: string): [string, string | undefined] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

const asText = (node: Node): Node =>
  node.kind === 'scalar' && node.value !== null && typeof node.value !== 'string'
    ? { ...node, value: String(node.value) }
    : node

/** To a mapping of texts. `missing` is what a key without a value gets: null (environment) or an empty text (labels). */
const pairs =
  (missing: null | ''): Canonical =>
  (node) => {
    const empty = (value: Node): Node => (isNull(value) && !value.tag ? scalar(missing, value.place) : asText(value))
    if (node.kind === 'map') {
      const entries = new Map<string, MapEntry>()
      for (const [key, entry] of node.entries) entries.set(key, { key: entry.key, value: empty(entry.value) })
      return { ...node, entries }
    }
    if (node.kind !== 'list') return node
    const entries = new Map<string, MapEntry>()
    for (const item of node.items) {
      if (item.kind !== 'scalar' || item.value === null) continue
      const [key, value] = cut(String(item.value), '=')
      entries.set(key, { key: item.place, value: scalar(value ?? missing, item.place) })
    }
    return keepTag(node, map(entries, node.place))
  }

export const toEnvironment = pairs(null)
export const toLabels = pairs('')

export const toTexts: Canonical = (node) => {
  if (node.kind === 'list') return { ...node, items: node.items.map(asText) }
  return node.kind === 'scalar' && node.value !== null ? keepTag(node, list([asText(node)], node.place)) : node
}

export const toTextMap: Canonical = (node) => {
  if (node.kind !== 'map') return node
  const entries = new Map<string, MapEntry>()
  for (const [key, entry] of node.entries)
    entries.set(key, {
      key: entry.key,
      value: isNull(entry.value) ? scalar('', entry.value.place) : asText(entry.value),
    })
  return { ...node, entries }
}

/** `name:address`, `name=address`, `[::1]` in brackets, or a mapping with one or many addresses → `name=address`. */
export const toExtraHosts: Canonical = (node) => {
  if (node.kind === 'list') {
    const items = node.items.map((item) => {
      if (item.kind !== 'scalar' || item.value === null) return item
      const text = String(item.value)
      const [name, address] = text.includes('=') ? cut(text, '=') : cut(text, ':')
      return { ...item, value: address === undefined ? text : `${name}=${address.replace(/^\[(.*)\]$/, '$1')}` }
    })
    return { ...node, items }
  }
  if (node.kind !== 'map') return node
  const items = [...node.entries].flatMap(([name, { value }]) =>
    (value.kind === 'list' ? value.items : [value]).map((address) =>
      address.kind === 'scalar'
        ? scalar(`${name}=${String(address.value).replace(/^\[(.*)\]$/, '$1')}`, address.place)
        : address,
    ),
  )
  return keepTag(node, list(items, node.place))
}

/** Each item by one rule. */
export const toListOf =
  (item: Canonical): Canonical =>
  (node, context) =>
    node.kind === 'list'
      ? { ...node, items: node.items.flatMap((value, index) => item(value, below(context, index)) ?? []) }
      : node

/** Named keys by their rules; others stay as they are. */
export const toShape =
  (rules: Record<string, Canonical>): Canonical =>
  (node, context) => {
    if (node.kind !== 'map') return node
    const entries = new Map<string, MapEntry>()
    for (const [key, entry] of node.entries) {
      const value = applyRule(Object.hasOwn(rules, key) ? rules[key] : undefined, entry.value, below(context, key))
      if (value) entries.set(key, { key: entry.key, value })
    }
    return { ...node, entries }
  }

const applyRule = (rule: Canonical | undefined, node: Node, context: CanonicalContext): Node | undefined => {
  if (!rule || node.tag === 'reset') return node
  const value = rule(node, context)
  return value && keepTag(node, value)
}

/** A mapping by key; a list of names becomes a mapping with `value` for each. */
export const toMapOf =
  (rule: Canonical, value: (node: Node) => Node = (node) => scalar(null, node.place)): Canonical =>
  (node, context) => {
    if (node.kind === 'map') {
      const entries = new Map<string, MapEntry>()
      for (const [key, entry] of node.entries) {
        const changed = applyRule(rule, entry.value, below(context, key))
        if (changed) entries.set(key, { key: entry.key, value: changed })
      }
      return { ...node, entries }
    }
    if (node.kind !== 'list') return node
    const entries = new Map<string, MapEntry>()
    for (const item of node.items)
      if (item.kind === 'scalar' && item.value !== null)
        entries.set(String(item.value), { key: item.place, value: value(item) })
    return keepTag(node, map(entries, node.place))
  }
