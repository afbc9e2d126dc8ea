// Puts lines in order that arrive live from many hosts: each waits a moment, so that an earlier one that was longer on its
// way can still go first. None waits longer than that, and of one source none overtakes another. Pure.

type Held<T> = { source: number; micros: number; arrivedMs: number; item: T }

export type Reorder<T> = {
  add(source: number, micros: number, item: T, nowMs: number): void
  /** What may go out now, in order. `all`: everything, because there is no room for more. */
  take(nowMs: number, all?: boolean): T[]
  /** When something may go out next; null: nothing is held. */
  dueMs(): number | null
  size(): number
}

export function createReorder<T>(windowMs: number): Reorder<T> {
  const held: Held<T>[] = []
  const lastMicros = new Map<number, number>()

  return {
    add(source, micros, item, nowMs) {
      // The order in which a source speaks stands above its clock.
      const inOrder = Math.max(micros, lastMicros.get(source) ?? Number.NEGATIVE_INFINITY)
      lastMicros.set(source, inOrder)
      let at = held.length
      while (at > 0 && (held[at - 1]?.micros ?? 0) > inOrder) at -= 1
      held.splice(at, 0, { source, micros: inOrder, arrivedMs: nowMs, item })
    },
    take(nowMs, all = false) {
      let end = all ? held.length : 0
      if (!all) {
        for (let at = held.length - 1; at >= 0; at -= 1) {
          if ((held[at]?.arrivedMs ?? nowMs) + windowMs > nowMs) continue
          end = at + 1
          break
        }
      }
      return held.splice(0, end).map(({ item }) => item)
    },
    dueMs() {
      let firstMs: number | null = null
      for (const { arrivedMs } of held) if (firstMs === null || arrivedMs < firstMs) firstMs = arrivedMs
      return firstMs === null ? null : firstMs + windowMs
    },
    size: () => held.length,
  }
}
