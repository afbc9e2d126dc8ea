// Trees as plain values: for the model, and to compare.

import type { Node } from './node'
import type { PlainValue } from './plain-value'

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Keys sorted. Every key becomes an own property, `__proto__` too. */
export const toPlain = (node: Node): PlainValue => {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toPlain)
  const entries = [...node.entries].sort(([a], [b]) => byText(a, b))
  return Object.fromEntries(entries.map(([key, { value }]) => [key, toPlain(value)]))
}
