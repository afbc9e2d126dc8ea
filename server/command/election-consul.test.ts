import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { consulCalls } from '@/server/discovery/stores/consul-calls'
import { consulLock } from '@/server/discovery/stores/consul-lock'
import { createTestConsul } from '@/server/testing/consul'
import { silentLog as log } from '@/server/testing/host-store'
import { createElection, type Election } from './election'

const ttlMs = 4_000

describe('managers with a lock in Consul', () => {
  let consul = createTestConsul()
  const elections: Election[] = []
  let seed = 1
  const random = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return (seed >> 8) % most
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
    consul = createTestConsul()
  })
  afterEach(async () => {
    consul.stop()
    const ended = Promise.all(elections.splice(0).map((each) => each.stop()))
    await vi.advanceTimersByTimeAsync(60_000)
    await ended
    vi.useRealTimers()
  })

  /** `rate`: of its clock, which began at another time than those of the others. */
  const join = async (self: string, rate = 1) => {
    const way = { mostLateMs: 10, answersMs: 0, isCut: false }
    const http = consul.reach({
      lateMs: (of) => random(way.mostLateMs) + (of === 'answer' ? way.answersMs : 0),
      isLost: () => way.isCut,
    })
    const clock = () => 1e9 * rate + performance.now() * rate
    const store = {
      watch: async () => undefined,
      put: async () => undefined,
      ...consulLock(consulCalls(http), clock),
      close: async () => undefined,
    }
    const election = createElection({ store, key: 'p/leader', self, ttlMs, log, clock })
    elections.push(election)
    await pass(500)
    return { election, way }
  }
  type Manager = Awaited<ReturnType<typeof join>>
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 50) await vi.advanceTimersByTimeAsync(50)
  }
  const leading = (all: readonly Manager[]) =>
    all.flatMap(({ election }, at) => (election.role().role === 'primary' ? [at] : []))
  const failoverMs = async (next: Manager) => {
    const from = performance.now()
    while (next.election.role().role !== 'primary' && performance.now() - from < 60_000) await pass(50)
    return performance.now() - from
  }

  it('know who acts, for as long as it lives', async () => {
    const all = [await join('m1:1'), await join('m2:1')]
    for (let turn = 0; turn < 60; turn += 1) {
      expect(all.map(({ election }) => election.role())).toEqual([
        { role: 'primary' },
        { role: 'replica', primary: 'm1:1' },
      ])
      await pass(1_000)
    }
  })

  it('have another within twice the ttl, whatever Consul still thinks of the session of the dead one', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const one = await join('m1:1')
      const two = await join('m2:1')
      await pass(random(ttlMs))
      one.way.isCut = true
      expect(await failoverMs(two)).toBeLessThanOrEqual(2 * ttlMs)
      expect(one.election.role().role).toBe('replica')
      one.way.isCut = false
      await pass(3_000)
      expect(one.election.role()).toEqual({ role: 'replica', primary: 'm2:1' })
      await Promise.all([one.election.stop(), two.election.stop(), pass(1_000)])
      elections.length = 0
    }
  })

  it('have another at once when the one that acts ends in good order', async () => {
    const one = await join('m1:1')
    const two = await join('m2:1')
    await Promise.all([one.election.stop(), pass(200)])
    expect(await failoverMs(two)).toBeLessThan(1_000)
  })

  it('count a lease from when its beat was sent, however late the answer is', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const all = [await join('m1:1'), await join('m2:1')] as const
      all[0].way.answersMs = ttlMs / 4
      await pass(4 * ttlMs + random(ttlMs))
      expect(leading(all)).toEqual([0])
      all[0].way.isCut = true
      for (let gone = 0; gone < 2 * ttlMs; gone += 50) {
        await pass(50)
        expect(leading(all).length).toBeLessThanOrEqual(1)
      }
      expect(leading(all)).toEqual([1])
      await Promise.all([...all.map(({ election }) => election.stop()), pass(10_000)])
      elections.length = 0
    }
  })

  it('wait for the session of one that gives no beats, as classic Swarm and earlier versions', async () => {
    const http = consul.reach({ lateMs: () => 1, isLost: () => false })
    const calls = consulCalls(http)
    const old = async () => {
      const session = await calls.openSession(10_000)
      const Flags = 2 ** 61
      await calls.commit([{ Verb: 'lock', Key: 'p/leader', Value: btoa('old:1'), Flags, Session: session }])
    }
    await Promise.all([old(), pass(100)])
    const two = await join('m2:1')
    expect(two.election.role()).toEqual({ role: 'replica', primary: 'old:1' })
    const tookMs = await failoverMs(two)
    expect(tookMs).toBeGreaterThan(19_000)
    expect(tookMs).toBeLessThan(21_000)
  })

  it.each([1, 2, 3, 4])(
    'never two act, however late or lost what they say is, and however fast their clocks run: %i',
    async (of) => {
      seed = of * 7_919
      const all = [await join('m1:1', 0.98), await join('m2:1', 1), await join('m3:1', 1.02)]
      const acted = new Set<number>()
      for (let step = 0; step < 6_000; step += 1) {
        await pass(50)
        const now = leading(all)
        expect(now.length, `step ${step}`).toBeLessThanOrEqual(1)
        for (const at of now) acted.add(at)
        const { way } = all[random(3)] as Manager
        if (random(60) === 0) way.isCut = true
        else if (random(40) === 0) way.mostLateMs = [10, 500, ttlMs, 3 * ttlMs][random(4)] ?? 10
        else if (random(15) === 0) Object.assign(way, { isCut: false, mostLateMs: 10 })
        if (random(1_000) === 0) consul.wipe()
      }
      expect(acted.size).toBeGreaterThan(1)
      for (const { way } of all) Object.assign(way, { isCut: false, mostLateMs: 10 })
      // What is late is over by then, and what was frozen awake.
      await pass(90_000)
      expect(leading(all)).toHaveLength(1)
    },
  )
})
