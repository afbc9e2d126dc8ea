// Promises in seconds, held to them on a machine that others use too.
import { readFile } from 'node:fs/promises'

/** How long somebody has waited for a processor since the machine began, in milliseconds; null where the kernel does not tell. */
const waitedForProcessor = (): Promise<number | null> =>
  readFile('/proc/pressure/cpu', 'utf8').then(
    (text) => Number(/some .*total=(\d+)/.exec(text)?.[1]) / 1_000,
    () => null,
  )
const busyShare = 0.5
/** Then it may take this long. */
const mostSeconds = 60

const holds = (answer: unknown, expected: unknown): boolean => {
  if (expected instanceof RegExp) return expected.test(String(answer))
  if (typeof expected === 'string') return String(answer).includes(expected)
  return JSON.stringify(answer) === JSON.stringify(expected)
}

/**
 * Asks until the answer is (or, as a text, has) what is expected. A promise in seconds is held to them, unless others have kept
 * the machine so busy meanwhile that nobody could keep it.
 */
export async function within<T>(seconds: number, ask: () => Promise<T> | T, expected: unknown): Promise<T> {
  const [began, waited] = [performance.now(), await waitedForProcessor()]
  let limitMs = seconds * 1_000
  for (;;) {
    const answer = await ask()
    if (holds(answer, expected)) return answer
    const gone = performance.now() - began
    if (gone > limitMs) {
      const now = await waitedForProcessor()
      const isBusy = waited === null || now === null || (now - waited) / gone > busyShare
      if (!isBusy || gone > mostSeconds * 1_000)
        throw new Error(`not within ${seconds} s: ${String(expected)}, but ${JSON.stringify(answer)}`)
      limitMs = gone * 2
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Where no time is promised. */
export const eventually = <T>(ask: () => Promise<T> | T, expected: unknown): Promise<T> =>
  within(mostSeconds, ask, expected)
