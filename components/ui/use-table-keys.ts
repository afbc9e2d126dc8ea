'use client'
// Keys of a list: arrows walk, Enter opens, Space chooses, Shift with arrows chooses a range, Esc clears.
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { TableProps } from './table-types'

const pageRows = 20

type Walked = {
  /** The row that has the focus, or takes it next. */
  active: number
  setActive: (index: number) => void
  scrollTo: (index: number) => void
}

export function useTableKeys<Row>(table: TableProps<Row> & Walked) {
  const { count, rowAt, rowId, onOpen, selection, active, setActive, scrollTo } = table
  const rows = useRef(new Map<number, HTMLTableRowElement>())
  const wantsFocus = useRef(false)
  const last = Math.max(0, count - 1)

  useEffect(() => {
    if (active > last) setActive(last)
  }, [active, last, setActive])
  // The row may only be drawn after the scroll: focus it as soon as it is there.
  useEffect(() => {
    if (!wantsFocus.current) return
    const row = rows.current.get(active)
    if (row) {
      wantsFocus.current = false
      row.focus({ preventScroll: false })
    }
  })

  const choose = (from: number, to: number) => {
    if (!selection) return
    const chosen = new Map(selection.chosen)
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const row = rowAt(index)
      if (row !== undefined) chosen.set(rowId(row), row)
    }
    selection.onChange(chosen)
  }
  const toggle = (index: number) => {
    const row = rowAt(index)
    if (!selection || row === undefined) return
    const chosen = new Map(selection.chosen)
    if (!chosen.delete(rowId(row))) chosen.set(rowId(row), row)
    selection.onChange(chosen)
  }
  const go = (to: number, withRange: boolean) => {
    const target = Math.min(last, Math.max(0, to))
    if (withRange) choose(active, target)
    wantsFocus.current = true
    setActive(target)
    scrollTo(target)
  }

  const targets: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + pageRows,
    PageUp: active - pageRows,
    Home: 0,
    End: last,
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isOnRow = (event.target as HTMLElement).tagName === 'TR'
    const target = targets[event.key]
    if (target !== undefined && (isOnRow || event.key.startsWith('Arrow'))) {
      event.preventDefault()
      go(target, event.shiftKey)
    } else if (event.key === 'Enter' && isOnRow) {
      const row = rowAt(active)
      if (row !== undefined && onOpen) onOpen(row)
    } else if (event.key === ' ' && isOnRow && selection) {
      event.preventDefault()
      toggle(active)
    } else if (event.key === 'Escape' && selection && selection.chosen.size > 0) {
      event.stopPropagation()
      selection.onChange(new Map())
    }
  }
  const register = (index: number, element: HTMLTableRowElement | null) => {
    if (element) rows.current.set(index, element)
    else rows.current.delete(index)
  }
  return { onKeyDown, register }
}
