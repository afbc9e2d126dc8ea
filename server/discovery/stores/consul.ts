// Consul: keys that belong to sessions, and queries that wait for a change.
import { AppError } from '@/server/errors'
import { createHttpStore, type StoreTls } from './http-store'
import { type Entries, type Lease, LeaseLost, type Store } from './types'

type Pair = { Key: string; Value: string | null; Session?: string }

/** Consul's own least; it ends a session between one and two times of it. */
const leastTtlMs = 10_000
const waitMs = 30_000

const pathOf = (key: string) => `/v1/kv/${key.split('/').map(encodeURIComponent).join('/')}`

/** Pure. */
export function entriesIn(path: string, pairs: readonly Pair[]): Entries {
  const entries = new Map<string, string>()
  for (const { Key, Value } of pairs) {
    const value = Buffer.from(Value ?? '', 'base64').toString('utf8')
    if (Key === path) entries.set('', value)
    else if (Key.startsWith(`${path}/`) && Key !== `${path}/`) entries.set(Key.slice(path.length + 1), value)
  }
  return entries
}

export function createConsul(hosts: readonly string[], tls: StoreTls | null): Store {
  const http = createHttpStore(hosts, tls)
  /** Session of each key that is put. */
  const sessions = new Map<string, string>()
  const refused = (text: string) => new AppError('engine_error', `Consul refuses: ${text.slice(0, 300)}`)

  const openSession = async (ttlMs: number): Promise<string> => {
    // As a session may live twice as long as it says, half is asked for where Consul allows it.
    const ttl = Math.max(leastTtlMs, Math.ceil(ttlMs / 2)) / 1000
    const body = JSON.stringify({ Name: 'lotse', TTL: `${ttl}s`, Behavior: 'delete', LockDelay: '0s' })
    const { status, text } = await http.ask({ method: 'PUT', path: '/v1/session/create', body })
    if (status !== 200) throw refused(text)
    return (JSON.parse(text) as { ID: string }).ID
  }
  const renewSession = async (id: string): Promise<void> => {
    const { status, text } = await http.ask({ method: 'PUT', path: `/v1/session/renew/${id}` })
    if (status === 404) throw new LeaseLost('The session in Consul has ended.')
    if (status !== 200) throw refused(text)
  }
  const endSession = async (id: string): Promise<void> =>
    void (await http.ask({ method: 'PUT', path: `/v1/session/destroy/${id}` }))
  const take = async (key: string, value: string, session: string): Promise<boolean> => {
    const { status, text } = await http.ask({ method: 'PUT', path: `${pathOf(key)}?acquire=${session}`, body: value })
    if (status !== 200) throw refused(text)
    return text.trim() === 'true'
  }

  return {
    async watch(path, tell, signal) {
      let index = 0
      while (!signal.aborted) {
        const wait = index === 0 ? '' : `&index=${index}&wait=${waitMs / 1000}s`
        const ask = { method: 'GET', path: `${pathOf(path)}?recurse${wait}`, timeoutMs: waitMs * 1.5, signal }
        const answer = await http.ask(ask).catch((error: unknown) => {
          if (signal.aborted) return null
          throw error
        })
        if (answer === null) return
        const { status, headers, text } = answer
        if (status !== 200 && status !== 404) throw refused(text)
        tell(entriesIn(path, status === 200 ? (JSON.parse(text) as Pair[]) : []))
        const next = Number(headers['x-consul-index'] ?? 0)
        // It goes backwards when the store was restored.
        index = next < index ? 0 : Math.max(1, next)
      }
    },
    async put(key, value, ttlMs) {
      let session = sessions.get(key)
      if (session !== undefined) {
        try {
          await renewSession(session)
        } catch (error) {
          if (!(error instanceof LeaseLost)) throw error
          session = undefined
        }
      }
      session ??= await openSession(ttlMs)
      sessions.set(key, session)
      if (await take(key, value, session)) return
      // Left by an earlier life of this very host: ours is the newer word, and nobody is to see a gap.
      const { text } = await http.ask({ method: 'GET', path: pathOf(key) })
      const [left] = text === '' ? [] : (JSON.parse(text) as Pair[])
      if (left?.Session) await http.ask({ method: 'PUT', path: `${pathOf(key)}?release=${left.Session}`, body: value })
      if (!(await take(key, value, session))) throw refused(`${key} belongs to another session`)
    },
    async acquire(key, value, ttlMs): Promise<Lease | null> {
      let sentAt = performance.now()
      const session = await openSession(ttlMs)
      const lastsMs = Math.max(leastTtlMs, Math.ceil(ttlMs / 2))
      const release = () => endSession(session)
      if (!(await take(key, value, session))) {
        await release()
        return null
      }
      const renew = async () => {
        const now = performance.now()
        await renewSession(session)
        sentAt = now
      }
      return { validUntil: () => sentAt + lastsMs, renew, release }
    },
    holderIn: (entries) => entries.get('') ?? null,
    async close() {
      await Promise.allSettled([...sessions.values()].map(endSession))
      http.close()
    },
  }
}
