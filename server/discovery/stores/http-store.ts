// HTTP to one of several addresses of a store: the one that answered last is asked first, and one that is gone is passed over.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { AppError } from '@/server/errors'

/** Paths of PEM files. */
export type StoreTls = { ca?: string; cert?: string; key?: string }
export type StoreAsk = {
  method: string
  path: string
  body?: string
  headers?: Record<string, string>
  /** To the end of the answer. */
  timeoutMs?: number
  signal?: AbortSignal
  /** Each line as it comes; the answer's text is then empty. */
  onLine?: (line: string) => void
}
export type StoreAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string }
export type HttpStore = { ask(request: StoreAsk): Promise<StoreAnswer>; close(): void }

const usualTimeoutMs = 5_000
const mostBytes = 32 * 2 ** 20

export function createHttpStore(hosts: readonly string[], tls: StoreTls | null): HttpStore {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path))
  const options = { keepAlive: true, keepAliveMsecs: 5_000, maxFreeSockets: 4 }
  const agent = tls
    ? new https.Agent({ ...options, ca: read(tls.ca), cert: read(tls.cert), key: read(tls.key) })
    : new http.Agent(options)
  const send = tls ? https.request : http.request
  let first = 0

  const askOne = (host: string, request: StoreAsk): Promise<StoreAnswer> =>
    new Promise((resolve, reject) => {
      const { method, path, body, onLine, timeoutMs = usualTimeoutMs } = request
      const headers = {
        ...request.headers,
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      }
      const sent = send(`${tls ? 'https' : 'http'}://${host}${path}`, { method, headers, agent })
      const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs)
      const abort = () => sent.destroy(new Error('aborted'))
      request.signal?.addEventListener('abort', abort, { once: true })
      const settle = () => {
        clearTimeout(timer)
        request.signal?.removeEventListener('abort', abort)
      }
      const fail = (error: Error) => {
        settle()
        reject(
          new AppError('host_unreachable', `The store at ${host} does not answer: ${error.message}`, { cause: error }),
        )
      }
      sent.once('error', fail)
      sent.once('response', (answer) => {
        let text = ''
        let size = 0
        answer.setEncoding('utf8')
        answer.once('error', fail)
        answer.on('data', (chunk: string) => {
          size = onLine ? text.length + chunk.length : size + chunk.length
          if (size > mostBytes) return void sent.destroy(new Error('its answer has no end'))
          text += chunk
          if (!onLine) return
          const lines = text.split('\n')
          text = lines.pop() ?? ''
          for (const line of lines) if (line.trim() !== '') onLine(line)
        })
        answer.once('end', () => {
          settle()
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
        })
      })
      if (request.signal?.aborted) abort()
      sent.end(body)
    })

  return {
    async ask(request) {
      let failure: unknown
      for (let step = 0; step < hosts.length; step += 1) {
        const at = (first + step) % hosts.length
        try {
          const answer = await askOne(hosts[at] ?? '', request)
          // A member without a leader.
          if (answer.status < 500) {
            first = at
            return answer
          }
          failure = new AppError('host_unreachable', `The store at ${hosts[at]} fails: ${answer.text.slice(0, 300)}`)
        } catch (error) {
          failure = error
          if (request.signal?.aborted) break
        }
      }
      throw failure
    },
    close: () => agent.destroy(),
  }
}

/** One round of watching ends after this and begins anew: what was missed, for whatever reason, is seen then. */
export const roundMs = 30_000

/** A signal that ends with the given one, or with the round. */
export const roundSignal = (signal: AbortSignal, ms = roundMs): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(ms)])
