// Consul: keys that belong to sessions, and queries that wait for a change.
import { consulCalls, type Pair } from './consul-calls'
import { consulLock } from './consul-lock'
import { createHttpStore, type StoreTls } from './http-store'
import { type Entries, LeaseLost, type Store } from './types'

/** Pure. */
export function entriesIn(path: string, pairs: readonly Pick<Pair, 'Key' | 'Value'>[]): Entries {
  const entries = new Map<string, string>()
  for (const { Key, Value } of pairs) {
    const value = Buffer.from(Value ?? '', 'base64').toString('utf8')
    if (Key === path) entries.set('', value)
    else if (Key.startsWith(`${path}/`) && Key !== `${path}/`) entries.set(Key.slice(path.length + 1), value)
  }
  return entries
}

export function createConsul(hosts: readonly string[], tls: StoreTls | null): Store {
  const calls = consulCalls(createHttpStore(hosts, tls))
  /** Session of each key that is put. */
  const sessions = new Map<string, string>()

  return {
    watch: (path, tell, signal) => calls.follow(path, true, (pairs) => tell(entriesIn(path, pairs)), signal),
    async put(key, value, ttlMs) {
      let session = sessions.get(key)
      if (session !== undefined) {
        try {
          await calls.renewSession(session)
        } catch (error) {
          if (!(error instanceof LeaseLost)) throw error
          session = undefined
        }
      }
      // As a session may live twice as long as it says.
      session ??= await calls.openSession(ttlMs / 2)
      sessions.set(key, session)
      if (await calls.write(key, value, `acquire=${session}`)) return
      // Left by an earlier life of this very host: ours is the newer word, and nobody is to see a gap.
      const left = await calls.read(key)
      if (left?.Session) await calls.write(key, value, `release=${left.Session}`)
      if (!(await calls.write(key, value, `acquire=${session}`)))
        throw calls.refused(`${key} belongs to another session`)
    },
    ...consulLock(calls),
    async close() {
      await Promise.allSettled([...sessions.values()].map(calls.endSession))
      calls.close()
    },
  }
}
