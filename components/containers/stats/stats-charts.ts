// The samples of a container as the series and words of its charts. Pure.
import type { ChartSeries } from '@/components/ui/chart'
import { bytes, coreNumber, duration } from '@/lib/client/format'
import type { StatsMeasures, StatsSample, Traffic } from '@/lib/contract/stats'
import type { Language } from '@/lib/texts/catalogue'
import type { containerStatsTexts } from '@/lib/texts/container-stats'

export type StatsChart = {
  id: string
  title: string
  series: ChartSeries[]
  isBinary: boolean
  limit?: number | undefined
  atLeast?: number
  axis: (value: number) => string
  reading: (index: number) => string
  remark: string
  summary: string
  /** Said in place of an empty chart. */
  notCounted?: string | undefined
}

type T = (typeof containerStatsTexts)['en']
type Context = {
  samples: readonly StatsSample[]
  memoryLimitBytes: number
  sharesNetwork: boolean
  t: T
  language: Language
}

/** Less is not told apart by the numbers of the scale. */
const leastCores = 0.2

const percentOf = (part: number, whole: number): string => (whole > 0 ? String(Math.round((part / whole) * 100)) : '0')

const spanOf = (samples: readonly StatsSample[]): number =>
  Date.parse(samples.at(-1)?.at ?? '') - Date.parse(samples[0]?.at ?? '') || 0

function chartOf(
  { samples, t, language }: Context,
  id: 'cpu' | 'memory' | 'network' | 'disk' | 'pids',
  lines: { read: (measures: StatsMeasures) => number | null; isDashed?: boolean }[],
  show: {
    one: (value: number) => string
    whole: (measures: StatsMeasures) => string
    remark?: (m: StatsMeasures) => string
  },
  over: Partial<StatsChart> = {},
): StatsChart {
  const series = lines.map(({ read, isDashed = false }, n) => ({
    id: String(n),
    isDashed,
    values: samples.map(({ measures }) => measures && read(measures)),
  }))
  const reading = (index: number) => {
    const measures = samples[index]?.measures
    return measures ? show.whole(measures) : measures === null ? t.notRunning : t.unknown
  }
  const last = samples.at(-1)?.measures
  const known = (series[0]?.values ?? []).filter((value) => value !== null)
  const extremes = [Math.min(...known), Math.max(...known)].map(show.one)
  const [least = '', most = ''] = extremes
  return {
    id,
    title: t[id],
    series,
    isBinary: false,
    axis: show.one,
    reading,
    remark: last ? (show.remark ?? show.whole)(last) : samples.length > 0 ? t.notRunning : t.nothing,
    summary:
      known.length === 0
        ? t.summaryNone(t[id])
        : t.summary(t[id], reading(samples.length - 1), least, most, duration(spanOf(samples), language)),
    ...over,
  }
}

export function statsCharts(context: Context): StatsChart[] {
  const { samples, memoryLimitBytes, sharesNetwork, t, language } = context
  const size = (value: number) => bytes(value, language)
  const rate = (value: number | null | undefined) => (value == null ? t.unknown : t.perSecond(size(Math.round(value))))
  const both = (traffic: Traffic | null, first: (rate: string) => string, second: (rate: string) => string) =>
    traffic ? `${first(rate(traffic.inPerSecond))}, ${second(rate(traffic.outPerSecond))}` : t.unknown
  const ran = samples.filter(({ measures }) => measures !== null)
  const isCounted = (pick: (measures: StatsMeasures) => unknown) =>
    ran.length === 0 || ran.some(({ measures }) => measures !== null && pick(measures) !== null)
  const isLimited = memoryLimitBytes > 0
  return [
    chartOf(
      context,
      'cpu',
      [{ read: ({ cpuPercent }) => (cpuPercent === null ? null : cpuPercent / 100) }],
      {
        one: (value) => coreNumber(value, language),
        whole: ({ cpuPercent, onlineCpus }) =>
          cpuPercent === null
            ? t.unknown
            : t.ofCores(
                coreNumber(cpuPercent / 100, language),
                coreNumber(onlineCpus, language),
                cpuPercent.toFixed(0),
              ),
      },
      { atLeast: leastCores },
    ),
    chartOf(
      context,
      'memory',
      [{ read: ({ memoryBytes }) => memoryBytes }],
      {
        one: size,
        whole: ({ memoryBytes, memoryLimitBytes: all }) =>
          isLimited
            ? t.ofLimit(size(memoryBytes), size(all), percentOf(memoryBytes, all))
            : t.noLimit(size(memoryBytes), size(all)),
      },
      { isBinary: true, ...(isLimited ? { limit: memoryLimitBytes } : {}) },
    ),
    chartOf(
      context,
      'network',
      [
        { read: ({ network }) => network?.inPerSecond ?? null },
        { read: ({ network }) => network?.outPerSecond ?? null, isDashed: true },
      ],
      {
        one: rate,
        whole: ({ network }) => both(network, t.received, t.sent),
        remark: ({ network }) => both(network, t.received, t.sentDashed),
      },
      {
        isBinary: true,
        notCounted: isCounted(({ network }) => network) ? undefined : sharesNetwork ? t.hostNetwork : t.notCounted,
      },
    ),
    chartOf(
      context,
      'disk',
      [
        { read: ({ disk }) => disk?.inPerSecond ?? null },
        { read: ({ disk }) => disk?.outPerSecond ?? null, isDashed: true },
      ],
      {
        one: rate,
        whole: ({ disk }) => both(disk, t.read, t.written),
        remark: ({ disk }) => both(disk, t.read, t.writtenDashed),
      },
      { isBinary: true, notCounted: isCounted(({ disk }) => disk) ? undefined : t.notCounted },
    ),
    chartOf(
      context,
      'pids',
      [{ read: ({ pids }) => pids }],
      {
        one: (value) => value.toLocaleString(language),
        whole: ({ pids }) => (pids === null ? t.unknown : pids.toLocaleString(language)),
      },
      { notCounted: isCounted(({ pids }) => pids) ? undefined : t.notCounted },
    ),
  ]
}
