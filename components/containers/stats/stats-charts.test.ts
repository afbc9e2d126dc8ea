import { describe, expect, it } from 'vitest'
import { joinSamples } from '@/lib/client/use-stats'
import type { StatsMeasures, StatsSample } from '@/lib/contract/stats'
import { containerStatsTexts } from '@/lib/texts/container-stats'
import { statsCharts } from './stats-charts'

const gib = 2 ** 30
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const measures = (over: Partial<StatsMeasures> = {}): StatsMeasures => ({
  cpuPercent: 96,
  onlineCpus: 4,
  memoryBytes: gib,
  memoryLimitBytes: 2 * gib,
  network: { inBytes: 9, outBytes: 9, inPerSecond: 2048, outPerSecond: 0 },
  disk: { inBytes: 9, outBytes: 9, inPerSecond: null, outPerSecond: null },
  pids: 12,
  ...over,
})
const chartsOf = (samples: StatsSample[], memoryLimitBytes = 2 * gib, sharesNetwork = false) =>
  Object.fromEntries(
    statsCharts({ samples, memoryLimitBytes, sharesNetwork, t: containerStatsTexts.en, language: 'en' }).map(
      ({ id, ...chart }) => [id, chart],
    ),
  )
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')

describe('charts', () => {
  const samples = [
    { at: at(0), measures: measures({ cpuPercent: null }) },
    { at: at(1), measures: measures({ cpuPercent: 25 }) },
    { at: at(2), measures: measures() },
  ]
  it('say the newest reading with its whole, and the extremes of their time', () => {
    const { cpu, memory, network, disk, pids } = chartsOf(samples)
    expect(plain(cpu?.remark)).toBe('0.96 of 4 cores, 96 %')
    expect(plain(cpu?.summary)).toBe('CPU: now 0.96 of 4 cores, 96 %; between 0.25 and 0.96 in the last 2 s.')
    expect(cpu?.series[0]?.values).toEqual([null, 0.25, 0.96])
    expect(plain(memory?.remark)).toBe('1 GiB of 2 GiB, 50 %')
    expect(memory?.limit).toBe(2 * gib)
    expect(plain(network?.remark)).toBe('in 2 KiB/s, out (dashed) 0 B/s')
    expect(plain(network?.reading(1))).toBe('in 2 KiB/s, out 0 B/s')
    expect(plain(disk?.remark)).toBe('read not known, written (dashed) not known')
    expect(pids?.remark).toBe('12')
  })
  it('draw no limit where there is none', () => {
    const { memory } = chartsOf(samples, 0)
    expect(memory?.limit).toBeUndefined()
    expect(plain(memory?.remark)).toBe('1 GiB, no limit; the host has 2 GiB')
  })
  it('say that it did not run, and that nothing is known yet', () => {
    expect(chartsOf([...samples, { at: at(3), measures: null }]).cpu?.remark).toBe('did not run')
    expect(chartsOf([]).cpu).toMatchObject({ remark: 'nothing yet', summary: 'CPU: no reading.' })
  })
  it('say why something is not counted', () => {
    const without = [{ at: at(0), measures: measures({ network: null, disk: null }) }]
    expect(chartsOf(without, 0, true).network?.notCounted).toMatch(/network of another/)
    expect(chartsOf(without).disk?.notCounted).toMatch(/does not count/)
    expect(chartsOf(samples).network?.notCounted).toBeUndefined()
  })
})

it('samples that are told again are kept once, ten minutes of them', () => {
  const sample = (second: number) => ({ at: at(second), measures: null })
  expect(joinSamples([sample(1), sample(2)], [sample(1), sample(2), sample(3)])).toEqual([1, 2, 3].map(sample))
  const many = Array.from({ length: 700 }, (_, n) => sample(n))
  expect(joinSamples(many.slice(0, 300), many)).toHaveLength(600)
})
