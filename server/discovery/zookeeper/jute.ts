// Jute, the encoding of ZooKeeper's protocol: big-endian numbers, and strings and vectors behind their length. Pure.

export function createWriter() {
  const parts: Buffer[] = []
  const number = (size: 4 | 8, value: number | bigint) => {
    const part = Buffer.alloc(size)
    if (size === 4) part.writeInt32BE(Number(value))
    else part.writeBigInt64BE(BigInt(value))
    parts.push(part)
    return writer
  }
  const writer = {
    int: (value: number) => number(4, value),
    long: (value: bigint | number) => number(8, value),
    bool(value: boolean) {
      parts.push(Buffer.from([value ? 1 : 0]))
      return writer
    },
    buffer(value: Buffer) {
      number(4, value.length)
      parts.push(value)
      return writer
    },
    text: (value: string) => writer.buffer(Buffer.from(value)),
    done: () => Buffer.concat(parts),
  }
  return writer
}
export type Writer = ReturnType<typeof createWriter>

/** Throws RangeError where the bytes end too soon. */
export function createReader(bytes: Buffer) {
  let at = 0
  const step = (size: number) => {
    if (size < 0 || at + size > bytes.length) throw new RangeError('The answer of ZooKeeper is cut short.')
    at += size
    return at - size
  }
  const reader = {
    int: () => bytes.readInt32BE(step(4)),
    long: () => bytes.readBigInt64BE(step(8)),
    buffer(): Buffer {
      const length = reader.int()
      if (length < 0) return Buffer.alloc(0)
      const from = step(length)
      return bytes.subarray(from, from + length)
    },
    text: () => reader.buffer().toString('utf8'),
    texts(): string[] {
      const count = reader.int()
      return Array.from({ length: Math.max(0, Math.min(count, bytes.length)) }, () => reader.text())
    },
    skip(size: number) {
      step(size)
      return reader
    },
  }
  return reader
}
export type Reader = ReturnType<typeof createReader>

/** The frames that are whole, each without its length, and what is left of the next. */
export function splitFrames(bytes: Buffer): { frames: Buffer[]; rest: Buffer } {
  const frames: Buffer[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const length = bytes.readInt32BE(at)
    if (length < 0 || length > mostBytes) throw new RangeError('What answers does not speak as ZooKeeper does.')
    if (at + 4 + length > bytes.length) break
    frames.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return { frames, rest: bytes.subarray(at) }
}

const mostBytes = 8 * 2 ** 20

export const framed = (bytes: Buffer): Buffer => createWriter().buffer(bytes).done()
