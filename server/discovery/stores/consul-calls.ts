// Consul's HTTP API in the few words that hosts and the lock need: pairs that are waited for, sessions, transactions.
import { AppError, messageOf } from '@/server/errors'
import type { HttpStore } from './http-store'
import { LeaseLost } from './types'

export type Pair = { Key: string; Value: string | null; Flags: number; Session?: string; ModifyIndex: number }
/** One step of a transaction over pairs. */
export type Step = {
  Verb: 'lock' | 'check-session' | 'delete-cas'
  Key: string
  Value?: string
  Flags?: number
  Session?: string
  Index?: number
}
export type ConsulCalls = ReturnType<typeof consulCalls>

/** Consul's own least, unless its `session_ttl_min` says otherwise. */
export const usualLeastTtlMs = 10_000
const waitMs = 30_000

const pathOf = (key: string) => `/v1/kv/${key.split('/').map(encodeURIComponent).join('/')}`

export function consulCalls(http: HttpStore) {
  const refused = (text: string) => new AppError('engine_error', `Consul refuses: ${text.slice(0, 300)}`)
  let leastTtlMs = 0

  const createSession = async (ttlMs: number): Promise<string> => {
    const TTL = `${Math.ceil(Math.max(leastTtlMs, ttlMs) / 1000)}s`
    const body = JSON.stringify({ Name: 'lotse', TTL, Behavior: 'delete', LockDelay: '0s' })
    const { status, text } = await http.ask({ method: 'PUT', path: '/v1/session/create', body })
    if (status !== 200) throw refused(text)
    return (JSON.parse(text) as { ID: string }).ID
  }
  const pairsIn = (status: number, text: string): Pair[] => {
    if (status !== 200 && status !== 404) throw refused(text)
    return status === 200 ? (JSON.parse(text) as Pair[]) : []
  }

  return {
    refused,
    /** Ends by itself between one and two times `ttlMs`, or of Consul's least, after it was last renewed. */
    async openSession(ttlMs: number): Promise<string> {
      try {
        return await createSession(ttlMs)
      } catch (error) {
        if (leastTtlMs > 0 || ttlMs >= usualLeastTtlMs || !/Session TTL/i.test(messageOf(error))) throw error
        leastTtlMs = usualLeastTtlMs
        return createSession(ttlMs)
      }
    },
    /** Throws LeaseLost when it is over. */
    async renewSession(id: string, timeoutMs?: number): Promise<void> {
      const { status, text } = await http.ask({ method: 'PUT', path: `/v1/session/renew/${id}`, timeoutMs })
      if (status === 404) throw new LeaseLost('The session in Consul has ended.')
      if (status !== 200) throw refused(text)
    },
    async endSession(id: string): Promise<void> {
      await http.ask({ method: 'PUT', path: `/v1/session/destroy/${id}` })
    },
    async read(key: string): Promise<Pair | undefined> {
      const { status, text } = await http.ask({ method: 'GET', path: pathOf(key) })
      return pairsIn(status, text)[0]
    },
    /** `query`: `acquire=SESSION` or `release=SESSION`. Resolves with whether it was done. */
    async write(key: string, value: string, query: string): Promise<boolean> {
      const { status, text } = await http.ask({ method: 'PUT', path: `${pathOf(key)}?${query}`, body: value })
      if (status !== 200) throw refused(text)
      return text.trim() === 'true'
    },
    /** All of it or nothing: false. */
    async commit(steps: readonly Step[], timeoutMs?: number): Promise<boolean> {
      const body = JSON.stringify(steps.map((KV) => ({ KV })))
      const { status, text } = await http.ask({ method: 'PUT', path: '/v1/txn', body, timeoutMs })
      if (status !== 200 && status !== 409) throw refused(text)
      return status === 200
    },
    /** Tells what lies at the key at first and after each change; with `recurse` what lies below it too. */
    async follow(key: string, recurse: boolean, tell: (pairs: Pair[]) => void, signal: AbortSignal): Promise<void> {
      let index = 0
      while (!signal.aborted) {
        const query = [recurse ? 'recurse' : '', index === 0 ? '' : `index=${index}&wait=${waitMs / 1000}s`]
        const path = `${pathOf(key)}?${query.filter(Boolean).join('&')}`
        const ask = { method: 'GET', path, timeoutMs: waitMs * 1.5, signal }
        const answer = await http.ask(ask).catch((error: unknown) => {
          if (signal.aborted) return null
          throw error
        })
        if (answer === null) return
        tell(pairsIn(answer.status, answer.text))
        const next = Number(answer.headers['x-consul-index'] ?? 0)
        // It goes backwards when the store was restored.
        index = next < index ? 0 : Math.max(1, next)
      }
    },
    close: () => http.close(),
  }
}
