// A time-out that blames nobody for our own slowness: when it is over, what has arrived meanwhile is looked at first. After
// a stall of this process timers come before the answers that have long been there.

export type Deadline = { clear(): void }

export function deadline(ms: number, onPassed: () => void): Deadline {
  let turn: NodeJS.Immediate | undefined
  const timer = setTimeout(() => {
    // Timers run before the sockets are read, immediates after that.
    turn = setImmediate(() => {
      turn = setImmediate(onPassed)
    })
  }, ms)
  return {
    clear() {
      clearTimeout(timer)
      if (turn) clearImmediate(turn)
    },
  }
}
