// gRPC as far as it is carried on: whole first messages, streams from one connection to another, and refusals that clients print.
import http2, { type ClientHttp2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'

/** What BuildKit itself takes at most. */
const mostMessageBytes = 16 * 2 ** 20

export const grpcCodes = {
  cancelled: 1,
  forbidden: 7,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const

export type GrpcOutcome = { code: number; message: string }

/** A header, of which clients take so much; an engine's words may hold half a character. */
const longestWords = 2_000

export function refuseStream(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed || stream.closed) return
  const said = Buffer.from(message.slice(0, longestWords)).toString()
  const words = { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(said) }
  if (stream.headersSent) {
    stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
    return
  }
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...words }, { endStream: true })
}

/** All that the client says on it, as it came. */
export async function readStream(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostMessageBytes + 5) throw new Error('The message is too large.')
  }
  return Buffer.concat(chunks)
}

/** The first message of it; those that are compressed nobody here reads. */
export function messageOf(bytes: Buffer): Buffer {
  if (bytes.length < 5 || bytes[0] !== 0) throw new Error('The message is not a plain one.')
  const size = bytes.readUInt32BE(1)
  if (bytes.length < 5 + size) throw new Error('The message is cut short.')
  return bytes.subarray(5, 5 + size)
}

export const framed = (message: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** Node sends none of them, and throws where it is asked to. */
const ofOneHop = new Set([
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

const carried = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneHop.has(name)))

export const outcomeOf = (headers: IncomingHttpHeaders): GrpcOutcome => {
  const text = String(headers['grpc-message'] ?? '')
  let message = text
  try {
    message = decodeURIComponent(text)
  } catch {
    // As it came.
  }
  return { code: Number(headers['grpc-status'] ?? grpcCodes.internal), message }
}

export type Carried = {
  done: Promise<GrpcOutcome>
  /** Ends it at the engine; the client hears nothing of it. */
  abandon(): void
}

/** `body`: what the client has said already; absent: whatever it goes on to say. */
export function carryStream(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  upstream: ClientHttp2Session,
  body?: Buffer,
): Carried {
  const left: GrpcOutcome = { code: grpcCodes.cancelled, message: 'The client went away.' }
  if (stream.destroyed || stream.closed) return { done: Promise.resolve(left), abandon: () => undefined }
  let isAbandoned = false
  let resolve: (outcome: GrpcOutcome) => void = () => undefined
  const done = new Promise<GrpcOutcome>((settle) => {
    resolve = settle
  })
  const out = upstream.request(carried(headers), { endStream: false })
  const broke = (reason: string) => {
    resolve({ code: grpcCodes.unavailable, message: reason })
    if (!isAbandoned) refuseStream(stream, grpcCodes.unavailable, reason)
  }
  let trailers: IncomingHttpHeaders = { 'grpc-status': String(grpcCodes.unavailable) }
  out.on('error', (error) => broke(`The connection to the builder broke off: ${error.message}`))
  out.once('close', () => {
    if (isAbandoned || stream.headersSent) return
    broke('The builder has closed the stream without a word.')
  })
  out.once('response', (answer, flags) => {
    if (isAbandoned || stream.destroyed) return
    const isOver = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0
    stream.respond(carried(answer), isOver ? { endStream: true } : { waitForTrailers: true })
    if (isOver) return resolve(outcomeOf(answer))
    stream.once('wantTrailers', () => {
      stream.sendTrailers(trailers)
      resolve(outcomeOf(trailers))
    })
    out.pipe(stream)
  })
  out.once('trailers', (said) => {
    trailers = carried(said)
  })
  stream.once('close', () => {
    if (!isAbandoned && !out.closed) out.close(http2.constants.NGHTTP2_CANCEL)
    resolve(left)
  })
  if (body === undefined) stream.pipe(out)
  else out.end(body)
  return {
    done,
    abandon() {
      isAbandoned = true
      out.unpipe(stream)
      out.close(http2.constants.NGHTTP2_CANCEL)
    },
  }
}
