'use client'
// A page's list of rows that are all here: the table, and what stands in its place while there is nothing to show (why it
// could not be read, what it would hold, or the way back from a filter), so that every such page says it alike.
import type { ReactNode } from 'react'
import { ErrorPanel } from './error-panel'
import { NoMatch } from './no-match'
import { Table } from './table'
import type { TableProps } from './table-types'

type Source = { data: readonly unknown[] | undefined; error: unknown; refetch: () => unknown }

export type ListTableProps<Row> = Omit<TableProps<Row>, 'count' | 'rowAt' | 'empty'> & {
  source: Source
  /** What is shown of the source: filtered and sorted. */
  rows: readonly Row[]
  /** The title of the failure. */
  failed: string
  /** Shown when nothing is there at all. */
  none: ReactNode
  /** The filter, when there is one. `all` counts what is there without it: `12 images`. */
  filtered?: { title: string; all: (count: number) => string; onClear: () => void } | undefined
}

export function ListTable<Row>({ source, rows, failed, none, filtered, ...table }: ListTableProps<Row>) {
  const { data, error, refetch } = source
  if (error && !data) return <ErrorPanel title={failed} error={error} onRetry={() => void refetch()} />
  const nothing =
    filtered && data && data.length > 0 ? (
      <NoMatch title={filtered.title} all={filtered.all(data.length)} onClear={filtered.onClear} />
    ) : (
      none
    )
  return <Table {...table} count={rows.length} rowAt={(index) => rows[index]} empty={data && nothing} />
}
