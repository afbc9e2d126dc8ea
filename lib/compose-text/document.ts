// A YAML text opened for editing: what stands at a path, where, and whether it is written there or borrowed from an
// anchor. The forms, the placement board and the converter of `docker run` all read compose files through this.

import type { Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, parseAllDocuments } from 'yaml'

export type Path = readonly (string | number)[]
export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue }
export type YamlNode = YAMLMap | YAMLSeq | Scalar | Alias

/** Offsets count UTF-16 units from 0, lines from 1. */
export type TextPlace = { start: number; end: number; line: number }

export type Borrowed = {
  /** Without the `&`. */
  anchor: string
  /** `alias`: the whole value is `*anchor`; `merge`: its mapping has `<<: *anchor`. */
  by: 'alias' | 'merge'
  /** Line of the anchored value. */
  line: number
}

export type OpenText = {
  text: string
  /** Null when the text is empty or holds comments only. */
  root: YamlNode | null
  /** Null when the text cannot be read as YAML. */
  fault: { message: string; line: number } | null
  anchors: ReadonlyMap<string, YamlNode>
}

const mostAliases = 200
const largestText = 2_000_000

/** Reads the first document of the text. Never throws; `fault` says why there is nothing to read. */
export function openText(text: string): OpenText {
  const anchors = new Map<string, YamlNode>()
  const closed = (message: string, line: number): OpenText => ({ text, root: null, fault: { message, line }, anchors })
  if (text.length > largestText) return closed(`more than ${largestText} characters`, 1)
  try {
    const all = parseAllDocuments(text, {
      keepSourceTokens: true,
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    })
    const document = Array.isArray(all) ? (all[0] as Document | undefined) : undefined
    if (!document) return { text, root: null, fault: null, anchors }
    const [error] = document.errors
    if (error) return closed(error.message, lineOf(text, error.pos[0]))
    const root = (document.contents ?? null) as YamlNode | null
    if (root && !collectAnchors(root, anchors)) return closed('too many or unknown aliases', 1)
    const isEmpty = root !== null && isScalar(root) && root.value === null && !root.source
    return { text, root: isEmpty ? null : root, fault: null, anchors }
  } catch {
    // The parser recurses: text nested thousands deep ends its stack.
    return closed('nested too deep', 1)
  }
}

/** False when an alias has no anchor, or there are so many that following them could take for ever. */
function collectAnchors(root: YamlNode, anchors: Map<string, YamlNode>): boolean {
  let aliases = 0
  const open: unknown[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isAlias(node)) {
      aliases += 1
      continue
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node as YamlNode)
    if (isMap(node)) for (const pair of node.items) open.push(pair.value, pair.key)
    else if (isSeq(node)) open.push(...node.items)
  }
  return aliases <= mostAliases
}

export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

export const keyText = (key: unknown): string =>
  isScalar(key) ? String(key.source || key.value === null ? (key.value ?? '') : key.value) : ''

export const pairOf = (node: unknown, key: string | number): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => keyText(pair.key) === String(key)) : undefined

export const childOf = (node: unknown, key: string | number): YamlNode | null | undefined => {
  if (isMap(node)) {
    const pair = pairOf(node, key)
    return pair && ((pair.value ?? null) as YamlNode | null)
  }
  if (isSeq(node) && typeof key === 'number') return node.items[key] as YamlNode | undefined
  return undefined
}

/** What is written at the path itself, aliases not followed. Undefined: nothing. */
export function ownNode(open: OpenText, path: Path): YamlNode | null | undefined {
  let node: YamlNode | null | undefined = open.root
  for (const key of path) node = childOf(node, key)
  return node
}

/** Does the path name something that is written at its own place? */
export const isOwnPath = (open: OpenText, path: Path): boolean =>
  path.length === 0 ? open.root !== null : childOf(ownNode(open, path.slice(0, -1)), path.at(-1) ?? '') !== undefined

type Found = { node: YamlNode | null; borrowed: Borrowed | null }

const lineOfNode = (open: OpenText, node: YamlNode): number => lineOf(open.text, node.range?.[0] ?? 0)

function follow(open: OpenText, found: Found, depth = 0): Found {
  const { node } = found
  if (!isAlias(node) || depth > 20) return found
  const target = open.anchors.get(node.source)
  if (!target) return found
  const borrowed = found.borrowed ?? { anchor: node.source, by: 'alias' as const, line: lineOfNode(open, target) }
  return follow(open, { node: target, borrowed }, depth + 1)
}

function stepInto(open: OpenText, from: Found, key: string | number, depth = 0): Found | undefined {
  const { node, borrowed } = follow(open, from)
  const own = childOf(node, key)
  if (own !== undefined) return { node: own, borrowed }
  const merge = depth < 20 ? pairOf(node, '<<')?.value : undefined
  const sources = isSeq(merge) ? merge.items : [merge]
  for (const source of sources) {
    if (!isAlias(source) && !isMap(source)) continue
    const by = isAlias(source) ? open.anchors.get(source.source) : source
    if (!by) continue
    const merged: Borrowed | null =
      borrowed ??
      (isAlias(source) ? { anchor: source.source, by: 'merge', line: lineOfNode(open, by as YamlNode) } : null)
    const found = stepInto(open, { node: by as YamlNode, borrowed: merged }, key, depth + 1)
    if (found) return found
  }
  return undefined
}

/** What stands at the path once aliases and merge keys are followed, and where it is borrowed from. */
export function findAt(open: OpenText, path: Path): (TextPlace & Found) | undefined {
  let found: Found | undefined = { node: open.root, borrowed: null }
  for (const key of path) {
    if (!found) return undefined
    found = stepInto(open, found, key)
  }
  if (!found) return undefined
  const result = follow(open, found)
  const [start, end] = result.node?.range ?? [0, 0]
  return { ...result, start, end, line: lineOf(open.text, start) }
}

/** The value at the path as plain data, borrowed parts included; undefined where nothing stands. */
export function valueAt(open: OpenText, path: Path): PlainValue | undefined {
  const found = findAt(open, path)
  return found && plainOf(open, found.node, { left: 20_000, depth: 0 })
}

/** Ends quietly where aliases repeat without end: such a file is refused by the loader anyway. */
type Budget = { left: number; depth: number }

function plainOf(open: OpenText, given: unknown, budget: Budget): PlainValue {
  budget.left -= 1
  if (budget.left < 0 || budget.depth > 120) return null
  budget.depth += 1
  const plain = plainNode(open, given, budget)
  budget.depth -= 1
  return plain
}

function plainNode(open: OpenText, given: unknown, budget: Budget): PlainValue {
  const { node } = follow(open, { node: given as YamlNode | null, borrowed: null })
  if (isSeq(node)) return node.items.map((item) => plainOf(open, item, budget))
  if (isMap(node)) return plainMap(open, node, budget)
  if (!isScalar(node)) return null
  const { value } = node
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function plainMap(open: OpenText, node: YAMLMap, budget: Budget): PlainValue {
  const entries = new Map<string, PlainValue>()
  const merges: unknown[] = []
  for (const { key, value } of node.items) {
    if (keyText(key) === '<<') merges.push(...(isSeq(value) ? value.items : [value]))
    else entries.set(keyText(key), plainOf(open, value, budget))
  }
  for (const source of merges) {
    const plain = plainOf(open, source, budget)
    if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) continue
    for (const [key, value] of Object.entries(plain)) if (!entries.has(key)) entries.set(key, value)
  }
  return Object.fromEntries(entries)
}

/** Keys of the mapping at the path in the order they are written, those it borrows last. */
export function keysAt(open: OpenText, path: Path): string[] {
  const value = valueAt(open, path)
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []
}
