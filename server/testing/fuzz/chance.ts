// Chance that comes again with its seed.
export type Chance = {
  below(limit: number): number
  of<T>(choices: readonly T[]): T
  is(probability: number): boolean
  bytes(length: number): Buffer
  text(length: number): string
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const letters = [...'abcXYZ019._-~%/\\?#&=:;,"\'{}[]()<> \t\u0000\u00fc\u212a\u017f\ud83d\ude00']
  return {
    below,
    of: (choices) => choices[below(choices.length)] as never,
    is: (probability) => next() < probability,
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
    text: (length) => Array.from({ length }, () => letters[below(letters.length)]).join(''),
  }
}
