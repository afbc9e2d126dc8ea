'use client'
// A line chart along time: one ink line, a second dashed, a limit, and hatching where nothing is known. Its numbers come on
// hover and by arrow keys, its gist as a sentence for those who do not see it.
import clsx from 'clsx'
import { type KeyboardEvent, type PointerEvent, useId } from 'react'
import { clockTime, hourMinute } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { linePath, nearest, roundedTop, type Span, unknownSpans } from './chart-geometry'

export type ChartSeries = { id: string; isDashed?: boolean; values: (number | null)[] }

type Props = {
  title: string
  /** What stands at the end of its head while nobody points at it. */
  remark: string
  /** The reading at one place, with units and the names of its lines. */
  reading: (index: number) => string
  summary: string
  times: number[]
  series: ChartSeries[]
  window: Span
  limit?: number | undefined
  /** The scale ends no lower, however small all readings are. */
  atLeast?: number
  isBinary?: boolean
  axis: (value: number) => string
  /** The moment that is looked at, shared by charts beside each other. */
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
}

/** Readings come each second; two may be lost before it is a gap. */
const gapMs = 4000
const parts = 5
const preciseUnderMs = 5 * 60_000

export function Chart({
  title,
  remark,
  reading,
  summary,
  times,
  series,
  window,
  limit,
  atLeast,
  isBinary,
  axis,
  ...rest
}: Props) {
  const t = useTexts(uiTexts).chart
  const id = useId()
  const { cursorMs, onCursor } = rest
  const highest = Math.max(
    limit ?? 0,
    atLeast ?? 0,
    ...series.flatMap(({ values }) => values.map((value) => value ?? 0)),
  )
  const top = roundedTop(highest, isBinary ?? false)
  const width = window.toMs - window.fromMs
  const left = (atMs: number) => `${(((atMs - window.fromMs) / width) * 100).toFixed(2)}%`
  const at = cursorMs === null ? -1 : nearest(times, cursorMs)
  const atMs = times[at]
  const shown = atMs === undefined ? undefined : `${clockTime(atMs)}: ${reading(at)}`
  const known = times.map((_, index) => (series.some(({ values }) => values[index] != null) ? 1 : null))

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onCursor(window.fromMs + ((event.clientX - box.left) / box.width) * width)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = times.length - 1
    const from = at < 0 ? last : at
    const next = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      PageUp: from - 60,
      PageDown: from + 60,
      Home: 0,
      End: last,
    }[event.key]
    if (event.key === 'Escape' && cursorMs !== null) {
      event.stopPropagation()
      onCursor(null)
    }
    if (next === undefined) return
    event.preventDefault()
    onCursor(times[Math.min(last, Math.max(0, next))] ?? null)
  }

  return (
    <figure className="chart">
      <figcaption>
        <b>{title}</b>
        <span className={clsx('num', shown !== undefined && 'ink')}>{shown ?? remark}</span>
      </figcaption>
      <div className="chart-body">
        <div className="chart-axis" aria-hidden="true">
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{axis(value)}</span>
          ))}
        </div>
        <div
          className="chart-plot"
          role="slider"
          tabIndex={0}
          aria-label={title}
          aria-describedby={id}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={Math.max(0, at < 0 ? times.length - 1 : at)}
          aria-valuetext={shown ?? remark}
          onPointerMove={onPointerMove}
          onPointerLeave={() => onCursor(null)}
          onBlur={() => onCursor(null)}
          onKeyDown={onKeyDown}
        >
          {unknownSpans(times, known, window, gapMs).map((span) => (
            <i
              key={span.fromMs}
              className="chart-gap"
              style={{ left: left(span.fromMs), width: `${((span.toMs - span.fromMs) / width) * 100}%` }}
            />
          ))}
          <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
            {series.map(({ id: name, isDashed, values }) => (
              <path
                key={name}
                className={clsx('chart-line', isDashed && 'dashed')}
                d={linePath(times, values, window, top, gapMs)}
              />
            ))}
            {limit !== undefined && <path className="chart-limit" d={`M0 ${100 - (limit / top) * 100}H1000`} />}
          </svg>
          {atMs !== undefined && atMs >= window.fromMs && <i className="chart-cursor" style={{ left: left(atMs) }} />}
        </div>
      </div>
      <div className="chart-time" aria-hidden="true">
        <div className="zebra">
          {Array.from({ length: parts }, (_, part) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a scale are their places
            <i key={part} />
          ))}
        </div>
        <ol>
          {Array.from({ length: parts }, (_, part) => {
            const partMs = window.fromMs + (width / parts) * part
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a scale are their places
              <li key={part} className={part % 2 === 1 ? 'hide-s' : ''}>
                {width < preciseUnderMs ? clockTime(partMs) : hourMinute(partMs)}
              </li>
            )
          })}
          <li>{t.now}</li>
        </ol>
      </div>
      <p id={id} className="sr">
        {summary} {t.keys}
      </p>
    </figure>
  )
}
