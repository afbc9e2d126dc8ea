// Reads an answer that is a sequence of JSON objects, one a line, as events and pull progress are.
import type { IncomingMessage } from 'node:http'
import { StringDecoder } from 'node:string_decoder'
import { AppError } from '@/server/errors'
import { type EngineAddress, placeOf } from './address'
import { connectionFailure } from './failure'

const longestLine = 4 * 1024 * 1024

/** Ends when the engine ends the answer; throws when the connection breaks or a line is no JSON object. */
export async function* jsonLines(
  response: IncomingMessage,
  what: string,
  address: EngineAddress,
): AsyncGenerator<Record<string, unknown>> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const read = (line: string): Record<string, unknown> | null => {
    if (line.trim() === '') return null
    try {
      const value: unknown = JSON.parse(line)
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
    } catch {
      // Told below: a line that is no object is as bad as one that is no JSON.
    }
    throw new AppError(
      'engine_error',
      `${placeOf(address)} sends ${what} something that is not JSON: ${line.slice(0, 80)}`,
      {
        details: { address: address.text },
      },
    )
  }
  try {
    for await (const chunk of response) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > longestLine)
        throw new AppError('engine_error', `${placeOf(address)} sends ${what} an endless line`)
      for (const line of lines) {
        const value = read(line)
        if (value) yield value
      }
    }
    const last = read(rest)
    if (last) yield last
  } catch (error) {
    throw connectionFailure(error, address)
  } finally {
    response.destroy()
  }
}
