// The few forms of DER that a certificate consists of. Written only: whatever is read, Node reads. Pure.

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

export const tagged = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

export const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts)
export const set = (...parts: Buffer[]): Buffer => tagged(0x31, ...parts)
export const octets = (content: Buffer): Buffer => tagged(0x04, content)
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8'))
export const yes = tagged(0x01, Buffer.from([0xff]))
/** In whole bytes, or with so many bits at the end that do not count. */
export const bits = (content: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content)
/** `[n]`, around a value or instead of its own tag. */
export const explicit = (n: number, content: Buffer): Buffer => tagged(0xa0 | n, content)
export const implicit = (n: number, content: Buffer): Buffer => tagged(0x80 | n, content)

/** Of unsigned bytes: in the fewest, with a zero before what would look negative. */
export const integer = (bytes: Buffer): Buffer => {
  let at = 0
  while (at < bytes.length - 1 && bytes[at] === 0) at += 1
  const least = bytes.subarray(at)
  return tagged(0x02, (least[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), least]) : least)
}

export const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = rest.flatMap((arc) => {
    const bytes = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(0x80 | (left % 128))
    return bytes
  })
  return tagged(0x06, Buffer.from([first * 40 + second, ...arcs]))
}

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 wants it. */
export const time = (at: Date): Buffer => {
  const text = `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`
  return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text))
}
