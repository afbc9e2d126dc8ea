import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseDiscovery } from '@/server/discovery/spec'
import { LeaseLost, type Store } from '@/server/discovery/stores/types'
import { silentLog as log } from '@/server/testing/host-store'
import { createElection, type Election, storeForElection } from './election'

const ttlMs = 4_000

/** One lock for all managers of a test. What each of them can reach is for the test to say. */
function createLock() {
  let holder: { value: string; until: number } | null = null
  const watchers = new Set<(holder: string | null) => void>()
  const breaks = new Set<() => void>()
  const current = () => holder?.value ?? null
  const changed = () => {
    for (const tell of watchers) tell(current())
  }
  const expire = () => {
    if (holder && holder.until <= performance.now()) {
      holder = null
      changed()
    }
  }
  const open = () => {
    let isCut = false
    const reach = () => {
      if (isCut) throw new Error('no answer')
    }
    const store: Store = {
      watch: async () => undefined,
      watchHolder: (_key, tell, signal) =>
        new Promise((resolve, reject) => {
          if (isCut) return reject(new Error('no answer'))
          const hear = (now: string | null) => void (isCut || tell(now))
          watchers.add(hear)
          const leave = () => {
            watchers.delete(hear)
            signal.removeEventListener('abort', leave)
            resolve()
          }
          breaks.add(() => {
            reject(new Error('broken off'))
            leave()
          })
          hear(current())
          signal.addEventListener('abort', leave)
        }),
      put: async () => undefined,
      async acquire(_key, value) {
        reach()
        expire()
        if (holder) return null
        const mine = { value, until: performance.now() + ttlMs }
        holder = mine
        changed()
        return {
          validUntil: () => mine.until,
          async renew() {
            reach()
            if (holder !== mine) throw new LeaseLost('gone')
            mine.until = performance.now() + ttlMs
          },
          async release() {
            reach()
            if (holder !== mine) return
            holder = null
            changed()
          },
        }
      },
      close: async () => undefined,
    }
    return { store, cut: () => (isCut = true), mend: () => (isCut = false) }
  }
  return {
    open,
    expire,
    /** The store starts anew with nothing. */
    wipe: () => {
      holder = null
      for (const end of breaks) end()
      breaks.clear()
    },
  }
}

describe('of several managers', () => {
  const elections: Election[] = []
  let lock = createLock()
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
    lock = createLock()
  })
  afterEach(async () => {
    await Promise.all(elections.splice(0).map((each) => each.stop()))
    vi.useRealTimers()
  })
  const join = async (self: string, timeOfDay?: () => number, through = (store: Store) => store) => {
    const way = lock.open()
    const election = createElection({ store: through(way.store), key: 'leader', self, ttlMs, log, timeOfDay })
    elections.push(election)
    await vi.advanceTimersByTimeAsync(10)
    return { election, ...way }
  }
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 100) {
      await vi.advanceTimersByTimeAsync(100)
      lock.expire()
    }
  }

  it('one acts, and the others know it', async () => {
    const one = await join('m1:1')
    const two = await join('m2:1')
    await one.election.settled(1_000)
    expect(one.election.role()).toEqual({ role: 'primary' })
    expect(two.election.role()).toEqual({ role: 'replica', primary: 'm1:1' })
    expect(() => one.election.requireLead()).not.toThrow()
    expect(() => two.election.requireLead()).toThrow('No elected primary cluster manager')
    await pass(60_000)
    expect(one.election.role()).toEqual({ role: 'primary' })
  })

  it('the next acts at once when one leaves, and within twice the ttl when one is cut off', async () => {
    const one = await join('m1:1')
    const two = await join('m2:1')
    await one.election.stop()
    await pass(200)
    expect(two.election.role()).toEqual({ role: 'primary' })
    const three = await join('m3:1')
    two.cut()
    await pass(2 * ttlMs)
    expect(three.election.role()).toEqual({ role: 'primary' })
    two.mend()
    await pass(1_000)
    expect(two.election.role().role).toBe('replica')
  })

  it('one whose machine slept asks before it acts again, though its own clock stood still', async () => {
    let sleptMs = 0
    const one = await join('m1:1', () => performance.now() + sleptMs)
    expect(one.election.role()).toEqual({ role: 'primary' })
    sleptMs = ttlMs
    expect(one.election.role().role).toBe('replica')
    expect(() => one.election.requireLead()).toThrow('No elected primary cluster manager')
    await pass(ttlMs / 2)
    expect(one.election.role()).toEqual({ role: 'primary' })
  })

  it('one whose machine slept before it had the answer asks again too', async () => {
    let sleptMs = 0
    let sleepsMs = 0
    const slept = (store: Store): Store => ({
      ...store,
      async acquire(...asked) {
        const held = await store.acquire(...asked)
        const renew = async () => {
          await held?.renew()
          sleptMs += sleepsMs
          sleepsMs = 0
        }
        return held && { ...held, renew }
      },
    })
    const one = await join('m1:1', () => performance.now() + sleptMs, slept)
    expect(one.election.role()).toEqual({ role: 'primary' })
    sleepsMs = 3_600_000
    await pass(ttlMs / 2)
    expect(sleptMs).toBe(3_600_000)
    expect(one.election.role().role).toBe('replica')
    await pass(ttlMs / 2)
    expect(one.election.role()).toEqual({ role: 'primary' })
  })

  it('one whose time of day is set acts again by its next beat', async () => {
    let setMs = 0
    const one = await join('m1:1', () => performance.now() + setMs)
    for (const by of [7_200_000, -7_200_000]) {
      setMs += by
      await pass(ttlMs / 2)
      expect(one.election.role()).toEqual({ role: 'primary' })
    }
  })

  it('never two act, whoever is cut off and for how long', async () => {
    const all = [await join('m1:1'), await join('m2:1'), await join('m3:1')]
    let seed = 7
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return (seed >> 8) % most
    }
    const acted = new Set<number>()
    for (let step = 0; step < 3_000; step += 1) {
      await pass(100)
      const leading = all.flatMap(({ election }, at) => (election.role().role === 'primary' ? [at] : []))
      expect(leading.length).toBeLessThanOrEqual(1)
      for (const at of leading) acted.add(at)
      const chosen = all[random(3)]
      if (random(60) === 0) chosen?.cut()
      if (random(20) === 0) chosen?.mend()
      if (random(150) === 0) lock.wipe()
    }
    expect(acted.size).toBeGreaterThan(1)
  })
})

describe('the store of the lock', () => {
  it('is the one where hosts are found', () => {
    expect(storeForElection(parseDiscovery('a:1,zk://h/p')).leaderKey).toBe('p/docker/swarm/leader')
    expect(() => storeForElection(parseDiscovery('a:1'))).toThrow('--replication wants etcd://')
    expect(() => storeForElection(parseDiscovery('token://h/abc'))).toThrow('--replication wants etcd://')
  })
})
