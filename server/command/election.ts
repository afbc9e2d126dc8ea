// Which of several managers acts: whoever holds the lock in the store. A holder goes by its own clock: from the moment on which
// its lease could have ended, it does not act, whatever the store or the network is doing. A store that comes back may have lost the
// lock while its holder still counts on it: the holder asks before it acts again, and the others wait for as long as a lease lasts.
// A machine that slept has a clock that stood still meanwhile, so the time of day has to agree that the lease goes on.
import type { DiscoverySpec, StoreSpec } from '@/server/discovery/spec'
import { type Lease, LeaseLost, type Store } from '@/server/discovery/stores/types'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { Leadership } from '@/server/proxy/types'
import { refuse } from './refusal'

export type ElectionOptions = {
  store: Store
  key: string
  /** HOST:PORT at which the others reach this manager. */
  self: string
  ttlMs: number
  log: Log
  clock?: () => number
  timeOfDay?: () => number
}
export type Election = Pick<Leadership, 'role' | 'requireLead'> & {
  /** Resolves when it is known who acts, or `patienceMs` is over. */
  settled(patienceMs: number): Promise<void>
  stop(): Promise<void>
}

const retryMs = 500
const mostMarginMs = 1_000

/** Throws Refusal where managers cannot agree. */
export function storeForElection(specs: readonly DiscoverySpec[]): StoreSpec {
  const store = specs.find((spec): spec is StoreSpec => spec.kind === 'store' && spec.address.store !== 'token')
  return store ?? refuse('--replication wants etcd://, consul:// or zk://, where managers agree which of them acts')
}

export function createElection(options: ElectionOptions): Election {
  const { store, key, self, ttlMs, log, clock = () => performance.now(), timeOfDay = Date.now } = options
  /** What was sent just before the end may arrive just after it. */
  const marginMs = Math.min(mostMarginMs, ttlMs / 10)
  const ended = new AbortController()
  const { signal } = ended
  let lease: Lease | null = null
  /** Undefined: not known yet. */
  let holder: string | null | undefined
  /** The store was lost since the lease was last seen in it. */
  let isDoubtful = false
  /** When the lease ends by the time of day, as of its last renewal. */
  let dayUntil = 0
  /** Whoever held the lock before the store was lost may act until then. */
  let othersUntil = 0
  let wake = () => {}
  const listeners = new Set<() => void>()
  const news = () => {
    wake()
    for (const listener of listeners) listener()
  }

  const rest = (ms: number, onStart: (done: () => void) => void = () => {}): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      onStart(done)
      signal.addEventListener('abort', done)
      if (signal.aborted) done()
    })

  /** Ends early when there is news. */
  const pause = (ms: number): Promise<void> =>
    rest(ms, (done) => {
      wake = done
    })

  const isLeading = () =>
    lease !== null && !isDoubtful && clock() < lease.validUntil() - marginMs && timeOfDay() < dayUntil - marginMs

  type Moment = { clock: number; day: number }
  const now = (): Moment => ({ clock: clock(), day: timeOfDay() })
  /** `asked`: before the store was, as the machine may have slept before it had the answer. */
  const isRenewed = (held: Lease, asked: Moment) => {
    isDoubtful = false
    dayUntil = asked.day + held.validUntil() - asked.clock
  }

  const follow = async () => {
    let isAway = false
    while (!signal.aborted) {
      try {
        await store.watchHolder(
          key,
          (found) => {
            if (isAway) othersUntil = clock() + ttlMs
            isAway = false
            if (found === holder) return
            holder = found
            if (found !== self) log.info({ primary: found ?? '' }, 'the manager that acts')
            news()
          },
          signal,
        )
      } catch (error) {
        if (signal.aborted) return
        if (!isAway) log.warn({}, `the store of the lock is away: ${messageOf(error)}`)
        isAway = true
        isDoubtful = true
        wake()
        await rest(retryMs)
      }
    }
  }

  /** Resolves when this manager leads no more. */
  const lead = async (held: Lease, asked: Moment) => {
    lease = held
    isRenewed(held, asked)
    log.info({ self }, 'this manager acts from now on')
    news()
    let isFailing = false
    while (!signal.aborted && clock() < held.validUntil()) {
      await pause(isFailing ? Math.min(retryMs, ttlMs / 10) : ttlMs / 3)
      if (signal.aborted) return
      const again = now()
      try {
        await held.renew()
        isFailing = false
        isRenewed(held, again)
      } catch (error) {
        if (error instanceof LeaseLost) break
        if (!isFailing) log.warn({}, `the lock could not be renewed: ${messageOf(error)}`)
        isFailing = true
      }
    }
    lease = null
    if (!signal.aborted) log.warn({ self }, 'this manager does not act any more: its lease is over')
    held.release().catch(() => undefined)
  }

  const contend = async () => {
    while (!signal.aborted) {
      if (holder !== null) {
        await pause(ttlMs)
        continue
      }
      if (clock() < othersUntil) {
        await pause(othersUntil - clock())
        continue
      }
      const asked = now()
      try {
        const held = await store.acquire(key, self, ttlMs)
        if (held !== null && signal.aborted) await held.release()
        else if (held !== null) await lead(held, asked)
        else await pause(Math.min(retryMs, ttlMs / 4))
      } catch (error) {
        log.debug({}, `the lock could not be asked for: ${messageOf(error)}`)
        await pause(retryMs)
      }
    }
  }
  const following = follow()
  const contending = contend()

  return {
    role() {
      if (isLeading()) return { role: 'primary' }
      return { role: 'replica', primary: holder && holder !== self ? holder : '' }
    },
    requireLead() {
      if (isLeading()) return
      throw new AppError('host_unreachable', 'No elected primary cluster manager: this one does not act any more.')
    },
    settled(patienceMs) {
      const isKnown = () => isLeading() || (typeof holder === 'string' && holder !== self)
      if (isKnown()) return Promise.resolve()
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          listeners.delete(check)
          resolve()
        }
        const check = () => void (isKnown() && done())
        const timer = setTimeout(done, patienceMs)
        listeners.add(check)
      })
    },
    async stop() {
      const held = lease
      lease = null
      ended.abort()
      await held?.release().catch(() => undefined)
      await Promise.allSettled([following, contending])
      await store.close()
    },
  }
}
