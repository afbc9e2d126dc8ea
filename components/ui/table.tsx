'use client'
// The list of the console: rows drawn only where they can be seen, sorted by their heads, walked and chosen by keys, and
// held in their place while somebody points at them.
import clsx from 'clsx'
import { useEffect, useMemo, useState } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'
import { TableHead } from './table-head'
import { TableRow } from './table-row'
import { tracksOf } from './table-tracks'
import type { Column, TableProps } from './table-types'
import { useActiveRow } from './use-active-row'
import { useHeldRows } from './use-held-rows'
import { useRowActs } from './use-row-acts'
import { useRowSlots } from './use-row-slots'
import { useTableKeys } from './use-table-keys'
import { useVirtualRows } from './use-virtual-rows'

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rowId, selection, flow, onRange, rowActions } = props
  const t = useTexts(uiTexts).table
  const [active, setActive] = useState(0)
  const { scroll, virtual, rowHeight } = useVirtualRows(flow ? 0 : props.count)
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!flow && props.count > 0) onRange?.(first, last)
  }, [flow, props.count, first, last, onRange])

  const drawn = useMemo(() => {
    if (flow) return Array.from({ length: props.count }, (_, index) => index)
    const inSight = Array.from({ length: items.length }, (_, n) => first + n)
    if (inSight.includes(active)) return inSight
    return active < first ? [active, ...inSight] : [...inSight, active]
  }, [flow, props.count, first, items.length, active])
  const held = useHeldRows(props, drawn)
  const rowAt = useActiveRow(active, flow === true || (active >= first && active <= last), held.rowAt)
  const { count } = held
  const table = { ...props, count, rowAt, active, setActive }
  const keysOf = useTableKeys({ ...table, scrollTo: (index) => !flow && virtual.scrollToIndex(index) })
  const acts = useRowActs({ ...table, register: keysOf.register })
  const rows = drawn
    .filter((index) => index < count)
    .map((index) => {
      const row = rowAt(index)
      return { index, row, key: row === undefined ? `waits-${index}` : rowId(row) }
    })
  const slots = useRowSlots(rows, virtual.isScrolling)
  const hasBoxes = selection !== undefined
  const hasActs = rowActions !== undefined
  const tracks = useMemo(
    () => tracksOf(columns as Column<never>[], { hasBoxes, hasActs }),
    [columns, hasBoxes, hasActs],
  )

  if (count === 0 && props.empty !== undefined) return <div className={clsx(!flow && 'tbl-scroll')}>{props.empty}</div>
  return (
    <div ref={scroll} className={clsx(!flow && 'tbl-scroll')}>
      <table
        className="tbl lines"
        style={tracks}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that are walked by keys make it a grid
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-multiselectable={selection ? true : undefined}
        onKeyDown={keysOf.onKeyDown}
      >
        <TableHead {...table} />
        <tbody {...held.handlers} style={flow ? undefined : { height: count * rowHeight }}>
          {slots.map(({ slot, index, row }) => (
            <TableRow
              key={slot}
              index={index}
              top={flow ? undefined : index * rowHeight}
              row={row}
              columns={columns}
              nameOf={selection?.nameOf}
              rowActions={rowActions}
              acts={acts}
              canOpen={props.onOpen !== undefined}
              isActive={index === active}
              isChosen={row !== undefined && (selection?.chosen.has(rowId(row)) ?? false)}
              isStale={row !== undefined && (props.isStale?.(row) ?? false)}
              isGone={row !== undefined && held.isGone(row)}
            />
          ))}
        </tbody>
      </table>
      {held.waiting > 0 && (
        <div className="tbl-waits" role="status">
          <span>{t.changes(held.waiting)}</span>
          <Button size="small" onClick={held.release}>
            {t.show}
          </Button>
        </div>
      )}
    </div>
  )
}
