// One request to one engine of the farm, and the ways to answer it: headers, chunks and errors as a real engine sends them.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { engineVersion, newestApi } from './host-json'
import { Refusal } from './refusal'
import type { FarmHost } from './types'
import type { FarmWorld } from './world'

export type FarmCall = {
  world: FarmWorld
  host: FarmHost
  request: IncomingMessage
  response: ServerResponse
  /** What the route's pattern caught, decoded. */
  params: string[]
  query: URLSearchParams
  /** A fault: each body ends in its middle, then the connection. */
  breaksOff: boolean
}

/** A request that asked for an upgrade: the bare connection, and what of its body came along. */
export type HijackCall = Omit<FarmCall, 'response' | 'breaksOff'> & { socket: Duplex; body: string }

const headers = {
  'Api-Version': newestApi,
  'Docker-Experimental': 'false',
  Ostype: 'linux',
  Server: `Docker/${engineVersion} (linux)`,
}
/** Go sends what is longer than this in chunks. */
const chunkedFrom = 2_048

export function sendText(
  call: FarmCall,
  status: number,
  type: string,
  text: string,
  more: Record<string, string> = {},
): void {
  const { response } = call
  const length = Buffer.byteLength(text)
  if (call.breaksOff) {
    response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': length })
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())
    return
  }
  const size = length > chunkedFrom ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': String(length) }
  response.writeHead(status, { ...headers, 'Content-Type': type, ...size, ...more })
  response.end(text)
}

export const sendJsonText = (call: FarmCall, text: string, status = 200): void =>
  sendText(call, status, 'application/json', `${text}\n`)

export const sendJson = (call: FarmCall, value: unknown, status = 200): void =>
  sendJsonText(call, JSON.stringify(value), status)

export function sendNothing(call: FarmCall, status: 200 | 204 | 304): void {
  call.response.writeHead(status, status === 200 ? { ...headers, 'Content-Length': '0' } : headers)
  call.response.end()
}

/** The head of an answer that goes on; what is written then goes out at once. */
export function openStream(call: FarmCall, type = 'application/json'): ServerResponse {
  const { response } = call
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Transfer-Encoding': 'chunked' })
  response.flushHeaders()
  return response
}

const longestBody = 32 * 2 ** 20

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    chunks.push(chunk)
    size += chunk.length
    if (size > longestBody) throw new Refusal(413, 'http: request body too large')
  }
  return Buffer.concat(chunks)
}

export function parseJson<T>(text: string): T {
  if (text.trim() === '') return {} as T
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Refusal(400, 'invalid JSON: malformed request body')
  }
}

export const readJson = async <T>(call: FarmCall): Promise<T> =>
  parseJson<T>((await readBody(call.request)).toString('utf8'))

export function sendError(call: FarmCall, error: unknown): void {
  if (call.response.headersSent) return void call.response.destroy()
  const status = error instanceof Refusal ? error.status : 500
  if (status === 304) return void sendNothing(call, 304)
  sendJson(call, { message: error instanceof Error ? error.message : String(error) }, status)
}

export const isTrue = (query: URLSearchParams, name: string): boolean =>
  ['1', 'true', 'True'].includes(query.get(name) ?? '')

/** Docker's frame of one stream in a connection that carries two. */
export function frame(stream: 1 | 2, payload: string | Buffer): Buffer {
  const body = Buffer.from(payload)
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}
