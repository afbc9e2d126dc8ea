// An engine's answer as text, for the few that are changed on the way; with a bound, and whole or not at all.
import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'
import { isObject } from './http/read-body'

const mostBytes = 64 * 2 ** 20

export async function readAnswer(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer) {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostBytes) throw new AppError('engine_error', 'The engine answers with more than can be taken in.')
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('engine_error', 'The engine broke off in the middle of its answer.', { cause: error })
  } finally {
    answer.destroy()
  }
  return Buffer.concat(chunks).toString('utf8')
}

export type Made = { Id: string; Warnings?: string[] | null }

/** What an engine says that it has made. Throws engine_error. */
export function madeIn(text: string, hostName: string): Made {
  let made: unknown
  try {
    made = JSON.parse(text)
  } catch {
    made = null
  }
  if (isObject(made) && typeof made.Id === 'string' && made.Id !== '') return made as Made
  throw new AppError('engine_error', `${hostName} does not say what it has made.`)
}
