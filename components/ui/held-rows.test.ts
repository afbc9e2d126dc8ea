import { describe, expect, it } from 'vitest'
import { type Held, heldView } from './held-rows'

type Row = { id: string; state: string }
const listOf = (ids: string, state = 'old') => {
  const rows: Row[] = [...ids].map((id) => ({ id, state }))
  return { count: rows.length, rowAt: (index: number) => rows[index], rowId: (row: Row) => row.id }
}
const hold = (ids: string): Held<Row> => ({
  count: ids.length,
  rows: new Map([...ids].map((id, index) => [index, { id, state: 'old' }])),
})
const seen = (held: Held<Row>, ids: string) => {
  const view = heldView(held, listOf(ids, 'new'), [0, 1, 2])
  const rows = Array.from({ length: view.count }, (_, index) => view.rowAt(index))
  return {
    order: rows.map((row) => row?.id).join(''),
    fresh: rows.filter((row) => row?.state === 'new').length,
    gone: rows
      .filter((row) => row && view.isGone(row))
      .map((row) => row?.id)
      .join(''),
    waiting: view.waiting,
  }
}

describe('rows that are held', () => {
  it('keep their order and show what is new about themselves', () => {
    expect(seen(hold('abc'), 'cab')).toEqual({ order: 'abc', fresh: 3, gone: '', waiting: 3 })
    expect(seen(hold('abc'), 'abc')).toEqual({ order: 'abc', fresh: 3, gone: '', waiting: 0 })
  })

  it('let new rows wait', () => {
    expect(seen(hold('abc'), 'xabc')).toEqual({ order: 'abc', fresh: 3, gone: '', waiting: 1 })
  })

  it('keep the place of a row that went, and say that it did', () => {
    expect(seen(hold('abc'), 'ac')).toEqual({ order: 'abc', fresh: 2, gone: 'b', waiting: 1 })
  })

  it('hold what comes into sight later, and never show a row twice', () => {
    const held: Held<Row> = { count: 3, rows: new Map([[0, { id: 'b', state: 'old' }]]) }
    const view = heldView(held, listOf('abc'), [0, 1, 2])
    expect([0, 1, 2].map((index) => held.rows.get(index)?.id)).toEqual(['b', undefined, 'c'])
    expect([0, 1, 2].map((index) => view.rowAt(index)?.id)).toEqual(['b', undefined, 'c'])
  })
})
