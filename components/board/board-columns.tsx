'use client'
// The board near by: a column for each host, only those in sight are drawn. Heads stay in sight while blocks scroll.
import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { bytes, cores } from '@/lib/client/format'
import { isPlainKey } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import type { BoardContainer } from '@/lib/contract/board'
import { boardTexts } from '@/lib/texts/board'
import type { Match } from './container-match'
import { groupTarget, type Hand } from './hand'
import { HostColumn } from './host-column'
import { blockOf, freeIn, type HostGroup, holdHeightPx, type Measure, scaleOf } from './layout'
import { type Place, useBoardCursor } from './use-board-cursor'

/** Must agree with the heights in board.css and board-drag.css. */
const zonePx = 28
const headPx = 94
const whyPx = 70
const footPx = 10
const leastColumnPx = 172
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
  chosen: ReadonlySet<string>
  /** Null: nothing any more. `isMore`: beside what is chosen already. */
  onChoose: (container: BoardContainer | null, isMore: boolean) => void
  /** The host to begin at. */
  startHostId: string | null
  hand: Hand
  onOpen: (container: BoardContainer) => void
  plannedAs: (container: BoardContainer) => string | null
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
  chosen,
  onChoose,
  startHostId,
  hand,
  onOpen,
  plannedAs,
}: Props) {
  const t = useTexts(boardTexts)
  const scroll = useRef<HTMLDivElement>(null)
  const { setPane, lifted, target } = hand
  const isHeld = lifted !== null
  const pane = useCallback(
    (element: HTMLDivElement | null) => {
      scroll.current = element
      setPane(element)
    },
    [setPane],
  )
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

  // Of all hosts at each event: in any order, since to sort thousands of blocks takes longer than a frame.
  const tallestPx = useMemo(() => {
    const holds = hosts.map((host) => {
      const blocks = (byHost.get(host.id) ?? nothing).map((container) => blockOf(container, measure, scale))
      return holdHeightPx(blocks, host, measure, scale)
    })
    return Math.max(0, ...holds)
  }, [hosts, byHost, measure, scale])
  const heightPx = (hasZones ? zonePx : 0) + headPx + (isHeld ? whyPx : 0) + footPx + tallestPx

  const cursor = useBoardCursor({ hosts, byHost, measure, scale, reveal: (index) => virtual.scrollToIndex(index) })
  // What was pressed to come here is gone, so the focus goes on at the host.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the board is entered
  useEffect(() => {
    const start = hosts.findIndex(({ id }) => id === startHostId)
    if (start < 0 || startHostId === null) return
    if (document.activeElement === document.body) cursor.go({ hostId: startHostId, containerId: '' })
    virtual.scrollToIndex(start, { align: 'center' })
  }, [startHostId])
  const containerAt = (element: EventTarget): BoardContainer | undefined => {
    const id = (element as Element).closest<HTMLElement>('[data-container]')?.dataset.container
    const hostId = (element as Element).closest<HTMLElement>('[data-column]')?.dataset.column
    return id === undefined ? undefined : byHost.get(hostId ?? '')?.find((container) => container.id === id)
  }
  const onClick = (event: MouseEvent) => {
    const container = containerAt(event.target)
    if (!container) return
    cursor.put({ hostId: container.hostId, containerId: container.id })
    onChoose(container, event.ctrlKey || event.metaKey)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const container = containerAt(event.target)
    if (event.key === ' ' && container && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onChoose(container, true)
    } else if (event.key === 'Enter' && container) {
      event.preventDefault()
      onOpen(container)
    } else if (event.key.toLowerCase() === 'm' && container && isPlainKey(event.nativeEvent)) {
      event.preventDefault()
      event.stopPropagation()
      // The focus may have come here by other ways than the keys of the board, and shall come back here.
      cursor.put({ hostId: container.hostId, containerId: container.id })
      hand.liftByKeys(container, event.shiftKey)
    } else if (event.key === 'Escape') onChoose(null, false)
    else cursor.onKeyDown(event)
  }

  // The keys take the eye along; at the end the focus is where it was taken up, unless that was outside of the columns.
  const targetAt = target === null ? -1 : hosts.findIndex(({ id }) => id === target)
  const isByKeys = hand.by === 'keys'
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the target changes
  useEffect(() => {
    if (isByKeys && targetAt >= 0) virtual.scrollToIndex(targetAt)
  }, [isByKeys, targetAt])
  const from = useRef<Place | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it was when it was taken up
  useLayoutEffect(() => {
    if (isByKeys) from.current = scroll.current?.contains(document.activeElement) ? cursor.place : null
  }, [isByKeys])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it is put down
  useEffect(() => {
    if (isByKeys || from.current === null) return
    cursor.go(from.current)
    from.current = null
  }, [isByKeys])

  let firstOfGroup = 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the buttons inside; this is their common ear
    <div
      ref={pane}
      className={clsx('board', isHeld && 'held')}
      onPointerDown={hand.onPointerDown}
      onClick={onClick}
      onDoubleClick={(event) => {
        const container = containerAt(event.target)
        if (container) onOpen(container)
      }}
      onKeyDown={onKeyDown}
      onFocus={cursor.onFocus}
      onBlur={cursor.onBlur}
    >
      <div className="board-plane" style={{ width: hosts.length * columnPx, minHeight: heightPx }}>
        {hasZones && (
          <div className="board-zones">
            {groups.map((group) => {
              const left = firstOfGroup * columnPx
              firstOfGroup += group.hosts.length
              const { free, answering, hosts: all } = freeIn(group.hosts, measure, hostAnswers)
              const amount = measure === 'memory' ? bytes(free) : cores(free)
              const offer = isHeld && group.value !== null ? hand.groupOfferOf(group) : null
              return (
                <h2
                  key={group.value ?? ''}
                  className={clsx(offer && `says-${offer.kind}`, offer?.isTarget && 'target')}
                  data-group={offer && group.value !== null ? groupTarget(group.value) : undefined}
                  style={{ left, width: group.hosts.length * columnPx }}
                >
                  <span>
                    {group.value === null ? t.without(groupKey) : `${groupKey}=${group.value}`}
                    <span className="dim">{offer?.words ?? t.groupFree(amount, answering, all)}</span>
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
              chosen={chosen}
              cursor={isHere ? (cursor.place?.containerId ?? null) : null}
              left={left}
              width={columnPx}
              offer={hand.offerOf(host, { measure, scale })}
              lifted={lifted}
              plannedAs={plannedAs}
            />
          )
        })}
      </div>
    </div>
  )
}
