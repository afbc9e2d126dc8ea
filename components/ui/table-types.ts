// What a list is made of: columns say how a row is shown, sorted and shortened; the table does the rest.
import type { ReactNode } from 'react'

export type Sort = { id: string; direction: 'asc' | 'desc' }

export type Column<Row> = {
  id: string
  label: string
  render: (row: Row) => ReactNode
  /** For sorting on this side; without it and without `sortable` the column has no sort. */
  value?: (row: Row) => string | number
  /** The server sorts by this id. */
  sortable?: boolean
  align?: 'right'
  /** A CSS width; the columns without one share the rest. */
  width?: string
  /** 1 stays, 2 goes under 1080 px, 3 under 1280 px. */
  priority?: 1 | 2 | 3
  /** Place in the two lines of a phone's row: a e c above, b f d below. Without one it is not shown there. */
  at?: 'a' | 'b' | 'c' | 'd' | 'e' | 'f'
  className?: string
}

/** Chosen rows by id, kept whole so that they can be named when their window is gone. */
export type Selection<Row> = {
  chosen: ReadonlyMap<string, Row>
  onChange: (chosen: ReadonlyMap<string, Row>) => void
  /** Chooses everything that matches, beyond what is loaded. */
  onAll?: () => void
  nameOf: (row: Row) => string
}

export type TableProps<Row> = {
  label: string
  columns: Column<Row>[]
  count: number
  /** Undefined while its window is on the way. */
  rowAt: (index: number) => Row | undefined
  rowId: (row: Row) => string
  onOpen?: (row: Row) => void
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  selection?: Selection<Row>
  /** Which rows are in sight, so that their windows can be fetched. */
  onRange?: (first: number, last: number) => void
  rowActions?: (row: Row) => ReactNode
  isStale?: (row: Row) => boolean
  /** In the flow of a page, all rows drawn; for lists that are short by nature. */
  flow?: boolean
  empty?: ReactNode
}
