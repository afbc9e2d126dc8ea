// The hosts that report themselves in a store. While it is away the last list stays; what is missing when it is back is believed
// only when whoever still lives has had the time to report again, because a store that was lost comes back empty.
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { StoreSpec } from './spec'
import type { Entries, Store } from './stores/types'

export type FollowOptions = {
  log: Log
  /** How long a host that is missing after a loss is kept. */
  graceMs: number
  retryMs?: number
  /** A store that does not answer at first is waited for, rather than told as an empty list. */
  isPatient?: boolean
}

type Followed = { entries: Entries | undefined; held: Map<string, string>; isLost: boolean }

const unread = (): Followed => ({ entries: undefined, held: new Map(), isLost: false })

export function followStore(
  store: Store,
  paths: StoreSpec['paths'],
  listener: (addresses: string[]) => void,
  { log, graceMs, retryMs = 1_000, isPatient = false }: FollowOptions,
): () => void {
  const ended = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const followed: Followed[] = paths.map(unread)
  let hasTold = false

  const tell = () => {
    if (ended.signal.aborted || followed.some(({ entries }) => entries === undefined)) return
    hasTold = true
    const values = followed.flatMap(({ entries, held }) => [...(entries?.values() ?? []), ...held.values()])
    listener([...new Set(values.filter((value) => value !== ''))].sort())
  }
  const later = (ms: number, act: () => void): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        act()
        resolve()
      }, ms)
      timers.add(timer)
    })

  const hold = (each: Followed, missing: Map<string, string>) => {
    each.held = missing
    if (missing.size === 0) return
    log.warn({ hosts: [...missing.values()] }, 'the store came back without hosts that it had; they stay for a while')
    void later(graceMs, () => {
      // A store that is away again has not had its say.
      if (each.held !== missing || each.isLost) return
      each.held = new Map()
      tell()
    })
  }

  const follow = async (path: string, each: Followed) => {
    let failures = 0
    while (!ended.signal.aborted) {
      try {
        await store.watch(
          path,
          (entries) => {
            if (each.isLost) {
              log.info({ path }, 'the store answers again')
              const before = [...(each.entries ?? []), ...each.held]
              hold(each, new Map(before.filter(([name]) => !entries.has(name))))
              each.isLost = false
            }
            failures = 0
            for (const name of entries.keys()) each.held.delete(name)
            each.entries = entries
            tell()
          },
          ended.signal,
        )
      } catch (error) {
        if (ended.signal.aborted) return
        if (failures === 0) log.warn({ path }, `the store is away, the last list stays: ${messageOf(error)}`)
        each.isLost = each.entries !== undefined
        failures += 1
        if (!hasTold && !isPatient) {
          hasTold = true
          listener([])
        }
        await later(Math.min(2_000, retryMs * failures), () => undefined)
      }
    }
  }
  paths.forEach((path, at) => void follow(path, followed[at] ?? unread()))
  return () => {
    ended.abort()
    for (const timer of timers) clearTimeout(timer)
    void store.close()
  }
}
