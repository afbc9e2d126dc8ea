import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bitsOf,
  containsAddress,
  containsRange,
  type Family,
  formatAddress,
  formatRange,
  overlaps,
  parseAddress,
  parseRange,
  rangeAround,
} from './cidr'
import { checkSubnet, chooseSubnet } from './subnets'

const address = (family: Family) =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(bitsOf(family))) - 1n }).map((value) => ({ family, value }))
const anyAddress = fc.oneof(
  address(4),
  address(6),
  // Mostly zero groups, where the short form of IPv6 has its corners.
  fc.array(fc.constantFrom<bigint>(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 }).map((groups) => ({
    family: 6 as const,
    value: groups.reduce((value, group) => (value << 16n) | group, 0n),
  })),
)
const anyRange = anyAddress.chain((each) =>
  fc.integer({ min: 0, max: bitsOf(each.family) }).map((prefix) => rangeAround(each, prefix)),
)
/** Ranges inside 10.0.0.0/8, where the default pools are. */
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 0xffffff }), fc.integer({ min: 9, max: 32 }))
  .map(([low, prefix]) => rangeAround({ family: 4, value: (10n << 24n) | BigInt(low) }, prefix))

test('every address and range reads back as it was written', () => {
  fc.assert(
    fc.property(anyAddress, anyRange, (one, range) => {
      expect(parseAddress(formatAddress(one))).toEqual(one)
      expect(parseRange(formatRange(range))).toEqual(range)
    }),
  )
})

test('overlap is symmetric, and is containment one way or the other', () => {
  fc.assert(
    fc.property(fc.oneof(anyRange, crowded), fc.oneof(anyRange, crowded), (a, b) => {
      expect(overlaps(a, b)).toBe(overlaps(b, a))
      expect(overlaps(a, b)).toBe(containsRange(a, b) || containsRange(b, a))
      expect(overlaps(a, a)).toBe(true)
    }),
  )
})

test('an address is in the range around it', () => {
  fc.assert(
    fc.property(anyAddress, fc.nat(128), (one, bits) => {
      expect(containsAddress(rangeAround(one, Math.min(bits, bitsOf(one.family))), one)).toBe(true)
    }),
  )
})

test('a chosen subnet lies in its pool, overlaps nothing in use and passes the check of a wanted one', () => {
  fc.assert(
    fc.property(fc.array(crowded, { maxLength: 60 }), fc.integer({ min: 16, max: 28 }), (ranges, prefix) => {
      const used = ranges.map((range) => ({ range, owner: 'network x' }))
      const free = chooseSubnet([{ range: '10.0.0.0/8', prefix }], used)
      if (!free) return
      expect(free.prefix).toBe(prefix)
      expect(ranges.filter((each) => overlaps(each, free))).toEqual([])
      expect(checkSubnet({ subnet: formatRange(free) }, used)).toBeNull()
    }),
  )
})

test('none is chosen only when none is left, and never a later one than needed', () => {
  const inSmallPool = fc
    .tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 17, max: 32 }))
    .map(([low, prefix]) => rangeAround({ family: 4, value: (10n << 24n) | BigInt(low) }, prefix))
  fc.assert(
    fc.property(fc.array(inSmallPool, { maxLength: 25 }), (ranges) => {
      const used = ranges.map((range) => ({ range, owner: 'network x' }))
      const every = Array.from({ length: 16 }, (_, index) => parseRange(`10.0.${index * 16}.0/20`)!)
      const first = every.find((each) => !ranges.some((range) => overlaps(range, each))) ?? null
      expect(chooseSubnet([{ range: '10.0.0.0/16', prefix: 20 }], used)).toEqual(first)
    }),
  )
})
