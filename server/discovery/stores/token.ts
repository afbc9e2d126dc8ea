// A discovery service as Docker's own was, and as `lotse discovery` is: a list of hosts behind a token.
import { AppError } from '@/server/errors'
import { createHttpStore, type StoreTls } from './http-store'
import type { Store } from './types'

/** For a service that cannot wait for a change. */
const pollMs = 5_000
const waitSeconds = 30

/** `hosts`: HOST:PORT, with what stands before /v1 in the path. */
export function createTokenStore(hosts: readonly string[], tls: StoreTls | null): Store {
  const http = createHttpStore(hosts, tls)
  const refused = (status: number, text: string) =>
    new AppError('engine_error', `The discovery service refuses (${status}): ${text.slice(0, 300)}`)
  /** TOKEN/HOST of each that was reported. */
  const mine = new Set<string>()
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
    })

  return {
    async watch(token, tell, signal) {
      let index: string | undefined
      while (!signal.aborted) {
        const wait = index === undefined ? '' : `?index=${index}&wait=${waitSeconds}`
        const ask = { method: 'GET', path: `/v1/clusters/${token}${wait}`, timeoutMs: waitSeconds * 1_500, signal }
        const answer = await http.ask(ask).catch((error: unknown) => {
          if (signal.aborted) return null
          throw error
        })
        if (answer === null) return
        if (answer.status !== 200) throw refused(answer.status, answer.text)
        const list = JSON.parse(answer.text) as unknown
        if (!Array.isArray(list)) throw refused(answer.status, answer.text)
        tell(new Map(list.filter((each) => typeof each === 'string').map((address) => [address, address])))
        const given = answer.headers['x-lotse-index']
        index = typeof given === 'string' ? given : undefined
        if (index === undefined) await pause(pollMs, signal)
      }
    },
    async put(key, value, ttlMs) {
      const [token = ''] = key.split('/')
      const path = `/v1/clusters/${token}?ttl=${Math.ceil(ttlMs / 1000)}`
      const { status, text } = await http.ask({ method: 'POST', path, body: value })
      if (status >= 300) throw refused(status, text)
      mine.add(key)
    },
    acquire: async () => {
      throw new AppError('not_supported', 'A discovery service keeps no lock for managers', {
        details: { fix: 'Use etcd://, consul:// or zk:// with --replication.' },
      })
    },
    watchHolder: async () => undefined,
    async close() {
      // Only Lotse's own service knows how; another forgets the host in its time.
      const leave = (key: string) => http.ask({ method: 'DELETE', path: `/v1/clusters/${key}` })
      await Promise.allSettled([...mine].map(leave))
      http.close()
    },
  }
}
