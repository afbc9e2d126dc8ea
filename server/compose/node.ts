// The document as a tree in which every value knows where it was written. All steps from text to model work on it and
// never change a node in place, so a value that an alias shares stays the same value everywhere. Mappings are `Map`s: a key
// named `__proto__` is a key like any other.
import type { Position } from '@/lib/contract/common'

export interface SourceText {
  path: string
  text: string
  /** Offset of each line's first character. */
  lineStarts: number[]
}

/** A stretch of a source text. */
export interface Place {
  source: SourceText
  start: number
  end: number
}

/** compose's own YAML tags: drop what earlier files said, or replace instead of merge. */
export type MergeTag = 'reset' | 'override'

interface NodeBase {
  place: Place
  tag?: MergeTag | undefined
}
export interface ScalarNode extends NodeBase {
  kind: 'scalar'
  value: string | number | boolean | null
}
export interface ListNode extends NodeBase {
  kind: 'list'
  items: Node[]
}
export interface MapEntry {
  key: Place
  value: Node
}
export interface MapNode extends NodeBase {
  kind: 'map'
  entries: Map<string, MapEntry>
}
export type Node = ScalarNode | ListNode | MapNode

export const sourceText = (path: string, text: string): SourceText => {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { path, text, lineStarts }
}

/** From 0. */
export const lineAt = (source: SourceText, offset: number): number => {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

export const positionAt = (place: Place): Position => {
  const { source } = place
  const start = Math.min(Math.max(place.start, 0), source.text.length)
  const end = Math.min(Math.max(place.end, start), source.text.length)
  const line = lineAt(source, start)
  const endLine = lineAt(source, end)
  return {
    file: source.path,
    line: line + 1,
    column: start - (source.lineStarts[line] ?? 0) + 1,
    endLine: endLine + 1,
    endColumn: end - (source.lineStarts[endLine] ?? 0) + 1,
  }
}

export const scalar = (value: ScalarNode['value'], place: Place): ScalarNode => ({ kind: 'scalar', value, place })
export const list = (items: Node[], place: Place): ListNode => ({ kind: 'list', items, place })
export const map = (entries: Map<string, MapEntry>, place: Place): MapNode => ({ kind: 'map', entries, place })

/** A mapping whose keys stand where their values stand. */
export const mapOf = (values: Record<string, Node | undefined>, place: Place): MapNode => {
  const entries = new Map<string, MapEntry>()
  for (const [key, value] of Object.entries(values)) if (value) entries.set(key, { key: value.place, value })
  return map(entries, place)
}

export const get = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined

export const withEntry = (node: MapNode, key: string, value: Node, keyPlace?: Place): MapNode => {
  const entries = new Map(node.entries)
  entries.set(key, { key: keyPlace ?? entries.get(key)?.key ?? value.place, value })
  return { ...node, entries }
}

export const withoutKeys = (node: MapNode, ...keys: string[]): MapNode => {
  const entries = new Map(node.entries)
  for (const key of keys) entries.delete(key)
  return { ...node, entries }
}

/** Replaces each value; undefined drops the entry. */
export const mapValues = (node: MapNode, change: (value: Node, key: string) => Node | undefined): MapNode => {
  const entries = new Map<string, MapEntry>()
  for (const [key, entry] of node.entries) {
    const value = change(entry.value, key)
    if (value) entries.set(key, value === entry.value ? entry : { key: entry.key, value })
  }
  return { ...node, entries }
}

export const isNull = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === null

/** The text of a scalar as compose prints it into an environment variable or label. */
export const textOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined

/** What a person calls the kind of value. */
export const kindName = (node: Node): string => {
  if (node.kind === 'map') return 'a mapping'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'empty'
  return typeof node.value === 'string' ? 'a text' : typeof node.value === 'number' ? 'a number' : 'true or false'
}
