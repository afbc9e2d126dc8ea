// The last bytes of a terminal, by their number since its beginning: what a browser that comes back has missed. Pure.

export type Replay = {
  /** Number of the byte that comes next. */
  end(): number
  push(chunk: Buffer): void
  /** What is kept from this byte on. `from` is later than asked for when older bytes are no longer kept. */
  since(from: number): { from: number; bytes: Buffer }
}

export const createReplay = (capacity: number): Replay => {
  let chunks: Buffer[] = []
  let kept = 0
  let end = 0
  return {
    end: () => end,
    push: (chunk) => {
      if (chunk.length === 0) return
      chunks.push(chunk)
      kept += chunk.length
      end += chunk.length
      while (kept > capacity) {
        const [first] = chunks
        if (first === undefined) return
        const surplus = kept - capacity
        if (first.length > surplus) chunks[0] = first.subarray(surplus)
        else chunks.shift()
        kept -= Math.min(first.length, surplus)
      }
    },
    since: (from) => {
      const start = Math.min(Math.max(from, end - kept), end)
      // Joined for good, so that many small pieces are put together once.
      const all = Buffer.concat(chunks)
      chunks = kept > 0 ? [all] : []
      return { from: start, bytes: all.subarray(all.length - (end - start)) }
    },
  }
}
