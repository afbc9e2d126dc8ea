'use client'
// The list of the console: rows drawn only where they can be seen, sorted by their heads, walked and chosen by keys, and
// held in their place while somebody points at them.
import clsx from 'clsx'
import { useEffect, useMemo } from 'react'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'
import { TableHead } from './table-head'
import { TableRow } from './table-row'
import type { TableProps } from './table-types'
import { useHeldRows } from './use-held-rows'
import { useRowActs } from './use-row-acts'
import { useTableKeys } from './use-table-keys'
import { useVirtualRows } from './use-virtual-rows'

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rowId, selection, flow, onRange, rowActions } = props
  const t = useTexts(uiTexts).table
  const { scroll, virtual, margin } = useVirtualRows(flow ? 0 : props.count)
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!flow && props.count > 0) onRange?.(first, last)
  }, [flow, props.count, first, last, onRange])

  const drawn = useMemo(() => {
    const length = flow ? props.count : items.length
    return Array.from({ length }, (_, n) => (flow ? n : first + n))
  }, [flow, props.count, first, items.length])
  const held = useHeldRows(props, drawn)
  const { count, rowAt } = held
  const table = { ...props, count, rowAt }
  const keysOf = useTableKeys({ ...table, scrollTo: (index) => !flow && virtual.scrollToIndex(index) })
  const acts = useRowActs({ ...table, setActive: keysOf.setActive, register: keysOf.register })
  const before = (items[0]?.start ?? margin) - margin
  const after = flow ? 0 : virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)
  const span = columns.length + (selection ? 1 : 0) + (rowActions ? 1 : 0)

  if (count === 0 && props.empty !== undefined) return <div className={clsx(!flow && 'tbl-scroll')}>{props.empty}</div>
  return (
    <div ref={scroll} className={clsx(!flow && 'tbl-scroll')}>
      <table
        className="tbl tbl-fixed lines"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that are walked by keys make it a grid
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-multiselectable={selection ? true : undefined}
        onKeyDown={keysOf.onKeyDown}
      >
        <TableHead {...table} />
        <tbody {...held.handlers}>
          <Gap height={before} span={span} />
          {drawn
            .filter((index) => index < count)
            .map((index) => {
              const row = rowAt(index)
              return (
                <TableRow
                  key={row === undefined ? `waits-${index}` : rowId(row)}
                  index={index}
                  row={row}
                  columns={columns}
                  nameOf={selection?.nameOf}
                  rowActions={rowActions}
                  acts={acts}
                  canOpen={props.onOpen !== undefined}
                  isActive={index === keysOf.active}
                  isChosen={row !== undefined && (selection?.chosen.has(rowId(row)) ?? false)}
                  isStale={row !== undefined && (props.isStale?.(row) ?? false)}
                  isGone={row !== undefined && held.isGone(row)}
                />
              )
            })}
          <Gap height={after} span={span} />
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

/** Stands for the rows that are not drawn. */
const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr className="gap-row" aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null
