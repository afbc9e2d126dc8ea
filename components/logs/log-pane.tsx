'use client'
// The lines themselves, drawn only where they can be seen. Scrolling up holds the log still, scrolling to its end follows again.
import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { inSteps } from '@/components/ui/row-steps'
import { usePhone } from '@/components/ui/use-media'
import { useTexts } from '@/lib/client/language'
import type { LogSnapshot } from '@/lib/client/log-store'
import { logTexts } from '@/lib/texts/logs'
import { type LogLook, LogRowLine } from './log-row'

export type LogPaneHandle = { show: (index: number) => void }

type Props = LogLook & {
  ref: Ref<LogPaneHandle>
  log: Pick<LogSnapshot, 'rows' | 'version' | 'dropped'>
  isWrapped: boolean
  /** The row that is looked at, by its id. */
  current: number | null
  isFollowing: boolean
  onHold: (isHeld: boolean) => void
  empty: string
}

const linePx = { desk: 19, phone: 21 }
const nearEndPx = 24

export function LogPane({ ref, log, isWrapped, current, isFollowing, onHold, empty, ...look }: Props) {
  const t = useTexts(logTexts)
  const { rows, version, dropped } = log
  const { hasTime, isRaw, hasOrigin, isShortName } = look
  const shown = useMemo(() => ({ hasTime, isRaw, hasOrigin, isShortName }), [hasTime, isRaw, hasOrigin, isShortName])
  const scroll = useRef<HTMLDivElement>(null)
  const isPhone = usePhone()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => (isPhone ? linePx.phone : linePx.desk),
    overscan: 10,
    rangeExtractor: inSteps,
  })
  useImperativeHandle(ref, () => ({ show: (index) => virtual.scrollToIndex(index, { align: 'center' }) }), [virtual])

  // Heights change with what is shown of a line, and those of forgotten lines need not be kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => virtual.measure(), [isWrapped, shown, isPhone, dropped])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the lines moves the end
  useEffect(() => {
    if (isFollowing && rows.length > 0) virtual.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [isFollowing, version, isWrapped, shown])

  const readBack = () => {
    const pane = scroll.current
    if (pane && pane.scrollHeight > pane.clientHeight) onHold(true)
  }
  return (
    <section
      ref={scroll}
      className={clsx('logs', isWrapped && 'wrap', !isShortName && 'long-names')}
      aria-label={t.pane}
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
      {rows.length === 0 && <p className="pad-x dim">{empty}</p>}
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div
              key={item.key}
              // Lines that are not wrapped are all as high as estimated.
              ref={isWrapped ? virtual.measureElement : undefined}
              data-index={item.index}
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                minWidth: '100%',
                transform: `translateY(${item.start}px)`,
                ...(isWrapped ? { right: 0 } : {}),
              }}
            >
              <LogRowLine row={row} look={shown} isCurrent={row.id === current} />
            </div>
          )
        })}
      </div>
    </section>
  )
}
