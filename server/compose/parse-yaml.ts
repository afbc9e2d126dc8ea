// Text → positioned trees, one for each YAML document in the file. Hostile input (alias bombs, 20,000 nested lists, cycles) is
// refused with its place: sizes are checked before anything recursive runs, and duplicate keys are found in linear time.

import type { Alias, Scalar, YAMLSeq } from 'yaml'
import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Parser, type YAMLMap } from 'yaml'
import { list, type MapEntry, type MergeTag, map, type Node, type Place, positionAt, type SourceText } from './node'
import { plainScalar } from './plain-scalar'
import type { Report } from './report'
import { children, reportYamlErrors } from './yaml-errors'

export const limits = { textLength: 2_000_000, depth: 100, nodes: 50_000 }

type YamlNode = YAMLMap | YAMLSeq | Scalar | Alias

interface Reader {
  source: SourceText
  report: Report
  anchors: Map<string, YamlNode>
  /** Finished anchored nodes and how many nodes they hold once every alias is followed. */
  known: Map<YamlNode, { node: Node; size: number }>
  open: Set<YamlNode>
  size: number
  /** The alias that took the file over the limit. Reading goes on without following, to name the worst anchor. */
  excess: Place | undefined
  refused: boolean
}

const placeOf = (reader: Reader, node: { range?: readonly number[] | null | undefined }): Place => {
  const start = node.range?.[0] ?? 0
  return { source: reader.source, start, end: Math.max(start, node.range?.[1] ?? start) }
}

/** The first token that is too much, by depth or by number, found without recursion. */
const excess = (tokens: CST.Token[]): { token: CST.Token; kind: 'depth' | 'values' } | undefined => {
  const open = tokens.map((token) => ({ token, depth: 0 }))
  let values = 0
  for (let next = open.pop(); next; next = open.pop()) {
    values += 1
    if (next.depth > limits.depth) return { token: next.token, kind: 'depth' }
    if (values > 2 * limits.nodes) return { token: next.token, kind: 'values' }
    for (const token of children(next.token)) open.push({ token, depth: next.depth + 1 })
  }
  return undefined
}

const offsetOf = (token: CST.Token): number => ('offset' in token ? token.offset : 0)

const mergeTag = (tag: string | undefined): MergeTag | undefined =>
  tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : undefined

const refuse = (reader: Reader, place: Place, code: string, message: string, fix?: string): undefined => {
  reader.refused = true
  reader.report.add({ code, message, fix, place })
  return undefined
}

const readAlias = (reader: Reader, alias: Alias): Node | undefined => {
  const place = placeOf(reader, alias)
  const target = reader.anchors.get(alias.source)
  if (!target)
    return refuse(
      reader,
      place,
      'yaml.unknown-alias',
      `*${alias.source} refers to an anchor that is not defined above it`,
      `define it first with &${alias.source}`,
    )
  if (reader.open.has(target))
    return refuse(
      reader,
      place,
      'yaml.alias-cycle',
      `*${alias.source} refers to the value that contains it`,
      'remove the alias',
    )
  const known = reader.known.get(target)
  if (!known) return undefined
  reader.size += known.size
  if (reader.size > limits.nodes) reader.excess ??= place
  return known.node
}

const refuseExcess = (reader: Reader, alias: Place): undefined => {
  let worst: { place: Place; size: number } = { place: alias, size: 0 }
  for (const { node, size } of reader.known.values()) if (size > worst.size) worst = { place: node.place, size }
  const message = `aliases repeat too much: this file expands to ${reader.size} values, and at most ${limits.nodes} are read`
  return refuse(reader, worst.size > limits.nodes ? worst.place : alias, 'limits.aliases', message, 'repeat less')
}

const readKey = (reader: Reader, key: unknown): { text: string; place: Place; merge: boolean } | undefined => {
  if (isAlias(key)) {
    const target = reader.anchors.get(key.source)
    const read = target && isScalar(target) ? readKey(reader, target) : undefined
    return read && { ...read, place: placeOf(reader, key) }
  }
  if (!isScalar(key)) {
    const place = placeOf(reader, (key ?? {}) as { range?: number[] })
    return refuse(reader, place, 'yaml.key-not-text', 'a key must be a text, not a list or a mapping')
  }
  const place = placeOf(reader, key)
  const value = key.type === 'PLAIN' && !key.tag ? plainScalar(key.source ?? '') : key.value
  if (typeof value !== 'string') {
    const written = key.source || 'null'
    return refuse(
      reader,
      place,
      'yaml.key-not-text',
      `the key ${written} is not a text`,
      `write "${written}" in quotes`,
    )
  }
  return { text: value, place, merge: value === '<<' && key.type === 'PLAIN' }
}

/** `<<: *a` and `<<: [*a, *b]`: keys written here win, then earlier sources over later ones. */
const mergeInto = (reader: Reader, entries: Map<string, MapEntry>, source: Node): void => {
  const sources = source.kind === 'list' ? source.items : [source]
  for (const from of sources) {
    if (from.kind !== 'map') {
      refuse(
        reader,
        from.place,
        'yaml.merge',
        '<< takes a mapping or a list of mappings',
        'point it at an anchor that is a mapping',
      )
      return
    }
    for (const [key, entry] of from.entries) if (!entries.has(key)) entries.set(key, entry)
  }
}

const readMap = (reader: Reader, node: YAMLMap, place: Place): Node => {
  const entries = new Map<string, MapEntry>()
  const merges: Node[] = []
  for (const pair of node.items) {
    if (reader.refused) break
    const key = readKey(reader, pair.key)
    if (!key) continue
    const value = readNode(reader, pair.value as YamlNode | null, { ...key.place, start: key.place.end })
    if (!value) continue
    const first = entries.get(key.text)
    if (key.merge) merges.push(value)
    else if (first)
      reader.report.add({
        code: 'yaml.duplicate-key',
        message: `"${key.text}" is given twice, at line ${positionAt(first.key).line} and at line ${positionAt(key.place).line}`,
        fix: 'remove or rename one of them',
        place: key.place,
      })
    else entries.set(key.text, { key: key.place, value })
  }
  for (const source of merges) if (!reader.excess) mergeInto(reader, entries, source)
  return map(entries, place)
}

const readScalar = (node: Scalar): string | number | boolean | null => {
  if (node.type === 'PLAIN' && (!node.tag || node.tag === '!reset' || node.tag === '!override'))
    return plainScalar(node.source ?? '')
  const { value } = node
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return node.source ?? String(value)
}

const readNode = (reader: Reader, node: YamlNode | null, missing: Place): Node | undefined => {
  if (reader.refused) return undefined
  reader.size += 1
  if (!node) return { kind: 'scalar', value: null, place: missing }
  if (isAlias(node)) return readAlias(reader, node)
  const place = placeOf(reader, node)
  const before = reader.size
  // An anchor may be defined again further down; an alias means the last one above it.
  if (node.anchor) reader.anchors.set(node.anchor, node)
  reader.open.add(node)
  const read: Node = isMap(node)
    ? readMap(reader, node as YAMLMap, place)
    : isSeq(node)
      ? list(
          node.items.flatMap((item) => readNode(reader, item as YamlNode | null, place) ?? []),
          place,
        )
      : { kind: 'scalar', value: readScalar(node as Scalar), place }
  reader.open.delete(node)
  const tag = mergeTag(node.tag)
  const tagged = tag ? { ...read, tag } : read
  if (node.anchor) reader.known.set(node, { node: tagged, size: reader.size - before + 1 })
  return tagged
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const checkText = (source: SourceText, report: Report): boolean => {
  const { text } = source
  if (text.length > limits.textLength) {
    report.add({
      code: 'limits.size',
      message: `the file has ${text.length} characters; at most ${limits.textLength} are read`,
      place: { source, start: 0, end: 0 },
    })
    return false
  }
  const control = controlCharacter.exec(text)
  if (control) {
    report.add({
      code: 'yaml.control-character',
      message: `the file holds a control character (code ${control[0].charCodeAt(0)}), so it is no text`,
      fix: 'remove it',
      place: { source, start: control.index, end: control.index + 1 },
    })
    return false
  }
  const bad = text.indexOf('\uFFFD')
  if (bad >= 0) {
    report.add({
      code: 'yaml.encoding',
      message: 'the file is not UTF-8: this character could not be read',
      fix: 'save the file as UTF-8',
      place: { source, start: bad, end: bad + 1 },
    })
    return false
  }
  return true
}

/** Nothing but comments is an empty file, and is told at its first line. */
const isEmptyDocument = (contents: unknown): boolean => isScalar(contents) && contents.source === '' && !contents.anchor

export const parseYaml = (source: SourceText, report: Report): Node[] => {
  if (!checkText(source, report)) return []
  const tokens = [...new Parser().parse(source.text)]
  const tooMuch = excess(tokens)
  if (tooMuch) {
    const deep = tooMuch.kind === 'depth'
    const start = deep ? offsetOf(tooMuch.token) : 0
    report.add({
      code: deep ? 'limits.depth' : 'limits.values',
      message: deep
        ? `values are nested more than ${limits.depth} deep`
        : `the file holds more than ${limits.nodes} values`,
      place: { source, start, end: start + 1 },
    })
    return []
  }
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent', keepSourceTokens: false, prettyErrors: false })
  const trees: Node[] = []
  for (const document of composer.compose(tokens, true, source.text.length)) {
    if (document.errors.length > 0) {
      reportYamlErrors(document, tokens, source, report)
      return []
    }
    if (!document.contents || isEmptyDocument(document.contents)) continue
    const reader: Reader = {
      source,
      report,
      anchors: new Map(),
      known: new Map(),
      open: new Set(),
      size: 0,
      excess: undefined,
      refused: false,
    }
    const tree = readNode(reader, document.contents as YamlNode, { source, start: 0, end: 0 })
    if (reader.excess) refuseExcess(reader, reader.excess)
    else if (reader.size > limits.nodes)
      refuse(
        reader,
        { source, start: 0, end: 0 },
        'limits.values',
        `the file holds more than ${limits.nodes} values`,
        'split it',
      )
    if (tree && !reader.refused) trees.push(tree)
  }
  return trees
}
