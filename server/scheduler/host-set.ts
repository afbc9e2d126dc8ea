// A set of hosts by slot, one bit each: filters narrow 10,000 hosts by a few hundred word operations.

export type HostSet = Uint32Array

export const emptySet = (capacity: number): HostSet => new Uint32Array((capacity + 31) >>> 5)

export const hasSlot = (set: HostSet, slot: number) => (((set[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1

export function addSlot(set: HostSet, slot: number) {
  set[slot >>> 5] = (set[slot >>> 5] as number) | (1 << (slot & 31))
}

export function dropSlot(set: HostSet, slot: number) {
  set[slot >>> 5] = (set[slot >>> 5] as number) & ~(1 << (slot & 31))
}

export function putSlot(set: HostSet, slot: number, isIn: boolean) {
  if (isIn) addSlot(set, slot)
  else dropSlot(set, slot)
}

export function keepOnly(target: HostSet, mask: HostSet) {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) & (mask[i] as number)
}

export function takeAway(target: HostSet, mask: HostSet) {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) & ~(mask[i] as number)
}

export function isEmptySet(set: HostSet) {
  for (let i = 0; i < set.length; i++) if (set[i] !== 0) return false
  return true
}

export function keepIf(set: HostSet, passes: (slot: number) => boolean) {
  for (const slot of slotsOf(set)) if (!passes(slot)) dropSlot(set, slot)
}

/** In ascending order. The list is taken first, so the set may change while it is walked. */
export function slotsOf(set: HostSet): number[] {
  const slots: number[] = []
  for (let i = 0; i < set.length; i++) {
    let word = set[i] as number
    while (word !== 0) {
      slots.push((i << 5) + 31 - Math.clz32(word & -word))
      word &= word - 1
    }
  }
  return slots
}
