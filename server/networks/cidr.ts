// Address arithmetic for IPv4 and IPv6 in CIDR notation. Addresses are BigInt, so both families share one set of rules.

export type Family = 4 | 6
export type Address = { family: Family; value: bigint }
/** `base` has no bits set behind the prefix. */
export type Range = { family: Family; base: bigint; prefix: number }

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)

const parseIPv4 = (text: string): bigint | null => {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0n
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null
    value = (value << 8n) | BigInt(part)
  }
  return value
}

/** The 16-bit groups on one side of `::`; an IPv4 tail counts as two. */
const parseGroups = (text: string): bigint[] | null => {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const tail = index === parts.length - 1 ? parseIPv4(part) : null
      if (tail === null) return null
      groups.push(tail >> 16n, tail & 0xffffn)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null
      groups.push(BigInt(`0x${part}`))
    }
  }
  return groups
}

const parseIPv6 = (text: string): bigint | null => {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const left = parseGroups(halves[0] ?? '')
  const right = halves.length === 2 ? parseGroups(halves[1] ?? '') : []
  if (!left || !right) return null
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...left, ...Array<bigint>(missing).fill(0n), ...right]
  return groups.reduce((value, group) => (value << 16n) | group, 0n)
}

export const parseAddress = (text: string): Address | null => {
  const family: Family = text.includes(':') ? 6 : 4
  const value = family === 4 ? parseIPv4(text) : parseIPv6(text)
  return value === null ? null : { family, value }
}

const masked = (family: Family, value: bigint, prefix: number): bigint => {
  const hostBits = BigInt(bitsOf(family) - prefix)
  return (value >> hostBits) << hostBits
}

/** The range of that size around an address. */
export const rangeAround = (address: Address, prefix: number): Range => ({
  family: address.family,
  base: masked(address.family, address.value, prefix),
  prefix,
})

/** Accepts set host bits (`10.0.1.5/24`); compare with `formatRange` to see whether there were any. */
export const parseRange = (text: string): Range | null => {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text)
  const address = match ? parseAddress(match[1] ?? '') : null
  const prefix = Number(match?.[2])
  if (!address || prefix > bitsOf(address.family)) return null
  return rangeAround(address, prefix)
}

const formatIPv6 = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(16 * (7 - index))) & 0xffffn)
  let zeros = { start: 0, length: 0 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (groups[start + length] === 0n) length++
    if (length > zeros.length) zeros = { start, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (zeros.length < 2) return hex.join(':')
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`
}

export const formatAddress = ({ family, value }: Address): string =>
  family === 6 ? formatIPv6(value) : [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')

export const formatRange = ({ family, base, prefix }: Range): string =>
  `${formatAddress({ family, value: base })}/${prefix}`

export const lastOf = (range: Range): bigint => range.base + (1n << BigInt(bitsOf(range.family) - range.prefix)) - 1n

export const overlaps = (a: Range, b: Range): boolean =>
  a.family === b.family && a.base <= lastOf(b) && b.base <= lastOf(a)

export const containsAddress = (range: Range, address: Address): boolean =>
  range.family === address.family && range.base <= address.value && address.value <= lastOf(range)

export const containsRange = (outer: Range, inner: Range): boolean =>
  outer.family === inner.family && outer.base <= inner.base && lastOf(inner) <= lastOf(outer)

const loopbacks = ['127.0.0.0/8', '::1/128'].flatMap((text) => parseRange(text) ?? [])

export const isLoopback = (ip: string): boolean => {
  const address = parseAddress(ip)
  return address !== null && loopbacks.some((range) => containsAddress(range, address))
}
