// What a container uses, read from the engine's statistics as `docker stats` computes it, for both versions of control groups.
import type { StatsMeasures, Traffic } from '@/lib/contract/stats'
import { parseAddress } from './address'
import type { Engine } from './engine'
import { jsonLines } from './json-lines'

type CpuStats = {
  cpu_usage?: { total_usage?: number; percpu_usage?: number[] | null } | null
  system_cpu_usage?: number
  online_cpus?: number
}
type BlockEntry = { op?: string; value?: number }

/** In Docker's spelling; engines leave out what they do not count. */
export type RawStats = {
  /** Of the engine's clock; the year 1 while the container does not run. */
  read?: string
  cpu_stats?: CpuStats | null
  precpu_stats?: CpuStats | null
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> | null } | null
  networks?: Record<string, { rx_bytes?: number; tx_bytes?: number } | null> | null
  blkio_stats?: { io_service_bytes_recursive?: BlockEntry[] | null } | null
  pids_stats?: { current?: number } | null
}

type Counted = { inBytes: number; outBytes: number }
type Reading = { readMs: number; network: Counted | null; disk: Counted | null }

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

const onlineCpus = (cpu: CpuStats | null | undefined): number =>
  number(cpu?.online_cpus) || (cpu?.cpu_usage?.percpu_usage?.length ?? 0)

/** Null without an earlier reading: the share since the host's start is no use to anybody. */
export function cpuPercent({ cpu_stats: now, precpu_stats: before }: RawStats): number | null {
  const systemBefore = number(before?.system_cpu_usage)
  if (systemBefore === 0) return null
  const used = number(now?.cpu_usage?.total_usage) - number(before?.cpu_usage?.total_usage)
  const passed = number(now?.system_cpu_usage) - systemBefore
  return used > 0 && passed > 0 ? (used / passed) * onlineCpus(now) * 100 : 0
}

/** Without the page cache that was not touched lately: `total_inactive_file` of version 1, `inactive_file` of version 2. */
export function memoryUsed({ memory_stats: memory }: RawStats): number {
  const usage = number(memory?.usage)
  const ofGroup = memory?.stats?.total_inactive_file
  const cache = number(ofGroup !== undefined && ofGroup < usage ? ofGroup : memory?.stats?.inactive_file)
  return cache < usage ? usage - cache : usage
}

function networkBytes({ networks }: RawStats): Counted | null {
  if (!networks) return null
  const all = Object.values(networks)
  return {
    inBytes: all.reduce((sum, one) => sum + number(one?.rx_bytes), 0),
    outBytes: all.reduce((sum, one) => sum + number(one?.tx_bytes), 0),
  }
}

function diskBytes({ blkio_stats: block }: RawStats): Counted | null {
  const entries = block?.io_service_bytes_recursive
  if (!entries) return null
  const sum = (initial: string) =>
    entries
      .filter(({ op }) => op?.[0]?.toLowerCase() === initial)
      .reduce((total, { value }) => total + number(value), 0)
  return { inBytes: sum('r'), outBytes: sum('w') }
}

const rate = (now: number, before: number | undefined, passedMs: number): number | null =>
  before === undefined || passedMs <= 0 || now < before ? null : ((now - before) / passedMs) * 1000

const trafficOf = (now: Counted | null, before: Counted | null | undefined, passedMs: number): Traffic | null =>
  now && {
    ...now,
    inPerSecond: rate(now.inBytes, before?.inBytes, passedMs),
    outPerSecond: rate(now.outBytes, before?.outBytes, passedMs),
  }

/** Readings of one container in their order → measures; null: it did not run then. */
export function createStatsReader(): (raw: RawStats) => StatsMeasures | null {
  let before: Reading | undefined
  return (raw) => {
    const readMs = Date.parse(raw.read ?? '')
    if (!(readMs > 0) || number(raw.memory_stats?.limit) + number(raw.cpu_stats?.system_cpu_usage) === 0) {
      before = undefined
      return null
    }
    const reading = { readMs, network: networkBytes(raw), disk: diskBytes(raw) }
    const passedMs = before === undefined ? 0 : readMs - before.readMs
    const measures = {
      cpuPercent: cpuPercent(raw),
      onlineCpus: onlineCpus(raw.cpu_stats),
      memoryBytes: memoryUsed(raw),
      memoryLimitBytes: number(raw.memory_stats?.limit),
      network: trafficOf(reading.network, before?.network, passedMs),
      disk: trafficOf(reading.disk, before?.disk, passedMs),
      pids: typeof raw.pids_stats?.current === 'number' ? raw.pids_stats.current : null,
    }
    before = reading
    return measures
  }
}

/** About one a second, for as long as the container exists. Also while it is stopped, when the engine says only that. */
export async function* engineStats(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<StatsMeasures | null> {
  const path = `/containers/${encodeURIComponent(id)}/stats`
  const response = await engine.stream('GET', path, { query: { stream: true }, signal })
  const read = createStatsReader()
  for await (const raw of jsonLines(response, `GET ${path}`, parseAddress(engine.address))) yield read(raw as RawStats)
}
