// The single steps of an edit on the text: replace a value, add, remove, rename, move. Each answers the new text, or
// undefined where the notation is one that it leaves alone. Lines that the step does not concern stay as they are.
import { isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml'
import { keyText, type OpenText, ownNode, type Path, type PlainValue } from './document'
import {
  type Child,
  childrenOf,
  columnOf,
  endOf,
  endOfNode,
  hasColon,
  isBlockScalar,
  isFirstOnLine,
  isFlow,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  slotOf,
  styleOf,
  writtenNode,
} from './ranges'
import {
  isInline,
  type Quote,
  renderAfter,
  renderEntry,
  renderFlow,
  renderInline,
  renderItem,
  renderLines,
  renderScalar,
  type Style,
} from './render'
import { moved } from './shape'

const splice = (text: string, start: number, end: number, insert: string): string =>
  text.slice(0, start) + insert + text.slice(end)

const collectionAt = (open: OpenText, path: Path): YAMLMap | YAMLSeq | undefined => {
  const node = ownNode(open, path)
  return isMap(node) || isSeq(node) ? node : undefined
}

const indexIn = (node: YAMLMap | YAMLSeq, key: string | number): number =>
  isMap(node) ? node.items.findIndex((pair) => keyText(pair.key) === String(key)) : Number(key)

type Spot = { parent: YAMLMap | YAMLSeq; children: Child[]; index: number; child: Child }

function spotAt(open: OpenText, path: Path): Spot | undefined {
  const parent = collectionAt(open, path.slice(0, -1))
  const children = parent && childrenOf(parent)
  const index = parent ? indexIn(parent, path.at(-1) ?? '') : -1
  const child = children?.[index]
  return parent && children && child ? { parent, children, index, child } : undefined
}

const quoteOf = (node: unknown): Quote =>
  isScalar(node) && node.type === 'QUOTE_DOUBLE'
    ? 'double'
    : isScalar(node) && node.type === 'QUOTE_SINGLE'
      ? 'single'
      : 'plain'

/** What stands behind `key:` or `-`: the rest of its line, and lines below. */
function renderSlot(
  value: PlainValue,
  column: number,
  inList: boolean,
  style: Style,
): { head: string; lines: string[] } {
  if (!inList || isInline(value)) return renderAfter(value, column, style)
  const after = renderAfter(value, column, style)
  if (after.head !== '') return after
  const [first = '', ...rest] = renderLines(value, column + 2, style)
  return { head: ` ${first.slice(column + 2)}`, lines: rest }
}

export function replaceValue(open: OpenText, path: Path, value: PlainValue): string | undefined {
  const { text } = open
  const spot = spotAt(open, path)
  if (!spot) return undefined
  const { child, parent } = spot
  const node = writtenNode(child)
  const slot = slotOf(child)
  if (isFlow(parent)) {
    if (node) return splice(text, node.range?.[0] ?? 0, node.range?.[1] ?? 0, renderFlow(value))
    return isMap(parent) ? splice(text, slot, slot, `${hasColon(child) ? ' ' : ': '}${renderFlow(value)}`) : undefined
  }
  const [start, end] = node?.range ?? [slot, slot]
  if (node && !isBlockScalar(node)) {
    const wasFlow = (isMap(node) || isSeq(node)) && isFlow(node)
    const isBlock = (isMap(node) || isSeq(node)) && !wasFlow
    const quote = quoteOf(node)
    const { head } = renderSlot(value, 0, isSeq(parent), { indent: 2, indentLists: true })
    if (!isBlock && isInline(value) && !head.startsWith(' |'))
      return splice(
        text,
        start,
        end,
        typeof value === 'string' ? renderScalar(value, false, quote) : renderInline(value),
      )
    if (wasFlow && !isInline(value) && !isEmptyFlow(node, text)) return splice(text, start, end, renderFlow(value))
  }
  return replaceInBlock(open, spot, value)
}

const isEmptyFlow = (node: YAMLMap | YAMLSeq, text: string): boolean =>
  node.items.length === 0 && !/\n/.test(text.slice(node.range?.[0], node.range?.[1]))

/** The general case in block notation: any value by any other. */
function replaceInBlock(open: OpenText, { child, parent }: Spot, value: PlainValue): string {
  const { text } = open
  const node = writtenNode(child)
  const slot = slotOf(child)
  const column = columnOf(text, child.start)
  const { head, lines } = renderSlot(value, column, isSeq(parent), styleOf(open.root, text))
  const end = node ? endOfNode(node, text) : slot
  const start = node?.range?.[0] ?? slot
  const firstEnd = lineEnd(text, slot)
  const below = lines.map((line) => lineBreakOf(text) + line).join('')
  // What follows on the line of the key: its comment.
  const remark = node === null || start > firstEnd ? text.slice(slot, firstEnd) : text.slice(end, lineEnd(text, end))
  const kept = isBlockScalar(node) ? '' : remark
  // A comment behind `|` would become part of the text's header; it is one, so it may stay.
  return splice(text, slot, Math.max(lineEnd(text, end), firstEnd), head + kept.trimEnd() + below)
}

export function addEntry(open: OpenText, path: Path, key: string, value: PlainValue): string | undefined {
  const { text, root } = open
  const style = styleOf(root, text)
  const eol = lineBreakOf(text)
  if (path.length === 0 && root === null) {
    const before = text === '' || text.endsWith('\n') ? text : text + eol
    return `${before}${renderEntry(key, value, 0, style).join(eol)}${eol}`
  }
  const node = collectionAt(open, path)
  if (!isMap(node)) return undefined
  const children = childrenOf(node)
  const last = children?.at(-1)
  if (isFlow(node))
    return addToFlow(open, path, node, last, `${renderScalar(key, true)}: ${renderFlow(value)}`, { [key]: value })
  const first = children?.[0]
  if (!last || !first) return undefined
  const at = lineEnd(text, endOf(last, text))
  const lines = renderEntry(key, value, columnOf(text, first.start), style)
  return splice(text, at, at, eol + lines.join(eol))
}

/** An empty `{}` or `[]` in a block opens up into lines; a filled one grows on its line. */
function addToFlow(
  open: OpenText,
  path: Path,
  node: YAMLMap | YAMLSeq,
  last: Child | undefined,
  rendered: string,
  whole: PlainValue,
): string | undefined {
  const { text } = open
  if (last) {
    const end = endOf(last, text)
    return splice(text, end, end, `, ${rendered}`)
  }
  const outer = collectionAt(open, path.slice(0, -1))
  if (path.length > 0 && outer && !isFlow(outer) && isEmptyFlow(node, text)) return replaceValue(open, path, whole)
  const [start, end] = node.range ?? [0, 0]
  if (path.length === 0 && isEmptyFlow(node, text)) {
    return splice(text, start, end, renderLines(whole, 0, styleOf(null, text)).join(lineBreakOf(text)))
  }
  return splice(text, start + 1, end - 1, isMap(node) ? ` ${rendered} ` : rendered)
}

export function insertItem(open: OpenText, path: Path, index: number, value: PlainValue): string | undefined {
  const { text } = open
  const node = collectionAt(open, path)
  const children = node && childrenOf(node)
  if (!isSeq(node) || !children) return undefined
  const before = children[index - 1]
  const after = children[index]
  if (isFlow(node)) {
    if (!before && after) return splice(text, after.start, after.start, `${renderFlow(value)}, `)
    return addToFlow(open, path, node, before, renderFlow(value), [value])
  }
  const first = children[0]
  if (!first) return undefined
  const eol = lineBreakOf(text)
  const lines = renderItem(value, columnOf(text, first.start), styleOf(open.root, text)).join(eol)
  if (before) {
    const at = lineEnd(text, endOf(before, text))
    return splice(text, at, at, eol + lines)
  }
  if (!isFirstOnLine(text, first.start)) return undefined
  const at = lineStart(text, first.start)
  return splice(text, at, at, lines + eol)
}

export function removeChild(open: OpenText, path: Path): string | undefined {
  const { text } = open
  const spot = spotAt(open, path)
  if (!spot) return undefined
  const { parent, children, index, child } = spot
  const before = children[index - 1]
  const after = children[index + 1]
  if (isFlow(parent)) {
    if (after) return splice(text, child.start, after.start, '')
    if (before) return splice(text, endOf(before, text), endOf(child, text), '')
    return splice(text, child.start, endOf(child, text), '')
  }
  if (!before && !after) {
    const empty = isMap(parent) ? {} : []
    if (path.length > 1) return replaceValue(open, path.slice(0, -1), empty)
    return splice(text, child.start, endOf(child, text), renderInline(empty))
  }
  if (isFirstOnLine(text, child.start)) {
    return splice(text, lineStart(text, child.start), nextLine(text, endOf(child, text)), '')
  }
  return after && splice(text, child.start, after.start, '')
}

export function renameKey(open: OpenText, path: Path, name: string): string | undefined {
  const spot = spotAt(open, path)
  const key = spot && isMap(spot.parent) ? spot.parent.items[spot.index]?.key : undefined
  if (!spot || !isScalar(key)) return undefined
  const [start, end] = key.range ?? [0, 0]
  return splice(open.text, start, end, renderScalar(name, isFlow(spot.parent), quoteOf(key)))
}

export function moveChild(open: OpenText, path: Path, to: number): string | undefined {
  const { text } = open
  const spot = spotAt(open, path)
  if (!spot || to < 0 || to >= spot.children.length) return undefined
  const { parent, children, index } = spot
  const flow = isFlow(parent)
  if (!flow && !children.every((child) => isFirstOnLine(text, child.start))) return undefined
  const ranges = children.map((child) =>
    flow
      ? { start: child.start, end: endOf(child, text) }
      : { start: lineStart(text, child.start), end: lineEnd(text, endOf(child, text)) },
  )
  const pieces = moved(ranges, index, to).map(({ start, end }) => text.slice(start, end))
  return [...ranges.keys()]
    .reverse()
    .reduce((result, at) => splice(result, ranges[at]?.start ?? 0, ranges[at]?.end ?? 0, pieces[at] ?? ''), text)
}
