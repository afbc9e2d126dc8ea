// The written tree as comparable data: aliases, anchors and merge keys as they stand, not followed. Every edit is done
// twice, on the text and on this, and counts only when the new text reads as this says.
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import { keyText, type Path, type PlainValue } from './document'

export type Shape =
  | { alias: string }
  | { anchor: string; value: string | number | boolean | null }
  | { anchor: string; items: Shape[] }
  | { anchor: string; entries: [string, Shape][] }

export function shapeOf(node: unknown): Shape {
  if (isAlias(node)) return { alias: node.source }
  const anchor = (isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined) ?? ''
  if (isSeq(node)) return { anchor, items: node.items.map(shapeOf) }
  if (isMap(node)) return { anchor, entries: node.items.map(({ key, value }) => [keyText(key), shapeOf(value)]) }
  const value = isScalar(node) ? node.value : null
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { anchor, value: isPlain ? value : null }
}

export function shapeOfValue(value: PlainValue, anchor = ''): Shape {
  if (Array.isArray(value)) return { anchor, items: value.map((item) => shapeOfValue(item)) }
  if (value !== null && typeof value === 'object')
    return { anchor, entries: Object.entries(value).map(([key, item]) => [key, shapeOfValue(item)]) }
  return { anchor, value: Object.is(value, -0) ? 0 : value }
}

/** The tree with one place changed; the path must exist. */
export function changed(shape: Shape, path: Path, change: (old: Shape) => Shape): Shape {
  const [key, ...rest] = path
  if (key === undefined) return change(shape)
  if ('items' in shape)
    return { ...shape, items: shape.items.map((item, index) => (index === key ? changed(item, rest, change) : item)) }
  if ('entries' in shape) {
    const at = shape.entries.findIndex(([name]) => name === String(key))
    return {
      ...shape,
      entries: shape.entries.map((entry, index) =>
        index === at ? [entry[0], changed(entry[1], rest, change)] : entry,
      ),
    }
  }
  return shape
}

/** A copy with the element at `from` standing at `to`. */
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const copy = [...list]
  copy.splice(to, 0, ...copy.splice(from, 1))
  return copy
}

export const isSameShape = (a: Shape, b: Shape): boolean => JSON.stringify(a) === JSON.stringify(b)
