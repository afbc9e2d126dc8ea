// Reads answers to their end and makes sense of them, whatever they are: JSON, half of it, a web page, nothing.
import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'
import { type EngineAddress, placeOf } from './address'
import { deadline } from './deadline'
import { connectionFailure, timeoutFailure, tlsExpected } from './failure'

/** A list of ten thousand containers is about 20 MB. */
const maxBytes = 128 * 1024 * 1024

export async function readText(
  response: IncomingMessage,
  what: string,
  timeoutMs: number,
  address: EngineAddress,
): Promise<string> {
  const patience = deadline(timeoutMs, () => response.destroy(timeoutFailure('api', what, timeoutMs, address)))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) {
        throw new AppError(
          'engine_error',
          `${placeOf(address)} answers ${what} with more than ${maxBytes / 2 ** 20} MiB`,
        )
      }
    }
  } catch (error) {
    throw connectionFailure(error, address)
  } finally {
    patience.clear()
    response.destroy()
  }
  return Buffer.concat(chunks).toString('utf8')
}

const excerpt = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

export function parseBody(text: string, what: string, address: EngineAddress): unknown {
  if (text.trim() === '') return undefined
  const parsed = parse(text)
  if (parsed) return parsed.value
  const looksCut = /^\s*[[{]/.test(text)
  throw new AppError(
    'engine_error',
    looksCut
      ? `${placeOf(address)} answers ${what} with JSON that breaks off`
      : `${placeOf(address)} answers ${what} with something that is not JSON: ${excerpt(text)}`,
    {
      details: {
        address: address.text,
        fix: looksCut ? 'Try again; look at dockerd on that host.' : 'Is it the port of a Docker engine?',
      },
    },
  )
}

/** The error of an answer whose head says failure. */
export function engineRefusal(statusCode: number, text: string, what: string, address: EngineAddress): AppError {
  if (statusCode === 400 && /HTTP request to an HTTPS server/i.test(text)) return tlsExpected(address)
  const parsed = parse(text)?.value
  const said = typeof parsed === 'object' && parsed !== null && 'message' in parsed ? parsed.message : undefined
  const message =
    typeof said === 'string' && said !== '' ? said : excerpt(text) || `status ${statusCode} without a word`
  return new AppError('engine_error', message, { details: { statusCode, request: what, address: address.text } })
}
