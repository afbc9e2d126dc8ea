// One HTTP exchange with an engine, up to the head of the answer. Every wait has an end, every failure a sentence.
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { AppError } from '@/server/errors'
import { type Deadline, deadline } from './deadline'
import { connectionFailure, type FailedStep, timeoutFailure, unaskedTakeover } from './failure'
import type { Transport } from './transport'

export type Call = {
  method: string
  /** With version and query. */
  path: string
  /** The request as a sentence names it: `GET /info`. */
  what: string
  headers?: OutgoingHttpHeaders | undefined
  body?: Readable | Buffer | object | undefined
  /** From the end of the request to the head of the answer; 0: none. */
  answerTimeoutMs: number
  signal?: AbortSignal | undefined
  /** Once the connection stands, before anything goes out. Throws when nothing may. */
  beforeSent?: (() => void) | undefined
}

export type Endable = { destroy(error: Error): unknown }

const cancelled = (): AppError => new AppError('cancelled', 'The request was cancelled')

function encode(body: Call['body']): { payload: Buffer | Readable | undefined; headers: OutgoingHttpHeaders } {
  if (body === undefined) return { payload: undefined, headers: {} }
  if (body instanceof Readable) return { payload: body, headers: { 'content-type': 'application/x-tar' } }
  if (Buffer.isBuffer(body)) {
    return { payload: body, headers: { 'content-type': 'application/x-tar', 'content-length': body.length } }
  }
  const payload = Buffer.from(JSON.stringify(body))
  return { payload, headers: { 'content-type': 'application/json', 'content-length': payload.length } }
}

/** `underWay` holds what a dropped engine has to end. */
export async function send(transport: Transport, call: Call, underWay: Set<Endable>): Promise<IncomingMessage> {
  try {
    return await exchange(transport, call, underWay)
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw connectionFailure(error, transport.address)
    // A kept connection may have died since: reading again is safe, writing twice is not. Often all that were kept have
    // died together; each attempt uses up one of them, until a fresh one tells how it is.
    if (call.method === 'GET' || call.method === 'HEAD') return send(transport, call, underWay)
    throw error.cause
  }
}

class StaleConnection extends Error {}

function exchange(transport: Transport, call: Call, underWay: Set<Endable>): Promise<IncomingMessage> {
  const { address, connectTimeoutMs } = transport
  const { signal, answerTimeoutMs } = call
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled())
    const { payload, headers } = encode(call.body)
    const request: ClientRequest = transport.request({
      ...transport.target,
      agent: transport.agent,
      method: call.method,
      path: call.path,
      headers: { ...headers, ...call.headers },
    })
    let step: FailedStep = address.kind === 'ssh' ? 'ssh' : 'connect'
    let patience: Deadline | undefined
    const wait = (timeoutMs: number) => {
      patience?.clear()
      if (timeoutMs === 0) return
      patience = deadline(timeoutMs, () => {
        request.destroy(timeoutFailure(step, call.what, timeoutMs, address))
      })
    }
    const awaitAnswer = () => {
      step = 'api'
      try {
        call.beforeSent?.()
      } catch (error) {
        return void request.destroy(error as Error)
      }
      if (payload instanceof Readable) {
        patience?.clear()
        if (request.writableFinished) wait(answerTimeoutMs)
        else request.once('finish', () => wait(answerTimeoutMs))
      } else wait(answerTimeoutMs)
    }
    const abort = () => request.destroy(cancelled())
    const settle = () => {
      patience?.clear()
      underWay.delete(request)
      signal?.removeEventListener('abort', abort)
    }

    underWay.add(request)
    signal?.addEventListener('abort', abort)
    wait(connectTimeoutMs)
    request.once('socket', (socket) => {
      if (!('connecting' in socket) || !socket.connecting) return awaitAnswer()
      if (address.kind !== 'tls') return void socket.once('connect', awaitAnswer)
      socket.once('connect', () => {
        step = 'tls'
      })
      socket.once('secureConnect', awaitAnswer)
    })
    request.once('response', (response) => {
      settle()
      follow(response, signal, underWay)
      resolve(response)
    })
    request.once('upgrade', (_response, socket) => {
      socket.destroy()
      settle()
      if (payload instanceof Readable) payload.destroy()
      reject(unaskedTakeover(address))
    })
    request.on('error', (error) => {
      settle()
      if (payload instanceof Readable) payload.destroy()
      const failure = connectionFailure(error, address)
      const wasReset = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(request.reusedSocket && wasReset ? new StaleConnection('stale', { cause: failure }) : failure)
    })
    if (payload instanceof Readable) {
      payload.once('error', (error) => request.destroy(error))
      payload.pipe(request)
    } else request.end(payload)
  })
}

function follow(response: IncomingMessage, signal: AbortSignal | undefined, underWay: Set<Endable>): void {
  underWay.add(response)
  const abort = () => response.destroy(cancelled())
  signal?.addEventListener('abort', abort)
  response.once('close', () => {
    underWay.delete(response)
    signal?.removeEventListener('abort', abort)
  })
}
