// Consul in memory, as far as the lock asks of it: one key, sessions, transactions, a query that waits. What is on its way to it
// or back can be late or lost, as a test says.
import type { HttpStore, StoreAnswer, StoreAsk } from '@/server/discovery/stores/http-store'

type Pair = { Key: string; Value: string; Flags: number; Session?: string; ModifyIndex: number }
type Step = { KV: Omit<Pair, 'ModifyIndex'> & { Verb: string; Index: number } }
/** How late what is asked arrives, and its answer; `isLost` before it arrives. */
export type Way = { lateMs(of: 'question' | 'answer'): number; isLost(): boolean }

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Consul waits for twice of what a session asks for. */
const sessionPatience = 2

export function createTestConsul() {
  let index = 1
  let pair: Pair | null = null
  const sessions = new Map<string, { ttlMs: number; timer: NodeJS.Timeout }>()
  let waiting: (() => void)[] = []

  const set = (next: Omit<Pair, 'ModifyIndex'> | null) => {
    const { ModifyIndex: _index, ...before } = pair ?? { ModifyIndex: 0 }
    // What is as it was is no change.
    if (next && JSON.stringify(before) === JSON.stringify(next)) return
    index += 1
    pair = next && { ...next, ModifyIndex: index }
    const told = waiting
    waiting = []
    for (const tell of told) tell()
  }
  const end = (id: string) => {
    clearTimeout(sessions.get(id)?.timer)
    if (sessions.delete(id) && pair?.Session === id) set(null)
  }
  const begin = (id: string, ttlMs: number) => {
    clearTimeout(sessions.get(id)?.timer)
    sessions.set(id, { ttlMs, timer: setTimeout(() => end(id), ttlMs * sessionPatience) })
  }
  const commit = (steps: Step[]): boolean => {
    const before = pair
    let held = pair
    for (const { KV } of steps) {
      const { Verb, Index, ...next } = KV
      if (Verb === 'check-session' && held?.Session === KV.Session) continue
      if (Verb === 'delete-cas' && held !== null && held.ModifyIndex === Index) held = null
      else if (Verb === 'lock' && sessions.has(KV.Session ?? '') && (held?.Session ?? KV.Session) === KV.Session)
        held = { ...next, ModifyIndex: 0 }
      else return false
    }
    if (held !== before) {
      const { ModifyIndex: _index, ...next } = held ?? { ModifyIndex: 0 }
      set(held && (next as Omit<Pair, 'ModifyIndex'>))
    }
    return true
  }
  const read = (): StoreAnswer => ({
    status: pair ? 200 : 404,
    headers: { 'x-consul-index': String(index) },
    text: pair ? JSON.stringify([pair]) : '',
  })
  const answer = async ({ path, body = '' }: StoreAsk): Promise<StoreAnswer> => {
    const [, kind, verb, id = ''] = /^\/v1\/(\w+)(?:\/(\w+))?(?:\/([\w-]+))?/.exec(path) ?? []
    const said = (status: number, text: unknown): StoreAnswer => ({ status, headers: {}, text: JSON.stringify(text) })
    if (kind === 'txn') return said(commit(JSON.parse(body) as Step[]) ? 200 : 409, {})
    if (kind === 'session' && verb === 'create') {
      const made = `s${index}-${sessions.size}-${Math.round(performance.now())}`
      begin(made, Number.parseInt((JSON.parse(body) as { TTL: string }).TTL, 10) * 1000)
      return said(200, { ID: made })
    }
    if (kind === 'session' && verb === 'destroy') {
      end(id)
      return said(200, true)
    }
    if (kind === 'session') {
      const known = sessions.get(id)
      if (known) begin(id, known.ttlMs)
      return said(known ? 200 : 404, [])
    }
    const [, from] = /index=(\d+)/.exec(path) ?? []
    if (from !== undefined && Number(from) >= index)
      await Promise.race([after(30_000), new Promise<void>((resolve) => waiting.push(resolve))])
    return read()
  }

  return {
    /** The way of one manager to it. */
    reach: ({ lateMs, isLost }: Way): HttpStore => ({
      async ask(request) {
        const { timeoutMs = 5_000, signal } = request
        const asked = async () => {
          await after(lateMs('question'))
          if (isLost()) throw new Error('no answer')
          const answered = await answer(request)
          await after(lateMs('answer'))
          return answered
        }
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs)
          const abort = () => reject(new Error('aborted'))
          signal?.addEventListener('abort', abort)
          const settle = () => {
            clearTimeout(timer)
            signal?.removeEventListener('abort', abort)
          }
          asked().then(resolve, reject).finally(settle)
        })
      },
      close: () => undefined,
    }),
    /** It starts anew with nothing. */
    wipe() {
      for (const id of sessions.keys()) end(id)
      set(null)
      index = 1
    },
    stop() {
      for (const id of sessions.keys()) end(id)
    },
  }
}
