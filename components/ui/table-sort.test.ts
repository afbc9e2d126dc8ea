import { describe, expect, it } from 'vitest'
import { nextSort, sortRows } from './table-sort'
import type { Column } from './table-types'

type Row = { name: string; size: number }
const columns: Column<Row>[] = [
  { id: 'name', label: 'Name', render: (row) => row.name, value: (row) => row.name },
  { id: 'size', label: 'Size', render: (row) => row.size, value: (row) => row.size },
]
const rows = [
  { name: 'web-10', size: 1 },
  { name: 'web-2', size: 9 },
  { name: 'api', size: 5 },
]

describe('sorting a table', () => {
  it('counts numbers inside names', () => {
    const sorted = sortRows(rows, columns, { id: 'name', direction: 'asc' })
    expect(sorted.map((row) => row.name)).toEqual(['api', 'web-2', 'web-10'])
  })

  it('turns numbers round and keeps the order for an unknown column', () => {
    expect(sortRows(rows, columns, { id: 'size', direction: 'desc' }).map((row) => row.size)).toEqual([9, 5, 1])
    expect(sortRows(rows, columns, { id: 'gone', direction: 'desc' })).toEqual(rows)
  })

  it('turns the direction at the second press', () => {
    const first = nextSort(undefined, 'name')
    expect([first.direction, nextSort(first, 'name').direction, nextSort(first, 'size').direction]).toEqual([
      'asc',
      'desc',
      'asc',
    ])
  })
})
