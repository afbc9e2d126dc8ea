'use client'
// What the rows of a list call back: one object that stays the same, so that a row is drawn again only when it changed.
import { useLayoutEffect, useMemo, useRef } from 'react'
import type { TableProps } from './table-types'

export type RowActs<Row> = {
  open(row: Row): void
  toggle(row: Row): void
  focus(index: number): void
  register(index: number, element: HTMLTableRowElement | null): void
}

type Latest<Row> = TableProps<Row> & {
  setActive: (index: number) => void
  register: RowActs<Row>['register']
}

export function useRowActs<Row>(now: Latest<Row>): RowActs<Row> {
  const latest = useRef(now)
  useLayoutEffect(() => {
    latest.current = now
  })
  return useMemo(
    () => ({
      open: (row) => latest.current.onOpen?.(row),
      toggle: (row) => {
        const { selection, rowId } = latest.current
        const chosen = new Map(selection?.chosen)
        if (!chosen.delete(rowId(row))) chosen.set(rowId(row), row)
        selection?.onChange(chosen)
      },
      focus: (index) => latest.current.setActive(index),
      register: (index, element) => latest.current.register(index, element),
    }),
    [],
  )
}
