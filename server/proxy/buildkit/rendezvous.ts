// Where a build is, for those of its connections that come before it is decided: its session, its progress. Whoever asks waits
// for a while.
import { AppError } from '@/server/errors'

export type Rendezvous = {
  settle(key: string, hostId: string): void
  /** There is no host for it: whoever asks is told so. */
  refuse(key: string, reason: Error): void
  /** The host, if it is known by now. */
  known(key: string): string | undefined
  /** Throws when nobody has said it in time. */
  find(key: string): Promise<string>
}

const mostKept = 5_000
const patienceMs = 60_000

export function createRendezvous(): Rendezvous {
  const said = new Map<string, string | Error>()
  type Waiter = { take(hostId: string): void; refuse(reason: Error): void }
  const waiting = new Map<string, Set<Waiter>>()
  const say = (key: string, outcome: string | Error) => {
    said.delete(key)
    said.set(key, outcome)
    const oldest = said.keys().next().value
    if (said.size > mostKept && oldest !== undefined) said.delete(oldest)
    for (const { take, refuse } of waiting.get(key) ?? []) {
      if (typeof outcome === 'string') take(outcome)
      else refuse(outcome)
    }
    waiting.delete(key)
  }
  return {
    settle: say,
    refuse: say,
    known(key) {
      const outcome = said.get(key)
      return typeof outcome === 'string' ? outcome : undefined
    },
    find(key) {
      const outcome = said.get(key)
      if (typeof outcome === 'string') return Promise.resolve(outcome)
      if (outcome !== undefined) return Promise.reject(outcome)
      return new Promise((resolve, reject) => {
        const all = waiting.get(key) ?? new Set()
        waiting.set(key, all)
        const waiter: Waiter = {
          take(found) {
            clearTimeout(timer)
            resolve(found)
          },
          refuse(reason) {
            clearTimeout(timer)
            reject(reason)
          },
        }
        const timer = setTimeout(() => {
          all.delete(waiter)
          if (all.size === 0 && waiting.get(key) === all) waiting.delete(key)
          reject(new AppError('conflict', 'No build has named it in time.'))
        }, patienceMs)
        timer.unref()
        all.add(waiter)
      })
    },
  }
}
