'use client'
// Which rows of a list are in sight. On a desk the list scrolls in its own pane; on a phone the page scrolls, so that the
// browser's bars fold away and pulling down reads the page again.
import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createSteadyRange } from './steady-range'
import { usePhone, useRowHeight } from './use-media'

const overscan = 8
/** So long after the last step of a scroll the list is at rest: a busy machine pauses for less on the way. */
const restMs = 1_000

export function useVirtualRows(count: number) {
  const scroll = useRef<HTMLDivElement>(null)
  const isPhone = usePhone()
  const rowHeight = useRowHeight()
  const [top, setTop] = useState(0)
  const estimateSize = () => rowHeight
  const [rangeExtractor] = useState(createSteadyRange)
  const inPane = useVirtualizer({
    count: isPhone ? 0 : count,
    getScrollElement: () => scroll.current,
    estimateSize,
    overscan,
    rangeExtractor,
    isScrollingResetDelay: restMs,
  })
  const inPage = useWindowVirtualizer({
    count: isPhone ? count : 0,
    estimateSize,
    overscan,
    rangeExtractor,
    isScrollingResetDelay: restMs,
    scrollMargin: top,
  })
  // What stands above the list may come and go at any time, a banner for one.
  useLayoutEffect(() => {
    const box = isPhone ? scroll.current?.getBoundingClientRect() : undefined
    if (box) setTop(Math.round(box.top + window.scrollY))
  })
  const virtual = isPhone ? inPage : inPane
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are cached inside until told otherwise
  useEffect(() => virtual.measure(), [rowHeight, isPhone])
  return { scroll, virtual, rowHeight }
}
