// Answers overtake each other: what was asked later is newer, whichever answer comes first. Pure.

export type Newest = {
  /** To be called before asking; `end` when all of its answers are kept or given up. */
  begin(): Ask
  /** What was learnt just now without asking, as from an event. */
  now(key: string): void
}
export type Ask = {
  /** False: what is known of it is newer. Else it is taken as known by this answer. */
  take(key: string): boolean
  end(): void
}

export const createNewest = (): Newest => {
  let clock = 0
  let underWay = 0
  const known = new Map<string, number>()
  return {
    begin: () => {
      clock += 1
      underWay += 1
      const askedAt = clock
      return {
        take: (key) => {
          if ((known.get(key) ?? 0) > askedAt) return false
          known.set(key, askedAt)
          return true
        },
        end: () => {
          underWay -= 1
          // Whatever is asked from now on is newer than all that is known.
          if (underWay === 0) known.clear()
        },
      }
    },
    now: (key) => {
      clock += 1
      if (underWay > 0) known.set(key, clock)
    },
  }
}
