'use client'
// Column heads: a button sorts, `aria-sort` says how; the box over all rows chooses everything that matches.
import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Icon } from './icon'
import { nextSort } from './table-sort'
import type { Column, TableProps } from './table-types'

export const columnClass = (column: Column<never>): string =>
  clsx(
    column.align === 'right' && 'r',
    column.priority === 2 && 'p2',
    column.priority === 3 && 'p3',
    column.at && `at-${column.at}`,
    column.className,
  )

export function TableHead<Row>({ columns, sort, onSort, selection, count, rowActions }: TableProps<Row>) {
  const t = useTexts(uiTexts)
  return (
    <thead>
      <tr>
        {selection && (
          <th className="ck" scope="col">
            <AllBox chosen={selection.chosen.size} count={count} selection={selection} />
          </th>
        )}
        {columns.map((column) => {
          const isSorted = sort?.id === column.id
          const canSort = onSort !== undefined && (column.sortable || column.value !== undefined)
          return (
            <th
              key={column.id}
              scope="col"
              className={columnClass(column as Column<never>)}
              {...(canSort
                ? { 'aria-sort': isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : 'none' }
                : {})}
            >
              {canSort ? (
                <button type="button" onClick={() => onSort(nextSort(sort, column.id))}>
                  {column.label}
                  {isSorted && <Icon icon={sort.direction === 'asc' ? ArrowUp : ArrowDown} small />}
                </button>
              ) : (
                column.label
              )}
            </th>
          )
        })}
        {rowActions && (
          <th className="mo" scope="col">
            <span className="sr">{t.table.actions}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}

function AllBox<Row>({
  chosen,
  count,
  selection,
}: {
  chosen: number
  count: number
  selection: NonNullable<TableProps<Row>['selection']>
}) {
  const t = useTexts(uiTexts)
  const ref = useRef<HTMLInputElement>(null)
  const isAll = chosen > 0 && chosen >= count
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = chosen > 0 && !isAll
  }, [chosen, isAll])
  return (
    <input
      ref={ref}
      type="checkbox"
      className="box"
      aria-label={t.selection.all}
      checked={isAll}
      disabled={count === 0}
      onChange={() => (chosen > 0 ? selection.onChange(new Map()) : selection.onAll?.())}
    />
  )
}
