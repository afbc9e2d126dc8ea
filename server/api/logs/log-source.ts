// One container's part in a merged log: read from its engine, masked, searched, with times that can be compared.
import { setImmediate as breathe } from 'node:timers/promises'
import { stripAnsi } from '@/lib/ansi'
import type { Container, LogLine } from '@/lib/contract/containers'
import type { LogSource, LogTuple } from '@/lib/contract/logs'
import { createLogOverlap, type LogOverlap } from '@/lib/log-overlap'
import { maskText } from '@/lib/mask'
import type { Cluster } from '@/server/cluster/types'
import { containerLogBatches } from '@/server/docker/logs'
import type { LineMatch } from './line-match'
import { correctionMs, microsOf } from './log-time'
import type { Timed } from './merge-by-time'

export type Source = {
  told: LogSource
  overlap: LogOverlap
  /** Looking back came to its end. */
  isRead: boolean
}
export type SourceLine = Timed & { tuple: LogTuple }

/** What is looked for in each line, and how many lines were looked at and found so far. */
export type Sieve = { match: LineMatch | null; mark: boolean; read: number; found: number }

/** In our own time. */
export type Span = { tail?: number | undefined; sinceMs?: number | undefined; untilMs?: number | undefined }

export function createSource(container: Container, n: number, cluster: Pick<Cluster, 'host'>): Source {
  const { id: containerId, hostId, hostName, name, stack, service, number } = container
  const skewMs = correctionMs(cluster.host(hostId)?.clockSkewMs)
  return {
    told: { n, containerId, hostId, hostName, name, stack, service, number, skewMs },
    overlap: createLogOverlap(),
    isRead: false,
  }
}

/** Null: the line is not wanted. Searched is what may be seen, so that nobody guesses a masked secret by searching for it. */
function sift(sieve: Sieve, { text }: LogLine): { text: string; hits: number[] | null } | null {
  sieve.read += 1
  const shown = maskText(text)
  const hits = sieve.match === null ? null : sieve.match(stripAnsi(shown))
  if (hits === null && sieve.match !== null && !sieve.mark) return null
  if (hits !== null || sieve.match === null) sieve.found += 1
  return { text: shown, hits }
}

/** Others want the processor too while a long log is searched. */
const longestStintMs = 8

export async function* readSource(
  cluster: Pick<Cluster, 'engine'>,
  source: Source,
  sieve: Sieve,
  { tail, sinceMs, untilMs, follow }: Span & { follow: boolean },
  signal: AbortSignal,
): AsyncGenerator<SourceLine[]> {
  const { n, containerId, hostId, skewMs } = source.told
  const engineTime = (ms: number) => new Date(ms + skewMs).toISOString()
  const batches = containerLogBatches(cluster.engine(hostId), containerId, {
    follow,
    signal,
    ...(tail === undefined ? {} : { tail }),
    ...(sinceMs === undefined ? {} : { since: engineTime(sinceMs) }),
    ...(untilMs === undefined ? {} : { until: engineTime(Math.ceil(untilMs)) }),
  })
  let lastMicros = 0
  let breathedMs = performance.now()
  for await (const batch of batches) {
    const lines: SourceLine[] = []
    for (const line of batch) {
      if (!source.overlap.isNew(line)) continue
      source.overlap.tell(line)
      const micros = line.at === null ? lastMicros : microsOf(line.at) - skewMs * 1_000
      if (micros < (sinceMs ?? Number.NEGATIVE_INFINITY) * 1_000) continue
      if (micros >= (untilMs ?? Number.POSITIVE_INFINITY) * 1_000) continue
      const sifted = sift(sieve, line)
      if (sifted === null) continue
      lastMicros = Math.max(lastMicros, micros)
      lines.push({ micros: lastMicros, tuple: [n, line.at, line.stream, sifted.text, sifted.hits] })
    }
    yield lines
    if (performance.now() - breathedMs < longestStintMs) continue
    await breathe()
    breathedMs = performance.now()
  }
}
