'use client'
// Remembers which element shows which row, from one drawing of a list to the next.
import { useRef } from 'react'
import { assignSlots, noSlots } from './row-slots'

/** `drawn` by the order of the list; answered as their elements follow each other in the document. */
export function useRowSlots<Drawn extends { key: string }>(drawn: readonly Drawn[], isMoving: boolean) {
  const slots = useRef(noSlots)
  // A row may stand twice where windows of a list that changes were read one after the other.
  const byKey = new Map<string, Drawn>()
  for (const [at, row] of drawn.entries()) byKey.set(byKey.has(row.key) ? `${row.key} ${at}` : row.key, row)
  slots.current = assignSlots(slots.current, [...byKey.keys()], isMoving)
  const { of, order } = slots.current
  const bySlot = new Map([...byKey].map(([key, row]) => [of.get(key), row]))
  return order.flatMap((slot) => {
    const row = bySlot.get(slot)
    return row === undefined ? [] : [{ slot, ...row }]
  })
}
