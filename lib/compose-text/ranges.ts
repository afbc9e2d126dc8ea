// Where the parts of a YAML text begin and end: the slot behind a key, the last character of a value, whole lines.
import { type CST, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import type { YamlNode } from './document'
import type { Style } from './render'

export type Child = { item: CST.CollectionItem; node: YamlNode | null; start: number }

export const isFlow = (node: YAMLMap | YAMLSeq): boolean => node.srcToken?.type === 'flow-collection'

/** Entries or items with their tokens. Undefined where the notation is one that is not edited in place (`? key`, `- - x`). */
export function childrenOf(node: YAMLMap | YAMLSeq): Child[] | undefined {
  if (isMap(node)) return childrenOfMap(node)
  const token = node.srcToken
  if (!token || !('items' in token)) return undefined
  const flow = isFlow(node)
  const items = (token.items as CST.CollectionItem[]).filter((item) =>
    flow ? item.value !== undefined || item.key != null : item.start.some(({ type }) => type === 'seq-item-ind'),
  )
  if (items.length !== node.items.length) return undefined
  return items.map((item, index) => {
    const own = node.items[index] as YamlNode | null
    const dash = item.start.find(({ type }) => type === 'seq-item-ind')
    return { item, node: own, start: dash?.offset ?? startOfFlowItem(item, own) }
  })
}

const startOfFlowItem = (item: CST.CollectionItem, node: YamlNode | null): number => {
  const property = item.start.find(({ type }) => type === 'anchor' || type === 'tag')
  return property?.offset ?? node?.range?.[0] ?? 0
}

function childrenOfMap(node: YAMLMap): Child[] | undefined {
  const children = node.items.map((pair: Pair): Child | undefined => {
    const item = pair.srcToken
    const key = item?.key
    if (
      !item ||
      !key ||
      item.start.some(({ type }) => type === 'explicit-key-ind' || type === 'anchor' || type === 'tag')
    )
      return undefined
    return { item, node: (pair.value ?? null) as YamlNode | null, start: key.offset }
  })
  return children.every((child) => child !== undefined) ? (children as Child[]) : undefined
}

const slotTypes = new Set(['map-value-ind', 'seq-item-ind', 'anchor', 'tag'])

/** The offset right behind `key:` or `-` and the anchor and tag that follow it. */
export function slotOf({ item, start }: Child): number {
  const tokens = item.sep ?? (item.key == null ? item.start : [])
  const last = [...tokens].reverse().find(({ type }) => slotTypes.has(type))
  if (last) return last.offset + last.source.length
  const key = item.key
  return key && 'source' in key ? key.offset + key.source.length : start
}

/** Does the entry have its colon? `{ a }` has none. */
export const hasColon = ({ item }: Child): boolean => item.sep?.some(({ type }) => type === 'map-value-ind') ?? false

const isWritten = (node: YamlNode | null): node is YamlNode =>
  node !== null &&
  !(isScalar(node) && node.range !== null && node.range !== undefined && node.range[0] === node.range[1])

export const writtenNode = (child: Child): YamlNode | null => (isWritten(child.node) ? child.node : null)

export const isBlockScalar = (node: YamlNode | null): boolean =>
  isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')

/** The offset behind the last character of the value; behind the key where there is none. */
export function endOf(child: Child, text: string): number {
  const node = writtenNode(child)
  return node === null ? slotOf(child) : endOfNode(node, text)
}

export function endOfNode(node: YamlNode, text: string): number {
  const end = node.range?.[1] ?? 0
  if (isAlias(node) || isScalar(node)) {
    if (!isBlockScalar(node)) return end
    if (text[end - 1] !== '\n') return end
    return text[end - 2] === '\r' ? end - 2 : end - 1
  }
  if (isFlow(node)) return end
  const last = childrenOf(node)?.at(-1)
  return last ? endOf(last, text) : end
}

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** The offset of the line's end, before its line break. */
export const lineEnd = (text: string, offset: number): number => {
  const at = text.indexOf('\n', offset)
  if (at < 0) return text.length
  return at > offset && text[at - 1] === '\r' ? at - 1 : at
}

/** The offset where the next line begins, or the text's end. */
export const nextLine = (text: string, offset: number): number => {
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}

/** Is there nothing but space before the offset on its line? */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  text.slice(lineStart(text, offset), offset).trim() === ''

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset)

export const lineBreakOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n')

/** How this text sets in: levels and lists, as its first nested mapping and list do. */
export function styleOf(root: YamlNode | null, text: string): Style {
  const style: Partial<Style> = {}
  const open: { node: unknown; column: number | null }[] = [{ node: root, column: null }]
  for (
    let next = open.pop();
    next && (style.indent === undefined || style.indentLists === undefined);
    next = open.pop()
  ) {
    const { node, column } = next
    if (!(isMap(node) || isSeq(node)) || isFlow(node)) continue
    const children = childrenOf(node) ?? []
    const own = columnOf(text, children[0]?.start ?? 0)
    if (column !== null && isMap(node) && own > column) style.indent ??= own - column
    if (column !== null && isSeq(node)) style.indentLists ??= own > column
    for (const child of [...children].reverse()) open.push({ node: child.node, column: isMap(node) ? own : null })
  }
  return { indent: Math.min(style.indent ?? 2, 8), indentLists: style.indentLists ?? true }
}
