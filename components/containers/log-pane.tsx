'use client'
// The lines themselves, drawn only where they can be seen. Scrolling up holds the log still, scrolling to its end follows again.
import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { NumberedLine } from '@/lib/client/use-logs'
import { LogText, LogTime } from './log-line'

export type LogPaneHandle = { show: (index: number) => void }

type Props = {
  ref: Ref<LogPaneHandle>
  lines: NumberedLine[]
  hasTime: boolean
  isWrapped: boolean
  search: string
  /** The hit that is looked at. */
  current: number | null
  isFollowing: boolean
  onHold: (isHeld: boolean) => void
  empty: string
}

const linePx = 19
const nearEndPx = 24

export function LogPane({ ref, lines, hasTime, isWrapped, search, current, isFollowing, onHold, empty }: Props) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    getItemKey: (index) => lines[index]?.id ?? index,
    estimateSize: () => linePx,
    overscan: 20,
  })
  useImperativeHandle(ref, () => ({ show: (index) => virtual.scrollToIndex(index, { align: 'center' }) }), [virtual])

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights change with wrapping and time
  useEffect(() => virtual.measure(), [isWrapped, hasTime])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines moves the end
  useEffect(() => {
    if (isFollowing && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [isFollowing, lines, isWrapped, hasTime])

  const readBack = () => {
    const pane = scroll.current
    if (pane && pane.scrollHeight > pane.clientHeight) onHold(true)
  }
  return (
    <section
      ref={scroll}
      className={clsx('logs', isWrapped && 'wrap')}
      aria-label="Log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys
      tabIndex={0}
      onWheel={(event) => {
        const pane = scroll.current
        if (event.deltaY < 0) readBack()
        else if (pane && pane.scrollHeight - pane.scrollTop - pane.clientHeight < nearEndPx) onHold(false)
      }}
      onTouchMove={readBack}
      onKeyDown={(event) => {
        if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) readBack()
        else if (event.key === 'End') onHold(false)
      }}
    >
      {lines.length === 0 && <p className="pad-x dim">{empty}</p>}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          if (!line) return null
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={clsx('log-line', line.stream, !hasTime && 'no-time', item.index === current && 'current')}
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                minWidth: '100%',
                transform: `translateY(${item.start}px)`,
                ...(isWrapped ? { right: 0 } : {}),
              }}
            >
              {hasTime && <LogTime at={line.at} />}
              <span className="log-from" title={line.stream}>
                {line.stream === 'stderr' ? '!' : ''}
                {line.stream === 'stderr' && <span className="sr">error output: </span>}
              </span>
              <LogText text={line.text} search={search} />
            </div>
          )
        })}
      </div>
    </section>
  )
}
