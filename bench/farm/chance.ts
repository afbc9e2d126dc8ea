// Numbers that look random and are the same in each run: everything the farm makes up follows from its seed. Pure.

export type Chance = {
  /** 0 ≤ x < 1 */
  next(): number
  /** 0 ≤ n < below */
  under(below: number): number
  pick<T>(list: readonly T[]): T
  isBelow(share: number): boolean
}

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

const stepped = (state: number): number => (state + 0x6d2b79f5) | 0

/** What a state gives: a whole number below 2 ** 32. */
const drawn = (state: number): number => {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return (mixed ^ (mixed >>> 14)) >>> 0
}

/** The same parts give the same row of numbers. */
export function chanceOf(...parts: (string | number)[]): Chance {
  let state = hashOf(parts.join('\0'))
  const next = () => {
    state = stepped(state)
    return drawn(state) / 2 ** 32
  }
  const under = (below: number) => Math.floor(next() * below)
  return {
    next,
    under,
    pick: <T>(list: readonly T[]): T => {
      const picked = list[under(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    isBelow: (share) => next() < share,
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

const digits = Array.from({ length: 2 ** 16 }, (_, number) => number.toString(16).padStart(4, '0'))

/** So many hexadecimal digits, as Docker's ids are: each inspect has five of them. */
export function hexOf(length: number, ...parts: (string | number)[]): string {
  let state = hashOf(parts.join('\0'))
  let text = ''
  while (text.length < length) {
    state = stepped(state)
    const number = drawn(state)
    text += (digits[number >>> 16] as string) + (digits[number & 0xffff] as string)
  }
  return text.length === length ? text : text.slice(0, length)
}

/** 25 letters and digits, as ids of Swarm mode are. */
export function swarmIdOf(...parts: (string | number)[]): string {
  const chance = chanceOf(...parts)
  return Array.from({ length: 25 }, () => letters[chance.under(letters.length)]).join('')
}
