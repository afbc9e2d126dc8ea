// Waits for a state of the machine that sends no event: a port that opens, a process that ends.
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@/server/errors'

/** Asks until the answer is neither null nor false; past the time it throws the sentence. */
export const until = async <T>(
  ask: () => Promise<T | null | false> | T | null | false,
  sentence: string | (() => Promise<string> | string),
  timeoutMs = 30_000,
  signal?: AbortSignal,
): Promise<T> => {
  const end = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const answer = await ask()
    if (answer !== null && answer !== false) return answer
    if (performance.now() > end) {
      throw new AppError('internal', typeof sentence === 'string' ? sentence : await sentence())
    }
    await pause(40)
  }
}
