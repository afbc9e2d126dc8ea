'use client'
// What a container uses, live: five charts on one clock, and in words why they stand still when they do.
import { useMemo, useState } from 'react'
import { Chart } from '@/components/ui/chart'
import { Loading } from '@/components/ui/loading'
import { StateMark } from '@/components/ui/state'
import { isApiError } from '@/lib/client/api'
import { useNow } from '@/lib/client/clock'
import { duration, sentence } from '@/lib/client/format'
import { useLanguage, useTexts } from '@/lib/client/language'
import { errorSaid } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import { type StatsState, useStats } from '@/lib/client/use-stats'
import type { Container } from '@/lib/contract/containers'
import { containerStatsTexts } from '@/lib/texts/container-stats'
import { statsCharts } from './stats-charts'

const minuteMs = 60_000
const longestMs = 10 * minuteMs
const shortestMs = minuteMs / 2
const silentAfterMs = 6000

export default function ContainerStats({
  container,
  memoryLimitBytes,
}: {
  container: Container
  memoryLimitBytes: number
}) {
  const t = useTexts(containerStatsTexts)
  const language = useLanguage()
  const stats = useStats(container.id, container.known)
  const nowMs = useNow()
  const [cursorMs, setCursorMs] = useState<number | null>(null)
  const times = useMemo(() => stats.samples.map(({ at }) => Date.parse(at)), [stats.samples])
  const sharesNetwork = /^(host|container:)/.test(container.networkMode)
  const charts = useMemo(
    () => statsCharts({ samples: stats.samples, memoryLimitBytes, sharesNetwork, t, language }),
    [stats.samples, memoryLimitBytes, sharesNetwork, t, language],
  )
  const notice = noticeOf(container, stats, nowMs, t)
  const toMs = Math.max(nowMs, times.at(-1) ?? 0)
  const seenMs = toMs - (times[0] ?? toMs)
  // In steps, so that the scale stands still in between.
  const stepMs = seenMs < 2 * minuteMs ? shortestMs : minuteMs
  const shownMs = Math.min(longestMs, Math.max(shortestMs, Math.ceil(seenMs / stepMs) * stepMs))
  const window = { fromMs: toMs - shownMs, toMs }
  return (
    <>
      {notice && (
        <p className="notice" role="status">
          <StateMark kind={notice.kind} /> {notice.words}
        </p>
      )}
      {stats.samples.length === 0 && stats.phase === 'reading' && container.known ? (
        <Loading what={t.reading} />
      ) : (
        <div className="charts">
          {charts.map(({ id, notCounted, ...chart }) =>
            notCounted !== undefined ? (
              <figure key={id} className="chart">
                <figcaption>
                  <b>{chart.title}</b>
                </figcaption>
                <p className="dim">{notCounted}</p>
              </figure>
            ) : (
              <Chart key={id} {...chart} times={times} window={window} cursorMs={cursorMs} onCursor={setCursorMs} />
            ),
          )}
        </div>
      )}
      <p className="pad dim small">{t.onlyWhile}</p>
    </>
  )
}

type Notice = { kind: StateKind; words: string }
type T = (typeof containerStatsTexts)['en']

function noticeOf(container: Container, { phase, error, samples }: StatsState, nowMs: number, t: T): Notice | null {
  if (!container.known) return { kind: 'stale', words: t.gone(container.hostName) }
  if (phase === 'ended') return { kind: 'idle', words: t.ended }
  if (phase === 'broken') {
    const why = sentence(errorSaid(error))
    const isFinal = isApiError(error) && error.status >= 400 && error.status < 500
    return { kind: 'fail', words: isFinal ? t.refused(why) : t.broken(why) }
  }
  if (container.state === 'paused') return { kind: 'pause', words: t.paused }
  if (container.state !== 'running') return { kind: 'idle', words: t.stopped }
  const ageMs = nowMs - Date.parse(samples.at(-1)?.at ?? '')
  if (phase === 'live' && ageMs > silentAfterMs) return { kind: 'warn', words: t.silent(duration(ageMs)) }
  return null
}
