// Sorting of lists that are wholly here. Names sort as people count: web-2 before web-10.
import type { Column, Sort } from './table-types'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))

export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined): Row[] {
  const value = columns.find((column) => column.id === sort?.id)?.value
  if (!value || !sort) return [...rows]
  const sign = sort.direction === 'desc' ? -1 : 1
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)))
}

export const nextSort = (current: Sort | undefined, id: string): Sort => ({
  id,
  direction: current?.id === id && current.direction === 'asc' ? 'desc' : 'asc',
})
