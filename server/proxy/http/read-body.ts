// Small bodies that are read here rather than relayed, with a bound: a giant one is refused before it is in memory.
import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'
import { badRequest } from './docker-error'
import { parseExact } from './exact-json'

const mostJsonBytes = 4 * 2 ** 20
/** Between one piece and the next; a client that has gone silent holds nothing for ever. */
const patienceMs = 60_000

export async function readBody(request: IncomingMessage, mostBytes = mostJsonBytes): Promise<Buffer> {
  const tooLarge = () =>
    new AppError('payload_too_large', `The body of the request is larger than ${Math.round(mostBytes / 2 ** 20)} MiB.`)
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => request.destroy(badRequest('The body of the request did not come.')), patienceMs)
  try {
    for await (const chunk of request) {
      timer.refresh()
      chunks.push(chunk)
      size += chunk.length
      if (size > mostBytes) throw tooLarge()
    }
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks)
}

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An empty body is an empty object, as engines take it. */
export const readJsonObject = async (request: IncomingMessage): Promise<JsonObject> =>
  jsonObjectIn(await readBody(request))

export function jsonObjectIn(body: Buffer): JsonObject {
  const text = body.toString('utf8')
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = parseExact(text)
  } catch (error) {
    throw badRequest(`The body is not JSON: ${(error as Error).message}`)
  }
  if (!isObject(value)) throw badRequest('The body is not a JSON object.')
  return value
}
