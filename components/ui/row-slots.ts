// Rows that leave a long list hand their elements on to those that come: new words in elements that are there cost a fraction
// of new elements. Pure.

export type Slots = {
  /** Which element shows which row. */
  of: ReadonlyMap<string, number>
  /** The elements as they follow each other in the document. */
  order: readonly number[]
  next: number
}

export const noSlots: Slots = { of: new Map(), order: [], next: 0 }

/**
 * A row that stays keeps its element. While the list moves no element changes its place among the others, for that costs as
 * much as a new one; at rest they follow each other as the rows do, so that they are read and selected in that order.
 */
export function assignSlots(before: Slots, keys: readonly string[], isMoving: boolean): Slots {
  const of = new Map<string, number>()
  for (const key of keys) {
    const slot = before.of.get(key)
    if (slot !== undefined) of.set(key, slot)
  }
  const kept = new Set(of.values())
  const free = before.order.filter((slot) => !kept.has(slot))
  const added: number[] = []
  let { next } = before
  for (const key of keys) {
    if (of.has(key)) continue
    const slot = free.shift() ?? next
    if (slot === next) {
      added.push(slot)
      next += 1
    }
    of.set(key, slot)
  }
  const spare = new Set(free)
  const order = isMoving
    ? [...before.order.filter((slot) => !spare.has(slot)), ...added]
    : keys.map((key) => of.get(key) ?? next)
  return { of, order, next }
}
