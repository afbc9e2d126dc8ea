// One clock for what a thousand hosts do every other second. A timer and a promise for each pause live just long enough to be
// copied by each collection of young garbage: of a process at rest that was a fifth of its work. Here a pause makes nothing anew.

/** What is done again and again, a pause after it was done before. */
export type Turn = {
  /** After so long; instead of a turn that is still to come. */
  after(ms: number): void
  /** Now if it waits, else as soon as `after` is called next. */
  hurry(): void
  stop(): void
}
export type Turns = (act: () => void) => Turn

/** Turns that fall into the same step come together: one waking for many costs less than one for each, and so do their answers. */
export const stepMs = 200
/** Shorter ones are kept to the millisecond. */
const shortestMs = 1_000

type Waiting = { step: number; act: () => void }

/** `now`: milliseconds that only ever grow. */
export function createTurns(now: () => number = () => performance.now()): Turns {
  const steps = new Map<number, Waiting[]>()
  let timer: NodeJS.Timeout | undefined
  let done = Math.floor(now() / stepMs)

  const schedule = () => {
    timer = setTimeout(tick, Math.ceil((done + 1) * stepMs - now()))
  }
  const tick = () => {
    timer = undefined
    const until = Math.floor(now() / stepMs)
    // A stall is made up for step by step; what was put off meanwhile is no longer where it was.
    while (done < until && steps.size > 0) {
      done += 1
      const waiting = steps.get(done)
      if (!waiting) continue
      steps.delete(done)
      for (const each of waiting) if (each.step === done) each.act()
    }
    done = until
    if (steps.size > 0) schedule()
  }

  return (act) => {
    let short: NodeJS.Timeout | undefined
    let isStopped = false
    let isDue = false
    const run = () => {
      waiting.step = -1
      short = undefined
      act()
    }
    const waiting: Waiting = { step: -1, act: run }
    const putOff = () => {
      waiting.step = -1
      clearTimeout(short)
      short = undefined
    }
    return {
      after(ms) {
        if (isStopped) return
        putOff()
        if (isDue || ms < shortestMs) {
          short = setTimeout(run, isDue ? 0 : ms)
          isDue = false
          return
        }
        if (timer === undefined) {
          done = Math.floor(now() / stepMs)
          schedule()
        }
        const step = Math.max(done + 1, Math.round((now() + ms) / stepMs))
        waiting.step = step
        const there = steps.get(step)
        if (there) there.push(waiting)
        else steps.set(step, [waiting])
      },
      hurry() {
        if (isStopped) return
        if (waiting.step < 0 && short === undefined) isDue = true
        else {
          putOff()
          short = setTimeout(run, 0)
        }
      },
      stop() {
        isStopped = true
        putOff()
      },
    }
  }
}
