// Carries a request to one engine and its answer back, byte for byte: whoever reads slowly slows down the writer, whoever goes
// away ends the other side, and a host that dies ends only what runs over it.
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { parseAddress } from '@/server/docker/address'
import type { Engine } from '@/server/docker/engine'
import { connectionFailure, unaskedTakeover } from '@/server/docker/failure'
import { AppError, messageOf } from '@/server/errors'
import type { Outcome } from './audit'
import { messageIn } from './http/docker-error'
import { answerHeaders, requestHeaders } from './http/framing'
import { linger } from './http/linger'
import { lastWords } from './last-words'
import type { Exchange, Targets } from './types'

export type RelayOptions = {
  hostId: string
  /** With version and query. */
  path: string
  method?: string
  /** Instead of the client's own. */
  body?: Buffer
  headers?: OutgoingHttpHeaders
  /** Before the client hears of it: success is said when everybody can see it. */
  onHead?: (status: number) => Promise<void>
  /** Before the client hears the end, for what the answer itself brings about. */
  onEnd?: () => Promise<unknown>
  /** The answer is a row of JSON lines in which an error has its place. */
  reportsProgress?: boolean
  /** Once asked for it goes to its end, whoever leaves: only so is it known what became of it. */
  outlivesClient?: boolean
}

type Ends = Pick<Exchange, 'request' | 'response'>

const longestWords = 4_000

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const isStale = (upstream: ClientRequest, error: NodeJS.ErrnoException): boolean =>
  upstream.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')

export const failureOf = (engine: Engine, error: unknown): AppError =>
  connectionFailure(error, parseAddress(engine.address))

export const clientLeft = (): AppError => new AppError('cancelled', 'The client went away.')

/** The engine's answer up to its head. Ends with the client. */
export function ask(
  { cluster, leadership }: Targets,
  { request, response }: Ends,
  options: RelayOptions,
): Promise<IncomingMessage> {
  const engine = cluster.engine(options.hostId)
  const method = options.method ?? request.method ?? 'GET'
  const isRead = method === 'GET' || method === 'HEAD'
  if (!isRead) leadership?.requireLead()
  const relaysBody = options.body === undefined && options.method === undefined && hasBody(request)
  const given = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const headers: OutgoingHttpHeaders = { ...requestHeaders(request.rawHeaders), ...Object.fromEntries(given) }
  if (options.body !== undefined) headers['content-length'] = options.body.length
  else if (!relaysBody) delete headers['content-length']
  // Node frames no body of a GET or DELETE by itself: the engine would read it as a request that nobody has looked at.
  else if (headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked'
  if (!isRead && !relaysBody && options.body === undefined) headers['content-length'] = 0

  const attempt = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      if (response.destroyed) throw clientLeft()
      // A connection may take its time, and a manager may have slept meanwhile.
      const beforeSent = isRead ? undefined : leadership?.requireLead
      const upstream = engine.open({ method, path: options.path, headers, beforeSent })
      const leave = () => {
        if (!response.writableFinished) upstream.destroy()
      }
      if (!options.outlivesClient) response.once('close', leave)
      upstream.once('close', () => response.off('close', leave))
      upstream.once('response', (answer) => {
        // What fails from here on is the answer's, or the rest of a body that the engine did not want.
        upstream.off('error', fail)
        upstream.on('error', () => undefined)
        resolve(answer)
      })
      const fail = (error: NodeJS.ErrnoException) => {
        if (isRead && !relaysBody && isStale(upstream, error)) return attempt().then(resolve, reject)
        reject(failureOf(engine, error))
      }
      upstream.on('error', fail)
      // An engine that turns the connection over unasked: Node drops it without a word.
      upstream.once('upgrade', (_answer, socket) => {
        socket.destroy()
        reject(unaskedTakeover(parseAddress(engine.address)))
      })
      if (!relaysBody) return void upstream.end(options.body)
      request.once('end', () => {
        if (Object.keys(request.trailers).length > 0) upstream.addTrailers(request.trailers)
      })
      request.once('error', (error) => upstream.destroy(error))
      upstream.once('unpipe', () => {
        if (!upstream.writableEnded) upstream.destroy()
      })
      request.pipe(upstream)
    })
  return attempt()
}

const isBodiless = ({ statusCode, headers }: IncomingMessage): boolean =>
  statusCode === 204 || statusCode === 304 || headers['content-length'] === '0'

/** Resolves when all of it is with the client, or nothing more will be. */
export async function passOn(
  { cluster }: Targets,
  { request, response }: Ends,
  answer: IncomingMessage,
  options: RelayOptions,
): Promise<Outcome> {
  const status = answer.statusCode ?? 502
  let broken: Error | null = null
  answer.once('error', (error) => {
    broken = error
  })
  // Then its connection is free for the look that follows, which would open another one.
  if (isBodiless(answer)) answer.resume()
  await options.onHead?.(status)
  if (broken) throw failureOf(cluster.engine(options.hostId), broken)
  if (response.destroyed) {
    answer.destroy()
    return { status: 499, message: 'The client went away.' }
  }
  const hostName = () => cluster.host(options.hostId)?.name ?? 'the host'
  const headers = answerHeaders(answer.rawHeaders)
  // An engine that answers before it has read everything does not want the rest.
  linger(request, response)
  try {
    response.writeHead(status, answer.statusMessage || 'OK', headers)
  } catch (error) {
    answer.destroy()
    throw new AppError('engine_error', `${hostName()} answers with something that is not HTTP.`, { cause: error })
  }
  if (answer.headers['content-length'] === undefined) response.flushHeaders()
  let words = ''
  if (status >= 400) {
    answer.on('data', (chunk: Buffer) => {
      if (words.length < longestWords) words += chunk.toString('utf8')
    })
  }
  answer.once('end', () => {
    if (Object.keys(answer.trailers).length > 0) response.addTrailers(answer.trailers)
  })
  return new Promise((resolve) => {
    answer.once('error', (error) => {
      answer.unpipe(response)
      const text = `The connection to ${hostName()} broke off: ${messageOf(error)}`
      const last = lastWords(answer.headers['content-type'], options.reportsProgress ?? false, text)
      const hasLength = answer.headers['content-length'] !== undefined
      // Whole or not at all: a body that is cut short must not look complete.
      if (last === null || hasLength || response.destroyed) response.destroy()
      else response.write(last, () => response.destroy())
      resolve({ status: 502, message: text })
    })
    response.once('close', () => {
      if (!answer.complete) answer.destroy()
      resolve({ status, ...(status >= 400 ? { message: messageIn(words) } : {}) })
    })
    const { onEnd } = options
    answer.pipe(response, { end: onEnd === undefined })
    const finish = () => void onEnd?.().finally(() => response.end())
    if (answer.readableEnded) finish()
    else if (onEnd) answer.once('end', finish)
  })
}

export const relay = async (context: Targets, exchange: Ends, options: RelayOptions): Promise<Outcome> =>
  passOn(context, exchange, await ask(context, exchange, options), options)
