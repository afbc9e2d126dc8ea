// First looks at hosts, begun only as fast as this process keeps up with them. A thousand hosts that are read at once bring
// thousands of answers in one turn of the event loop, and whoever asks the console meanwhile waits for seconds.

export type Pace = <T>(act: () => Promise<T>) => Promise<T>

/** So many are always under way, however late everything is. */
const fewest = 12
const most = 96
const tickMs = 20
const perTick = 8
/** A tick that comes later than this says that there is enough to do. */
const toleratedMs = 12
/** A host that hangs keeps no place from those that answer. */
const longestPlaceMs = 2_000

export function createPace(now: () => number = () => performance.now()): Pace {
  const waiting: (() => void)[] = []
  let running = 0
  let ticker: NodeJS.Timeout | undefined
  let dueMs = 0

  const schedule = () => {
    dueMs = now() + tickMs
    ticker = setTimeout(tick, tickMs)
  }
  const tick = () => {
    const isLate = now() - dueMs > toleratedMs
    const room = isLate ? fewest - running : Math.min(perTick, most - running)
    for (const begin of waiting.splice(0, Math.max(0, room))) begin()
    ticker = undefined
    if (waiting.length > 0) schedule()
  }
  const place = () => {
    running += 1
    let isTaken = true
    const leave = () => {
      if (isTaken) running -= 1
      isTaken = false
      clearTimeout(timer)
    }
    const timer = setTimeout(leave, longestPlaceMs)
    return leave
  }

  return async (act) => {
    const leave =
      running < fewest && waiting.length === 0
        ? place()
        : await new Promise<() => void>((resolve) => {
            waiting.push(() => resolve(place()))
            if (ticker === undefined) schedule()
          })
    try {
      return await act()
    } finally {
      leave()
    }
  }
}
