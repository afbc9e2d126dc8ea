'use client'
// One row: opens on a click beside its controls, is chosen by its box, shows a quiet placeholder until it has come. Drawn
// again only when something of it changed: while a list scrolls, most of its rows stay as they are.
import clsx from 'clsx'
import { type MouseEvent, memo } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { columnClass } from './table-head'
import type { Column, TableProps } from './table-types'
import type { RowActs } from './use-row-acts'

type Props<Row> = {
  index: number
  /** Where it stands below the head, in px; undefined where rows follow each other by themselves. */
  top: number | undefined
  row: Row | undefined
  columns: Column<Row>[]
  /** How a row is named beside its box; undefined where rows are not chosen. */
  nameOf: ((row: Row) => string) | undefined
  rowActions: TableProps<Row>['rowActions']
  acts: RowActs<Row>
  canOpen: boolean
  isActive: boolean
  isChosen: boolean
  isStale: boolean
  /** It is no longer there; only its place is. */
  isGone: boolean
}

const isControl = (event: MouseEvent) =>
  (event.target as HTMLElement).closest('a,button,input,label,[popover]') !== null
const isSelectingText = () => (window.getSelection()?.toString() ?? '') !== ''

function Line<Row>({
  index,
  top,
  row,
  columns,
  nameOf,
  rowActions,
  acts,
  canOpen,
  isActive,
  isChosen,
  isStale,
  isGone,
}: Props<Row>) {
  const t = useTexts(uiTexts)
  const style = top === undefined ? undefined : { transform: `translateY(${top}px)` }
  if (row === undefined) {
    return (
      <tr className={clsx('line', nameOf && 'picks')} style={style} aria-busy="true" aria-rowindex={index + 2}>
        {nameOf && <td className="ck" />}
        {columns.map((column) => (
          <td key={column.id} className={columnClass(column as Column<never>)}>
            <span className="sk" />
          </td>
        ))}
        {rowActions && <td className="mo" />}
      </tr>
    )
  }
  return (
    <tr
      ref={(element) => acts.register(index, element)}
      className={clsx(
        'line',
        nameOf && 'picks',
        isChosen && 'sel',
        isStale && 'stale',
        canOpen && 'opens',
        isGone && 'gone',
      )}
      style={style}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      {...(nameOf ? { 'aria-selected': isChosen } : {})}
      onFocus={() => acts.focus(index)}
      onClick={(event) => {
        if (canOpen && !isControl(event) && !isSelectingText()) acts.open(row)
      }}
    >
      {nameOf && (
        <td className="ck">
          <input
            type="checkbox"
            className="box"
            tabIndex={-1}
            aria-label={t.selection.one(nameOf(row))}
            checked={isChosen}
            onChange={() => acts.toggle(row)}
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

export const TableRow = memo(Line) as typeof Line
