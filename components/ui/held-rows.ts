// Rows keep their place under the pointer while a live list changes, so that nobody hits the row that slid in. What is
// shown of a row stays live; who is new, gone or elsewhere waits. Pure.

/** What was where when the list was held, by index; filled further as more is drawn. */
export type Held<Row> = { count: number; rows: Map<number, Row> }

type List<Row> = { count: number; rowAt: (index: number) => Row | undefined; rowId: (row: Row) => string }

/** Lists up to here are known whole; of longer ones only what is drawn. */
const knownWhole = 2_000

export type HeldView<Row> = {
  count: number
  rowAt: (index: number) => Row | undefined
  isGone: (row: Row) => boolean
  /** Rows in sight that would be others now. */
  waiting: number
}

function liveRows<Row>(list: List<Row>, drawn: readonly number[]): Map<string, Row> {
  const indexes = list.count <= knownWhole ? Array.from({ length: list.count }, (_, index) => index) : drawn
  const rows = indexes.map((index) => list.rowAt(index)).filter((row) => row !== undefined)
  return new Map(rows.map((row) => [list.rowId(row), row]))
}

/** `drawn` are the indexes in sight and around it. Rows that come into sight while the list is held are held as well. */
export function heldView<Row>(held: Held<Row>, list: List<Row>, drawn: readonly number[]): HeldView<Row> {
  const live = liveRows(list, drawn)
  const taken = new Set([...held.rows.values()].map(list.rowId))
  for (const index of drawn) {
    const row = held.rows.has(index) ? undefined : list.rowAt(index)
    if (row !== undefined && !taken.has(list.rowId(row))) held.rows.set(index, row)
  }
  const idAt = (index: number) => {
    const row = list.rowAt(index)
    return row === undefined ? undefined : list.rowId(row)
  }
  const heldIds = drawn.map((index) => held.rows.get(index)).map((row) => row !== undefined && list.rowId(row))
  const liveIds = drawn.map(idAt)
  const isWhole = list.count <= knownWhole
  const news = liveIds.filter((id) => id !== undefined && !taken.has(id)).length
  const gone = isWhole ? heldIds.filter((id) => id !== false && !live.has(id)).length : 0
  const moved = heldIds.filter((id, n) => id !== false && liveIds[n] !== undefined && liveIds[n] !== id).length
  return {
    count: held.count,
    rowAt: (index) => {
      const row = held.rows.get(index)
      if (row !== undefined) return live.get(list.rowId(row)) ?? row
      const next = list.rowAt(index)
      return next === undefined || taken.has(list.rowId(next)) ? undefined : next
    },
    isGone: (row) => isWhole && !live.has(list.rowId(row)),
    waiting: news + gone || moved,
  }
}
