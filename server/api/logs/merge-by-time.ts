// Many logs as one, each of them in order already. Holds one batch of each and no more, however long they are: who reads
// slowly slows down the engines.

export type Timed = { micros: number }

const batchSize = 500

type Open<T> = { reader: AsyncIterator<T[]>; batch: T[]; at: number }

/** At equal times the earlier source comes first. Ends every source when its reader stops. */
export async function* mergeByTime<T extends Timed>(sources: readonly AsyncIterable<T[]>[]): AsyncGenerator<T[]> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]())
  const advance = async (open: Open<T>): Promise<boolean> => {
    for (;;) {
      const { done, value } = await open.reader.next()
      if (done) return false
      if (value.length === 0) continue
      open.batch = value
      open.at = 0
      return true
    }
  }
  try {
    const opened = await Promise.all(
      readers.map(async (reader) => {
        const open: Open<T> = { reader, batch: [], at: 0 }
        return (await advance(open)) ? open : null
      }),
    )
    let open = opened.filter((one) => one !== null)
    let out: T[] = []
    while (open.length > 0) {
      const { first, limit } = earliest(open)
      // Everything up to the next one's first line goes out in one run.
      while (first.at < first.batch.length) {
        const item = first.batch[first.at]
        if (!item || item.micros > limit.micros || (item.micros === limit.micros && limit.isBefore)) break
        out.push(item)
        first.at += 1
      }
      const isEmpty = first.at >= first.batch.length
      if (out.length >= batchSize || (isEmpty && out.length > 0)) {
        yield out
        out = []
      }
      if (isEmpty && !(await advance(first))) open = open.filter((one) => one !== first)
    }
    if (out.length > 0) yield out
  } finally {
    await Promise.allSettled(readers.map((reader) => reader.return?.()))
  }
}

/** The source whose turn it is, and when the next one's begins. */
function earliest<T extends Timed>(open: Open<T>[]): { first: Open<T>; limit: { micros: number; isBefore: boolean } } {
  const timeOf = (one: Open<T>) => one.batch[one.at]?.micros ?? Number.POSITIVE_INFINITY
  let first = 0
  let second = -1
  for (let at = 1; at < open.length; at += 1) {
    const time = timeOf(open[at] as Open<T>)
    if (time < timeOf(open[first] as Open<T>)) {
      second = first
      first = at
    } else if (second < 0 || time < timeOf(open[second] as Open<T>)) second = at
  }
  const next = open[second]
  return {
    first: open[first] as Open<T>,
    limit: { micros: next ? timeOf(next) : Number.POSITIVE_INFINITY, isBefore: second >= 0 && second < first },
  }
}

/** The last so many of what is merged, and of very long ones fewer; holds at most twice as many. */
export async function* newest<T>(
  batches: AsyncIterable<T[]>,
  count: number,
  most?: { weight: number; of: (item: T) => number },
): AsyncGenerator<T[]> {
  let kept: T[] = []
  let weight = 0
  const cut = () => {
    let from = kept.length
    weight = 0
    while (from > 0 && kept.length - from < count) {
      const next = most?.of(kept[from - 1] as T) ?? 0
      if (most && weight + next > most.weight) break
      weight += next
      from -= 1
    }
    kept = kept.slice(from)
  }
  for await (const batch of batches) {
    for (const item of batch) {
      kept.push(item)
      weight += most?.of(item) ?? 0
    }
    if (kept.length >= count * 2 + batchSize || (most && weight > most.weight * 2)) cut()
  }
  cut()
  for (let at = 0; at < kept.length; at += batchSize) yield kept.slice(at, at + batchSize)
}
