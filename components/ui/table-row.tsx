'use client'
// One row: opens on a click beside its controls, is chosen by its box, shows a quiet placeholder until it has come.
import clsx from 'clsx'
import type { MouseEvent } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { columnClass } from './table-head'
import type { Column, TableProps } from './table-types'

type Props<Row> = {
  index: number
  row: Row | undefined
  table: TableProps<Row>
  isActive: boolean
  /** It is no longer there; only its place is. */
  isGone: boolean
  onFocus: () => void
  register: (index: number, element: HTMLTableRowElement | null) => void
}

const isControl = (event: MouseEvent) =>
  (event.target as HTMLElement).closest('a,button,input,label,[popover]') !== null
const isSelectingText = () => (window.getSelection()?.toString() ?? '') !== ''

export function TableRow<Row>({ index, row, table, isActive, isGone, onFocus, register }: Props<Row>) {
  const t = useTexts(uiTexts)
  const { columns, selection, rowId, rowActions, onOpen, isStale } = table
  if (row === undefined) {
    return (
      <tr className={clsx('line', selection && 'picks')} aria-busy="true" aria-rowindex={index + 2}>
        {selection && <td className="ck" />}
        {columns.map((column) => (
          <td key={column.id} className={columnClass(column as Column<never>)}>
            <span className="sk" />
          </td>
        ))}
        {rowActions && <td className="mo" />}
      </tr>
    )
  }
  const id = rowId(row)
  const isChosen = selection?.chosen.has(id) ?? false
  const toggle = () => {
    const chosen = new Map(selection?.chosen)
    if (isChosen) chosen.delete(id)
    else chosen.set(id, row)
    selection?.onChange(chosen)
  }
  return (
    <tr
      ref={(element) => register(index, element)}
      className={clsx(
        'line',
        selection && 'picks',
        isChosen && 'sel',
        isStale?.(row) && 'stale',
        onOpen && 'opens',
        isGone && 'gone',
      )}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      {...(selection ? { 'aria-selected': isChosen } : {})}
      onFocus={onFocus}
      onClick={(event) => {
        if (onOpen && !isControl(event) && !isSelectingText()) onOpen(row)
      }}
    >
      {selection && (
        <td className="ck">
          <input
            type="checkbox"
            className="box"
            tabIndex={-1}
            aria-label={t.selection.one(selection.nameOf(row))}
            checked={isChosen}
            onChange={toggle}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={columnClass(column as Column<never>)}>
          {column.render(row)}
        </td>
      ))}
      {rowActions && <td className="mo">{rowActions(row)}</td>}
    </tr>
  )
}
