'use client'
// The board near by: a column for each host, only those in sight are drawn. Heads stay in sight while blocks scroll.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import { boardTexts } from '@/lib/texts/board'
import type { Match } from './container-match'
import { HostColumn } from './host-column'
import { blocksOf, freeIn, type HostGroup, holdHeightPx, type Measure, scaleOf } from './layout'
import { useBoardCursor } from './use-board-cursor'

/** Must agree with the heights in board.css. */
const zonePx = 28
const headPx = 94
const footPx = 10
const leastColumnPx = 150
const overscan = 2

export type BoardParts = {
  groups: HostGroup[]
  groupKey: string | null
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  measure: Measure
  match: Match | null
  flagOf: (stack: string | null) => number | undefined
}

type Props = BoardParts & {
  chosenId: string | null
  onChoose: (container: BoardContainer | null) => void
  /** The host to begin at. */
  startHostId: string | null
}

export const nothing: readonly BoardContainer[] = []

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    const observer = new ResizeObserver(() => setWidth(box.clientWidth))
    observer.observe(box)
    setWidth(box.clientWidth)
    return () => observer.disconnect()
  }, [element])
  return width
}

export function BoardColumns({
  groups,
  groupKey,
  byHost,
  measure,
  match,
  flagOf,
  chosenId,
  onChoose,
  startHostId,
}: Props) {
  const t = useTexts(boardTexts)
  const router = useRouter()
  const scroll = useRef<HTMLDivElement>(null)
  const width = useWidth(scroll)
  const hosts = useMemo(() => groups.flatMap((group) => group.hosts), [groups])
  const scale = useMemo(() => scaleOf(hosts, measure), [hosts, measure])
  const columnPx = Math.max(leastColumnPx, Math.floor(width / Math.max(1, hosts.length)))
  const hasZones = groupKey !== null
  const virtual = useVirtualizer({
    horizontal: true,
    count: hosts.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => columnPx,
    overscan,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are cached inside until told otherwise
  useEffect(() => virtual.measure(), [columnPx])
  const start = hosts.findIndex(({ id }) => id === startHostId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the board is entered
  useEffect(() => {
    if (start >= 0) virtual.scrollToIndex(start, { align: 'center' })
  }, [startHostId])

  const heightPx = useMemo(() => {
    const holds = hosts.map((host) =>
      holdHeightPx(blocksOf(byHost.get(host.id) ?? nothing, measure, scale), host, measure, scale),
    )
    return (hasZones ? zonePx : 0) + headPx + footPx + Math.max(0, ...holds)
  }, [hosts, byHost, measure, scale, hasZones])

  const cursor = useBoardCursor({ hosts, byHost, measure, scale, reveal: (index) => virtual.scrollToIndex(index) })
  const containerAt = (element: EventTarget): BoardContainer | undefined => {
    const id = (element as Element).closest<HTMLElement>('[data-container]')?.dataset.container
    const hostId = (element as Element).closest<HTMLElement>('[data-column]')?.dataset.column
    return id === undefined ? undefined : byHost.get(hostId ?? '')?.find((container) => container.id === id)
  }
  const onClick = (event: MouseEvent) => {
    const container = containerAt(event.target)
    if (!container) return
    cursor.put({ hostId: container.hostId, containerId: container.id })
    onChoose(container.id === chosenId ? null : container)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const container = containerAt(event.target)
    if (event.key === 'Enter' && container) {
      event.preventDefault()
      router.push(`/containers/${container.id}`)
    } else if (event.key === 'Escape') onChoose(null)
    else cursor.onKeyDown(event)
  }

  let firstOfGroup = 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the buttons inside; this is their common ear
    <div
      ref={scroll}
      className="board"
      onClick={onClick}
      onDoubleClick={(event) => {
        const container = containerAt(event.target)
        if (container) router.push(`/containers/${container.id}`)
      }}
      onKeyDown={onKeyDown}
    >
      <div className="board-plane" style={{ width: hosts.length * columnPx, minHeight: heightPx }}>
        {hasZones && (
          <div className="board-zones">
            {groups.map((group) => {
              const left = firstOfGroup * columnPx
              firstOfGroup += group.hosts.length
              const { free, answering, hosts: all } = freeIn(group.hosts, measure, hostAnswers)
              const amount = measure === 'memory' ? bytes(free) : cores(free)
              return (
                <h2 key={group.value ?? ''} style={{ left, width: group.hosts.length * columnPx }}>
                  <span>
                    {group.value === null ? t.without(groupKey) : `${groupKey}=${group.value}`}
                    <span className="dim">{t.groupFree(amount, answering, all)}</span>
                  </span>
                </h2>
              )
            })}
          </div>
        )}
        <p className="sr" id="board-keys">
          {t.keysHint}
        </p>
        {virtual.getVirtualItems().map(({ index, start: left }) => {
          const host = hosts[index]
          if (!host) return null
          const isHere = cursor.place?.hostId === host.id
          return (
            <HostColumn
              key={host.id}
              host={host}
              containers={byHost.get(host.id) ?? nothing}
              measure={measure}
              scale={scale}
              groupKey={groupKey}
              match={match}
              flagOf={flagOf}
              chosenId={chosenId}
              cursor={isHere ? (cursor.place?.containerId ?? null) : null}
              left={left}
              width={columnPx}
            />
          )
        })}
      </div>
    </div>
  )
}
