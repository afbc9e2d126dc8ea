// etcd's second API, which old clusters have and in which engines with a cluster store register themselves.
import { AppError } from '@/server/errors'
import { type HttpStore, roundSignal } from './http-store'
import { type Entries, type KeyStore, type Lease, LeaseLost } from './types'

type Node = { key: string; value?: string; dir?: boolean; nodes?: Node[] }
const missing = 100
const cleared = 401

const pathOf = (key: string) => `/v2/keys/${key.split('/').map(encodeURIComponent).join('/')}`
const errorCodeIn = (text: string): number => {
  try {
    return Number((JSON.parse(text) as { errorCode?: number }).errorCode ?? 0)
  } catch {
    return 0
  }
}

/** Pure. */
export function entriesIn(path: string, node: Node | undefined): Entries {
  const entries = new Map<string, string>()
  const take = ({ key, value, nodes }: Node) => {
    const name = key.replace(/^\//, '').slice(path.length).replace(/^\//, '')
    if (value !== undefined) entries.set(name, value)
    for (const each of nodes ?? []) take(each)
  }
  if (node) take(node)
  return entries
}

export function createEtcdV2(http: HttpStore): KeyStore {
  const put = (key: string, values: Record<string, string>) =>
    http.ask({
      method: 'PUT',
      path: pathOf(key),
      body: new URLSearchParams(values).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  const refused = (text: string) => new AppError('engine_error', `etcd refuses: ${text.slice(0, 300)}`)
  const secondsOf = (ttlMs: number) => String(Math.max(1, Math.ceil(ttlMs / 1000)))
  const mine = new Set<string>()

  return {
    async watch(path, tell, signal) {
      while (!signal.aborted) {
        const { status, headers, text } = await http.ask({ method: 'GET', path: `${pathOf(path)}?recursive=true` })
        if (status !== 200 && errorCodeIn(text) !== missing) throw refused(text)
        if (signal.aborted) return
        tell(entriesIn(path, status === 200 ? (JSON.parse(text) as { node: Node }).node : undefined))
        const index = Number(headers['x-etcd-index'] ?? 0) + 1
        const round = roundSignal(signal)
        try {
          const waiting = `${pathOf(path)}?wait=true&recursive=true&waitIndex=${index}`
          const answer = await http.ask({ method: 'GET', path: waiting, timeoutMs: 2 ** 30, signal: round })
          if (answer.status >= 400 && errorCodeIn(answer.text) !== cleared) throw refused(answer.text)
        } catch (error) {
          if (!round.aborted) throw error
        }
      }
    },
    async put(key, value, ttlMs) {
      const ttl = secondsOf(ttlMs)
      // What is there already is no news to those who watch.
      if ((await put(key, { ttl, refresh: 'true', prevExist: 'true', prevValue: value })).status < 400) return
      const { status, text } = await put(key, { value, ttl })
      if (status >= 400) throw refused(text)
      mine.add(key)
    },
    async acquire(key, value, ttlMs): Promise<Lease | null> {
      let sentAt = performance.now()
      const { status, text } = await put(key, { value, ttl: secondsOf(ttlMs), prevExist: 'false' })
      if (status === 412) return null
      if (status >= 400) throw refused(text)
      const renew = async () => {
        const now = performance.now()
        const answer = await put(key, { ttl: secondsOf(ttlMs), refresh: 'true', prevExist: 'true', prevValue: value })
        if (answer.status === 404 || answer.status === 412) throw new LeaseLost('The lock in etcd has ended.')
        if (answer.status >= 400) throw refused(answer.text)
        sentAt = now
      }
      const path = `${pathOf(key)}?prevValue=${encodeURIComponent(value)}`
      return {
        validUntil: () => sentAt + ttlMs,
        renew,
        release: async () => void (await http.ask({ method: 'DELETE', path })),
      }
    },
    async close() {
      await Promise.allSettled([...mine].map((key) => http.ask({ method: 'DELETE', path: pathOf(key) })))
      http.close()
    },
  }
}
