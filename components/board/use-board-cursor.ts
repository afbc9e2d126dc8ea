'use client'
// One stop for Tab on the whole board, arrow keys inside: ←→ hosts, ↑↓ containers. The place is kept by name and not by
// index, since containers come and go under it.
import { type FocusEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { blocksOf, type Measure } from './layout'

/** `containerId` `''`: on the head of the host. */
export type Place = { hostId: string; containerId: string }

type Parts = {
  hosts: readonly Host[]
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  measure: Measure
  scale: number
  /** Brings the host's column into sight, so that it is drawn and can take the focus. */
  reveal: (hostIndex: number) => void
}

const focusable = (place: Place): HTMLElement | null =>
  document.querySelector(
    place.containerId === ''
      ? `[data-host="${CSS.escape(place.hostId)}"]`
      : `[data-column="${CSS.escape(place.hostId)}"] [data-container="${CSS.escape(place.containerId)}"]`,
  )

/** A container that went to another host is followed there; the one that takes its place has its name. */
function findPlace(
  { hostId, containerId }: Place,
  name: string | undefined,
  hosts: readonly Host[],
  byHost: ReadonlyMap<string, readonly BoardContainer[]>,
): Place | null {
  const near = [...hosts.filter(({ id }) => id === hostId), ...hosts.filter(({ id }) => id !== hostId)]
  if (containerId === '') return near[0]?.id === hostId ? { hostId, containerId } : null
  for (const isIt of [({ id }: BoardContainer) => id === containerId, (own: BoardContainer) => own.name === name])
    for (const host of near) {
      const container = byHost.get(host.id)?.find(isIt)
      if (container) return { hostId: host.id, containerId: container.id }
    }
  return null
}

/** How far a key goes: hosts to the right, containers down. */
const steps: Readonly<Record<string, readonly [hosts: number, containers: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  PageUp: [-5, 0],
  PageDown: [5, 0],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function useBoardCursor({ hosts, byHost, measure, scale, reveal }: Parts) {
  const [kept, setPlace] = useState<Place | null>(null)
  const wantsFocus = useRef(false)
  const hasFocus = useRef(false)
  const first = hosts[0]
  const name = useRef<string>(undefined)
  const found = kept && findPlace(kept, name.current, hosts, byHost)
  const place = found ?? (first ? { hostId: first.id, containerId: '' } : null)
  const at = place && byHost.get(place.hostId)?.find(({ id }) => id === place.containerId)
  useEffect(() => {
    name.current = at?.name
  }, [at])

  // A column far away is drawn some renders later: the wish stays until it can be met.
  useEffect(() => {
    // What had the focus was drawn anew elsewhere; of that the browser says nothing.
    if (hasFocus.current && document.activeElement === document.body) wantsFocus.current = true
    if (!wantsFocus.current || place === null) return
    const element = focusable(place)
    if (element === null) return
    wantsFocus.current = false
    element.focus()
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  const go = (next: Place) => {
    wantsFocus.current = true
    setPlace(next)
    reveal(hosts.findIndex(({ id }) => id === next.hostId))
  }
  const orderOf = (hostId: string): string[] => [
    '',
    ...blocksOf(byHost.get(hostId) ?? [], measure, scale).map(({ container }) => container.id),
  ]
  /** Sideways the eye keeps its height: as near as the other column has a block. */
  const sideways = (from: Place, step: number): Place => {
    const at = hosts.findIndex(({ id }) => id === from.hostId)
    const next = hosts[Math.min(hosts.length - 1, Math.max(0, at + step))]
    if (!next || next.id === from.hostId) return from
    const row = orderOf(from.hostId).indexOf(from.containerId)
    const order = orderOf(next.id)
    return { hostId: next.id, containerId: order[Math.min(row, order.length - 1)] ?? '' }
  }
  const upright = (from: Place, step: number): Place => {
    const order = orderOf(from.hostId)
    const at = Math.min(order.length - 1, Math.max(0, order.indexOf(from.containerId) + step))
    return { ...from, containerId: order[at] ?? '' }
  }
  return {
    place,
    /** Where a press of the pointer went. */
    put: useCallback((next: Place) => setPlace(next), []),
    go,
    onFocus: () => {
      hasFocus.current = true
    },
    /** A dialog gives the focus back, unless what had it is gone. */
    onBlur: ({ relatedTarget }: FocusEvent) => {
      hasFocus.current = relatedTarget?.closest('dialog') != null
    },
    onKeyDown: (event: KeyboardEvent) => {
      const step = steps[event.key]
      if (!step || place === null || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      const [across, down] = step
      go(across === 0 ? upright(place, down) : sideways(place, across))
    },
  }
}
