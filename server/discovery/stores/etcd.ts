// etcd in both of its data spaces, which know nothing of each other: hosts are read from and written to whichever it serves, so
// that old engines, old managers and new ones see each other; a lock lies in the newer one.
import { AppError } from '@/server/errors'
import { createEtcdV2 } from './etcd-v2'
import { createEtcdV3 } from './etcd-v3'
import { createHttpStore, type StoreTls } from './http-store'
import type { Entries, KeyStore, Store } from './types'

export function createEtcd(hosts: readonly string[], tls: StoreTls | null): Store {
  const http = createHttpStore(hosts, tls)
  const v3 = createEtcdV3(http)
  const v2 = createEtcdV2(http)
  let found: Promise<[KeyStore, ...KeyStore[]]> | undefined

  /** Only an answer says that an API is not there; silence says nothing. */
  const serves = async (method: string, path: string, body?: string): Promise<boolean> =>
    (await http.ask({ method, path, ...(body === undefined ? {} : { body }) })).status !== 404
  const find = async (): Promise<[KeyStore, ...KeyStore[]]> => {
    const [hasV3, hasV2] = await Promise.all([
      serves('POST', '/v3/kv/range', '{"key":"AA=="}'),
      serves('GET', '/v2/keys/'),
    ])
    if (hasV3) return hasV2 ? [v3, v2] : [v3]
    if (hasV2) return [v2]
    throw new AppError('not_supported', 'What answers is no etcd, or one older than 2.0.')
  }
  const apis = (): Promise<[KeyStore, ...KeyStore[]]> => {
    found ??= find()
    // It may be another when it comes back.
    found.catch(() => {
      found = undefined
    })
    return found
  }

  const watch: Store['watch'] = async (path, tell, signal) => {
    found = undefined
    const spaces = await apis()
    const seen: (Entries | undefined)[] = spaces.map(() => undefined)
    const broken = new AbortController()
    const either = AbortSignal.any([signal, broken.signal])
    const watching = spaces.map((space, at) =>
      space.watch(
        path,
        (entries) => {
          seen[at] = entries
          // The newer space has the last word on a key that both have.
          if (!seen.includes(undefined)) tell(new Map(seen.toReversed().flatMap((each) => [...(each ?? [])])))
        },
        either,
      ),
    )
    try {
      await Promise.all(watching)
    } finally {
      broken.abort()
      await Promise.allSettled(watching)
    }
  }

  return {
    watch,
    async put(key, value, ttlMs) {
      for (const space of await apis()) await space.put(key, value, ttlMs)
    },
    acquire: async (key, value, ttlMs) => (await apis())[0].acquire(key, value, ttlMs),
    watchHolder: (key, tell, signal) => watch(key, (entries) => tell(entries.get('') ?? null), signal),
    async close() {
      await Promise.allSettled([v3.close(), v2.close()])
    },
  }
}
