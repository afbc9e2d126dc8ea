import { describe, expect, it } from 'vitest'
import { keptStatsSamples, type StatsMeasures, type StatsSample } from '@/lib/contract/stats'
import { createQueue } from './queue'
import { createSharedStats } from './shared-stats'

const measures = (pids: number): StatsMeasures => ({
  cpuPercent: 1,
  onlineCpus: 1,
  memoryBytes: 1,
  memoryLimitBytes: 1,
  network: null,
  disk: null,
  pids,
})
const pidsOf = ({ value }: IteratorResult<StatsSample>) => (value as StatsSample | undefined)?.measures?.pids

const openTest = () => {
  const upstream = createQueue<StatsMeasures | null>()
  const seen = { opened: 0, aborted: 0 }
  const shared = createSharedStats(() => new Date('2026-01-01T00:00:00Z'))
  const watch = (signal: AbortSignal) =>
    shared.watch(
      'web',
      (stop) => {
        seen.opened += 1
        stop.addEventListener('abort', () => {
          seen.aborted += 1
          upstream.end()
        })
        return upstream.values()
      },
      signal,
    )
  return { upstream, seen, shared, watch }
}

describe('shared statistics', () => {
  it('are read once for all viewers, and a late one gets what the others saw', async () => {
    const { upstream, seen, shared, watch } = openTest()
    const [first, second] = [new AbortController(), new AbortController()]
    const a = watch(first.signal)
    upstream.push(measures(1))
    upstream.push(measures(2))
    expect([pidsOf(await a.next()), pidsOf(await a.next())]).toEqual([1, 2])
    const b = watch(second.signal)
    expect([pidsOf(await b.next()), pidsOf(await b.next())]).toEqual([1, 2])
    const waiting = [a.next(), b.next()] as const
    upstream.push(null)
    expect((await waiting[0]).value).toMatchObject({ measures: null })
    expect((await waiting[1]).value).toMatchObject({ measures: null })
    expect([seen.opened, shared.streams()]).toEqual([1, 1])

    first.abort()
    await a.return(undefined)
    expect(seen.aborted).toBe(0)
    const last = b.next()
    second.abort()
    expect((await last).done).toBe(true)
    expect([seen.aborted, shared.streams()]).toEqual([1, 0])
  })

  it('keep ten minutes, and let a slow viewer skip', async () => {
    const { upstream, watch } = openTest()
    const viewer = watch(new AbortController().signal)
    upstream.push(measures(0))
    expect(pidsOf(await viewer.next())).toBe(0)
    for (let n = 1; n <= keptStatsSamples + 10; n += 1) upstream.push(measures(n))
    await new Promise((resolve) => setImmediate(resolve))
    expect(pidsOf(await viewer.next())).toBe(11)
    await viewer.return(undefined)
  })

  it('end for everybody when the engine ends them, and begin anew for the next', async () => {
    const { upstream, seen, shared, watch } = openTest()
    const { signal } = new AbortController()
    const viewers = [watch(signal), watch(signal)]
    const waiting = viewers.map((viewer) => viewer.next())
    upstream.fail(new Error('the host is gone'))
    for (const each of waiting) await expect(each).rejects.toThrow('the host is gone')
    expect(shared.streams()).toBe(0)
    await expect(watch(signal).next()).rejects.toThrow('the host is gone')
    expect(seen.opened).toBe(2)
  })
})
