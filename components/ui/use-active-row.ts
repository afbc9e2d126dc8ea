'use client'
// The row that has the focus stays drawn wherever the list is scrolled to, so that its keys go on to work, and stays known
// when the window of the list that it came with is gone.
import { useRef } from 'react'
import type { TableProps } from './table-types'

export function useActiveRow<Row>(active: number, isInSight: boolean, rowAt: TableProps<Row>['rowAt']) {
  const known = useRef<{ index: number; row: Row } | null>(null)
  const now = rowAt(active)
  if (now !== undefined) known.current = { index: active, row: now }
  const kept = !isInSight && known.current?.index === active ? known.current.row : undefined
  return (index: number): Row | undefined => (index === active ? (now ?? kept) : rowAt(index))
}
