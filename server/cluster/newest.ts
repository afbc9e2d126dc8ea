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

const usualMost = 1_000

/** `known`: when what is known of each was asked. */
export const createNewest = (known = new Map<string, number>()): Newest => {
  let clock = 0
  /** When those were asked that are not answered yet, the oldest first. */
  const underWay = new Set<number>()
  let most = usualMost
  /** Whatever is asked from now on is newer than all that is known, and what is not older than any that is awaited tells nothing. */
  const clear = () => {
    const [oldest] = underWay
    if (oldest === undefined) {
      known.clear()
      most = usualMost
    } else if (known.size > most) {
      for (const [key, at] of known) if (at <= oldest) known.delete(key)
      most = Math.max(usualMost, 2 * known.size)
    }
  }
  return {
    begin: () => {
      clock += 1
      const askedAt = clock
      underWay.add(askedAt)
      return {
        take: (key) => {
          if ((known.get(key) ?? 0) > askedAt) return false
          known.set(key, askedAt)
          return true
        },
        end: () => {
          underWay.delete(askedAt)
          clear()
        },
      }
    },
    now: (key) => {
      clock += 1
      if (underWay.size > 0) known.set(key, clock)
    },
  }
}
