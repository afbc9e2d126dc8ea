// A pause that the end of its loop, or a reason to hurry, cuts short; and work in bounded numbers.

export type Alarm = { sleep(ms: number): Promise<void>; wake(): void }

/** `wake` ends the present sleep, or the next one if nobody sleeps. */
export function createAlarm(): Alarm {
  let isDue = false
  let ring: (() => void) | undefined
  return {
    sleep(ms) {
      if (isDue) {
        isDue = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => ring?.(), ms)
        ring = () => {
          clearTimeout(timer)
          ring = undefined
          isDue = false
          resolve()
        }
      })
    },
    wake() {
      if (ring) ring()
      else isDue = true
    },
  }
}

/** Runs `act` on every item, at most `limit` at a time; the first failure is thrown after those under way have ended. */
export async function eachLimited<T>(
  items: Iterable<T>,
  limit: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  let hasFailed = false
  const work = async () => {
    for (let next = iterator.next(); !next.done && !hasFailed; next = iterator.next()) {
      try {
        await act(next.value)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: limit }, work))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** Resolves when the work is over, or the time. The work goes on and must not reject. */
export const noLonger = (ms: number, work: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    void work.finally(() => {
      clearTimeout(timer)
      resolve()
    })
  })

export const jittered = (ms: number, random: () => number = Math.random): number => ms * (0.8 + 0.4 * random())
