// An engine's answer as text, for the few that are changed on the way; with a bound, and whole or not at all.
import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'

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
