// etcd's third API through its JSON gateway: ranges, a watch that streams, leases.
import { AppError } from '@/server/errors'
import { type HttpStore, roundSignal } from './http-store'
import { type Entries, type KeyStore, type Lease, LeaseLost } from './types'

type KeyValue = { key: string; value?: string }
type Range = { header: { revision: string }; kvs?: KeyValue[] }

const encode = (text: string): string => Buffer.from(text).toString('base64')
const decode = (text = ''): string => Buffer.from(text, 'base64').toString('utf8')
/** From the key itself to the last one below it; '0' is the sign after '/'. */
const rangeOf = (path: string) => ({ key: encode(path), range_end: encode(`${path}0`) })

/** Pure. */
export function entriesIn(path: string, kvs: readonly KeyValue[] = []): Entries {
  const entries = new Map<string, string>()
  for (const { key, value } of kvs) {
    const name = decode(key)
    if (name === path) entries.set('', decode(value))
    else if (name.startsWith(`${path}/`)) entries.set(name.slice(path.length + 1), decode(value))
  }
  return entries
}

export function createEtcdV3(http: HttpStore): KeyStore {
  /** Lease of each key that is put. */
  const leases = new Map<string, string>()

  const call = async <T>(path: string, body: object): Promise<T> => {
    const { status, text } = await http.ask({ method: 'POST', path: `/v3/${path}`, body: JSON.stringify(body) })
    if (status === 200) return JSON.parse(text) as T
    throw new AppError('engine_error', `etcd refuses ${path}: ${text.slice(0, 300)}`)
  }
  const grant = async (ttlMs: number): Promise<string> => {
    const { ID } = await call<{ ID: string }>('lease/grant', { TTL: Math.max(1, Math.ceil(ttlMs / 1000)) })
    return ID
  }
  const keepAlive = async (ID: string): Promise<void> => {
    const { result } = await call<{ result?: { TTL?: string } }>('lease/keepalive', { ID })
    if (Number(result?.TTL ?? 0) <= 0) throw new LeaseLost('The lease in etcd has ended.')
  }

  return {
    async watch(path, tell, signal) {
      while (!signal.aborted) {
        const { header, kvs } = await call<Range>('kv/range', rangeOf(path))
        if (signal.aborted) return
        tell(entriesIn(path, kvs))
        // The first event, or the end of the round, ends the stream; what holds then is read whole.
        const seen = new AbortController()
        const round = AbortSignal.any([roundSignal(signal), seen.signal])
        const create_request = { ...rangeOf(path), start_revision: String(Number(header.revision) + 1) }
        try {
          await http.ask({
            method: 'POST',
            path: '/v3/watch',
            body: JSON.stringify({ create_request }),
            timeoutMs: 2 ** 30,
            signal: round,
            onLine: (line) => {
              const { result } = JSON.parse(line) as { result?: { events?: unknown[]; canceled?: boolean } }
              if ((result?.events?.length ?? 0) > 0 || result?.canceled) seen.abort()
            },
          })
        } catch (error) {
          if (!round.aborted) throw error
        }
      }
    },
    async put(key, value, ttlMs) {
      const before = leases.get(key)
      const lives = before && (await keepAlive(before).then(() => true, unlessLost))
      const lease = lives && before ? before : await grant(ttlMs)
      leases.set(key, lease)
      const written = { requestPut: { key: encode(key), value: encode(value), lease } }
      // What is there already is no news to those who watch.
      const compare = lease === before ? [{ key: encode(key), target: 'VERSION', result: 'EQUAL', version: '0' }] : []
      await call('kv/txn', { compare, success: [written] })
    },
    async acquire(key, value, ttlMs): Promise<Lease | null> {
      let sentAt = performance.now()
      const lease = await grant(ttlMs)
      const release = async () => void (await call('lease/revoke', { ID: lease }))
      const free = { key: encode(key), target: 'VERSION', result: 'EQUAL', version: '0' }
      const put = { requestPut: { key: encode(key), value: encode(value), lease } }
      const { succeeded } = await call<{ succeeded?: boolean }>('kv/txn', { compare: [free], success: [put] })
      if (!succeeded) {
        await release()
        return null
      }
      const renew = async () => {
        const now = performance.now()
        await keepAlive(lease)
        sentAt = now
      }
      return { validUntil: () => sentAt + ttlMs, renew, release }
    },
    async close() {
      await Promise.allSettled([...leases.values()].map((ID) => call('lease/revoke', { ID })))
      http.close()
    },
  }
}

const unlessLost = (error: unknown): false => {
  if (error instanceof LeaseLost) return false
  throw error
}
