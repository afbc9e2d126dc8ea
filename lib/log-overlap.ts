// Takes up a log that broke off without a line lost or told twice: asked again from a little before the end, what comes
// again is known by its moment and words. Times alone would not do, because many lines share one. Pure.

export type OverlapLine = { at: string | null; stream: string; text: string }

/** How far back a log is read again: lines of one moment may be written out of order. */
export const overlapMs = 1_000

/** `most`: lines remembered of that time; beyond it a line may come twice, never be lost. */
export type OverlapSize = { ms: number; most: number }

export type LogOverlap = {
  /** Remembers lines as told. */
  tell(line: OverlapLine): void
  /** From when on to ask again; null: nothing was told yet. */
  since(): string | null
  /** From now on lines are those of the second reading. */
  again(): void
  /** Whether this line of the second reading is new. */
  isNew(line: OverlapLine): boolean
}

type Told = { ms: number; key: string }

export function createLogOverlap({ ms: spanMs, most }: OverlapSize = { ms: overlapMs, most: 20_000 }): LogOverlap {
  let told: Told[] = []
  let first = 0
  let newestMs = Number.NEGATIVE_INFINITY
  /** How often each line of the overlap was told and has not come again yet. Null: nothing can come again. */
  let expected: Map<string, number> | null = null
  let expectedUntilMs = 0
  const keyOf = ({ at, stream, text }: OverlapLine) => `${at}\n${stream}\n${text}`

  const forget = () => {
    while (first < told.length && ((told[first]?.ms ?? 0) < newestMs - spanMs || told.length - first > most)) first += 1
    if (first < 1_000) return
    told = told.slice(first)
    first = 0
  }

  return {
    tell(line) {
      if (line.at === null) return
      const ms = Date.parse(line.at)
      newestMs = Math.max(newestMs, ms)
      told.push({ ms, key: keyOf(line) })
      forget()
    },
    since: () => (Number.isFinite(newestMs) ? new Date(newestMs - spanMs).toISOString() : null),
    again() {
      expected = new Map()
      expectedUntilMs = newestMs + spanMs
      for (const { key } of told.slice(first)) expected.set(key, (expected.get(key) ?? 0) + 1)
    },
    isNew(line) {
      if (expected === null || line.at === null) return true
      if (Date.parse(line.at) > expectedUntilMs) {
        expected = null
        return true
      }
      const key = keyOf(line)
      const left = expected.get(key) ?? 0
      if (left === 0) return true
      expected.set(key, left - 1)
      return false
    },
  }
}
