// Streams that take a connection over (attach, exec): first an ordinary exchange, and only when the engine itself has agreed to
// turn it over, bytes both ways, each direction closed on its own. Before that nothing of the client's reaches the engine but
// the one request, so that a refusal cannot be used to send it a second one behind our back.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, messageOf } from '@/server/errors'
import type { Outcome } from './audit'
import { badRequest, messageIn } from './http/docker-error'
import { answerHeaders, requestHeaders } from './http/framing'
import { lastWords } from './last-words'
import { clientLeft, failureOf } from './relay'
import type { Targets } from './types'

export type Upgrade = { request: IncomingMessage; socket: Duplex; head: Buffer }

const mostBodyBytes = 2 ** 20
const mostAnswerBytes = 2 ** 20
const bodyPatienceMs = 60_000
/** What tells the failure of a host from that of a client. */
const keepAliveMs = 15_000

/** Node leaves the body of an upgrading request unread; what follows it is the first of the stream. */
async function takeBody({ request, socket, head }: Upgrade): Promise<{ body: Buffer; early: Buffer }> {
  if (request.headers['transfer-encoding'] !== undefined) {
    throw badRequest('A request that takes the connection over needs a Content-Length.')
  }
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > mostBodyBytes) throw new AppError('payload_too_large', 'The body of the request is too large.')
  const chunks = [head]
  for (let size = head.length; size < length; ) {
    const chunk = isOver(socket) ? null : await nextChunk(socket)
    if (chunk === null) throw clientLeft()
    chunks.push(chunk)
    size += chunk.length
  }
  const taken = Buffer.concat(chunks)
  return { body: taken.subarray(0, length), early: taken.subarray(length) }
}

/** Nothing more comes from there. */
const isOver = (socket: Duplex): boolean => socket.destroyed || socket.readableEnded

const nextChunk = (socket: Duplex): Promise<Buffer | null> =>
  new Promise((resolve) => {
    const settle = (chunk: Buffer | null) => {
      clearTimeout(timer)
      socket.pause()
      for (const [name, listener] of listeners) socket.off(name, listener)
      resolve(chunk)
    }
    const gone = () => settle(null)
    const timer = setTimeout(gone, bodyPatienceMs)
    const listeners = [
      ['data', settle],
      ['end', gone],
      ['close', gone],
    ] as const
    for (const [name, listener] of listeners) socket.on(name, listener)
    socket.resume()
  })

const headOf = (line: string, headers: readonly string[]): string => {
  let text = `HTTP/1.1 ${line}\r\n`
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`
  return `${text}\r\n`
}

export function refuseOnSocket(socket: Duplex, { status, message }: { status: number; message: string }): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy()
  const body = `${JSON.stringify({ message })}\n`
  const headers = [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Connection',
    'close',
  ]
  socket.end(headOf(`${status} Refused`, headers) + body)
}

/** How long a client may keep its half of a stream on which nothing more can come. */
const lingerMs = 5_000

/** Both directions; resolves with what broke it, or null, when the engine's side is over. */
function join(client: Duplex, engine: Duplex, wordsFor: (error: Error) => Buffer | null): Promise<string | null> {
  return new Promise((resolve) => {
    engine.once('error', (error) => {
      engine.unpipe(client)
      const words = wordsFor(error)
      if (words === null || client.destroyed) client.destroy()
      else client.write(words, () => client.destroy())
      resolve(messageOf(error))
    })
    // An engine that has said everything closes the whole connection; so does this one.
    engine.once('end', () => engine.end())
    engine.once('close', () => {
      if (!client.destroyed) {
        client.end()
        client.resume()
        setTimeout(() => client.destroy(), lingerMs).unref()
      }
      resolve(null)
    })
    client.once('close', () => engine.destroy())
    client.pipe(engine)
    engine.pipe(client)
  })
}

/** Resolves when the stream is over, or the engine has refused it. */
export async function hijack(
  { cluster, leadership }: Targets,
  upgrade: Upgrade,
  { hostId, path, headers: more }: { hostId: string; path: string; headers?: Record<string, string> },
): Promise<Outcome> {
  const { request, socket } = upgrade
  const engine = cluster.engine(hostId)
  const hostName = cluster.host(hostId)?.name ?? 'the host'
  const { body, early } = await takeBody(upgrade)
  // Who has only said that nothing more comes is answered all the same, as by an engine.
  if (socket.destroyed) throw clientLeft()
  leadership?.requireLead()
  const headers = {
    ...requestHeaders(request.rawHeaders),
    ...more,
    'content-length': body.length,
    connection: 'Upgrade',
    upgrade: request.headers.upgrade ?? 'tcp',
  }
  const beforeSent = leadership?.requireLead
  const upstream = engine.open({ method: request.method ?? 'POST', path, headers, ownConnection: true, beforeSent })
  const leave = () => upstream.destroy(clientLeft())
  socket.once('close', leave)
  const stay = () => void socket.off('close', leave)
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(failureOf(engine, error))
    upstream.on('error', fail)
    upstream.once('upgrade', (answer, stream, first) => {
      stay()
      socket.write(headOf(`101 ${answer.statusMessage || 'UPGRADED'}`, answer.rawHeaders))
      if (first.length > 0) socket.write(first)
      if (early.length > 0) stream.write(early)
      if ('setKeepAlive' in socket && typeof socket.setKeepAlive === 'function') socket.setKeepAlive(true, keepAliveMs)
      const wordsFor = (error: Error) =>
        lastWords(answer.headers['content-type'], false, `The connection to ${hostName} broke off: ${error.message}`)
      join(socket, stream, wordsFor).then((failure) =>
        resolve(failure === null ? { status: 101 } : { status: 502, message: failure }),
      )
    })
    upstream.once('response', (answer) => {
      readWhole(answer).then((text) => {
        stay()
        const status = answer.statusCode ?? 502
        const kept = answerHeaders(answer.rawHeaders.filter(isNot('content-length', answer.rawHeaders)))
        kept.push('Content-Length', String(text.length), 'Connection', 'close')
        socket.end(Buffer.concat([Buffer.from(headOf(`${status} ${answer.statusMessage ?? ''}`, kept)), text]))
        resolve({ status, ...(status >= 400 ? { message: messageIn(text.toString('utf8')) } : {}) })
      }, fail)
    })
    upstream.end(body)
  })
}

/** Keeps pairs of names and values together. */
const isNot = (name: string, raw: readonly string[]) => (_value: string, at: number) =>
  raw[at - (at % 2)]?.toLowerCase() !== name

async function readWhole(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostAnswerBytes) break
  }
  return Buffer.concat(chunks)
}
