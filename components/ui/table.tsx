'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
// The list of the console: rows drawn only where they can be seen, sorted by their heads, walked and chosen by keys.
import clsx from 'clsx'
import { useEffect, useRef } from 'react'
import { TableHead } from './table-head'
import { TableRow } from './table-row'
import type { TableProps } from './table-types'
import { useRowHeight } from './use-media'
import { useTableKeys } from './use-table-keys'

const overscan = 12

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, count, rowAt, rowId, selection, flow, onRange, rowActions } = props
  const scroll = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: flow ? 0 : count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are cached inside until told otherwise
  useEffect(() => virtual.measure(), [rowHeight])

  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!flow && count > 0) onRange?.(first, last)
  }, [flow, count, first, last, onRange])

  const keysOf = useTableKeys({ ...props, scrollTo: (index) => !flow && virtual.scrollToIndex(index) })
  const indexes = flow ? Array.from({ length: count }, (_, index) => index) : items.map((item) => item.index)
  const before = flow ? 0 : (items[0]?.start ?? 0)
  const after = flow ? 0 : virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
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
        <TableHead {...props} />
        <tbody>
          <Gap height={before} span={span} />
          {indexes.map((index) => {
            const row = rowAt(index)
            return (
              <TableRow
                key={row === undefined ? `waits-${index}` : rowId(row)}
                index={index}
                row={row}
                table={props}
                isActive={index === keysOf.active}
                onFocus={() => keysOf.setActive(index)}
                register={keysOf.register}
              />
            )
          })}
          <Gap height={after} span={span} />
        </tbody>
      </table>
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
