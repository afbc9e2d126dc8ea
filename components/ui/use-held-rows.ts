'use client'
// When a list is held: while the pointer moves over its rows or one of them has the focus, until either rests for a while.
import { type FocusEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Held, heldView } from './held-rows'
import type { TableProps } from './table-types'

const restMs = 8_000

export function useHeldRows<Row>(table: TableProps<Row>, drawn: readonly number[]) {
  const { count, rowAt, rowId, sort } = table
  const body = useRef<HTMLTableSectionElement>(null)
  const [held, setHeld] = useState<Held<Row> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const release = useCallback(() => {
    clearTimeout(timer.current)
    setHeld(null)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is asked for, so the one that is held ends
  useEffect(release, [sort?.id, sort?.direction])
  // Who types elsewhere, in the filter for one, wants to see what comes of it.
  useEffect(() => {
    if (held === null) return
    const onKey = (event: KeyboardEvent) => {
      if (!body.current?.contains(event.target as Node)) release()
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [held, release])

  const hold = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setHeld(null), restMs)
    if (held !== null || count === 0) return
    const rows = drawn.map((index) => [index, rowAt(index)] as const)
    setHeld({ count, rows: new Map(rows.filter((entry): entry is readonly [number, Row] => entry[1] !== undefined)) })
  }
  const view = useMemo(
    () => (held === null ? null : heldView(held, { count, rowAt, rowId }, drawn)),
    [held, count, rowAt, rowId, drawn],
  )
  return {
    count: view?.count ?? count,
    rowAt: view?.rowAt ?? rowAt,
    isGone: (row: Row) => view?.isGone(row) ?? false,
    waiting: view?.waiting ?? 0,
    release,
    handlers: {
      ref: body,
      onPointerMove: (event: PointerEvent) => {
        if (event.pointerType === 'mouse') hold()
      },
      onPointerLeave: () => {
        if (!body.current?.contains(document.activeElement)) release()
      },
      onFocus: hold,
      onKeyDown: hold,
      onBlur: (event: FocusEvent) => {
        const isInside = body.current?.contains(event.relatedTarget as Node | null)
        if (!isInside && !body.current?.matches(':hover')) release()
      },
    },
  }
}
