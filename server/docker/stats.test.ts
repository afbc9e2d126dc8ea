import { describe, expect, it } from 'vitest'
import { cpuPercent, createStatsReader, memoryUsed, type RawStats } from './stats'

const mib = 2 ** 20
const raw = (second: number, over: RawStats = {}): RawStats => ({
  read: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  cpu_stats: { cpu_usage: { total_usage: second * 5e8 }, system_cpu_usage: second * 4e9, online_cpus: 4 },
  precpu_stats: { cpu_usage: { total_usage: (second - 1) * 5e8 }, system_cpu_usage: (second - 1) * 4e9 },
  memory_stats: { usage: 100 * mib, limit: 512 * mib, stats: { inactive_file: 20 * mib } },
  networks: { eth0: { rx_bytes: second * 1000, tx_bytes: second * 10 }, eth1: { rx_bytes: second * 500, tx_bytes: 0 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'Read', value: second * 300 },
      { op: 'write', value: second * 40 },
      { op: 'Total', value: second * 340 },
    ],
  },
  pids_stats: { current: 7 },
  ...over,
})

describe('CPU', () => {
  it('is the share of all processors between two readings, times their number', () => {
    expect(cpuPercent(raw(10))).toBeCloseTo(50)
  })
  it('takes the number of processors from their list where an old engine does not say it', () => {
    const cpu_stats = { cpu_usage: { total_usage: 5e9, percpu_usage: [1, 2] }, system_cpu_usage: 4e10 }
    expect(cpuPercent(raw(10, { cpu_stats }))).toBeCloseTo(25)
  })
  it('is not known with the first reading, and nought when counters ran backwards', () => {
    expect(cpuPercent(raw(10, { precpu_stats: { cpu_usage: { total_usage: 0 } } }))).toBeNull()
    expect(cpuPercent(raw(10, { cpu_stats: { cpu_usage: { total_usage: 1 }, system_cpu_usage: 1 } }))).toBe(0)
  })
})

describe('memory', () => {
  const used = (usage: number, stats: Record<string, number>) => memoryUsed({ memory_stats: { usage, stats } })
  it('leaves out the idle page cache, of either version of control groups', () => {
    expect(used(100, { inactive_file: 30 })).toBe(70)
    expect(used(100, { total_inactive_file: 40, inactive_file: 30 })).toBe(60)
  })
  it('is the whole use where the cache is said to be larger', () => {
    expect(used(100, { inactive_file: 300 })).toBe(100)
    expect(used(100, {})).toBe(100)
  })
})

describe('readings', () => {
  it('give rates from one to the next, by the engine’s clock', () => {
    const read = createStatsReader()
    expect(read(raw(10))?.network).toEqual({ inBytes: 15_000, outBytes: 100, inPerSecond: null, outPerSecond: null })
    expect(read(raw(12))).toMatchObject({
      onlineCpus: 4,
      memoryBytes: 80 * mib,
      memoryLimitBytes: 512 * mib,
      pids: 7,
      network: { inPerSecond: 1500, outPerSecond: 10 },
      disk: { inBytes: 3600, outBytes: 480, inPerSecond: 300, outPerSecond: 40 },
    })
  })
  it('begin anew after a stop', () => {
    const read = createStatsReader()
    read(raw(10))
    expect(read({ read: '0001-01-01T00:00:00Z', cpu_stats: {}, memory_stats: {} })).toBeNull()
    expect(read(raw(20))?.network?.inPerSecond).toBeNull()
  })
  it('say nothing of what the engine does not count', () => {
    const measures = createStatsReader()(raw(1, { networks: null, blkio_stats: {}, pids_stats: {} }))
    expect(measures).toMatchObject({ network: null, disk: null, pids: null })
  })
  it('have no rate where a counter went back', () => {
    const read = createStatsReader()
    read(raw(10))
    const again = read(raw(11, { networks: { eth0: { rx_bytes: 5, tx_bytes: 500 } } }))
    expect(again?.network).toMatchObject({ inPerSecond: null, outPerSecond: 400 })
  })
})
