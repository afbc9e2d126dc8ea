// One HTTP answer at the beginning of what has come, read without Node's client: only the plain forms that engines write. Pure.

/** `end`: where the next one begins. Null: not all of it is there. Odd: not for us. */
export type PlainAnswer = { status: number; text: string; end: number } | null | 'odd'

const longestHead = 16_384
/** Whatever is larger is read by those who are made for it. */
const longestBody = 4 * 2 ** 20
const endOfHead = Buffer.from('\r\n\r\n')
const endOfLine = Buffer.from('\r\n')

const textOf = (pieces: readonly Buffer[]): string =>
  (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)).toString('utf8')

function readChunked(bytes: Buffer, start: number): { text: string; end: number } | null | 'odd' {
  const pieces: Buffer[] = []
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf(endOfLine, at)
    if (lineEnd < 0) return bytes.length - at > 64 ? 'odd' : null
    const line = bytes.toString('latin1', at, lineEnd)
    if (!/^[0-9a-f]{1,7}$/i.test(line)) return 'odd'
    const size = Number.parseInt(line, 16)
    const from = lineEnd + 2
    const until = from + size
    if (until - start > longestBody) return 'odd'
    if (bytes.length < until + 2) return null
    if (bytes[until] !== 13 || bytes[until + 1] !== 10) return 'odd'
    at = until + 2
    // Of one piece, as nearly all are, nothing is copied.
    if (size === 0) return { text: textOf(pieces), end: at }
    pieces.push(bytes.subarray(from, until))
  }
}

export function readAnswer(bytes: Buffer): PlainAnswer {
  const headEnd = bytes.indexOf(endOfHead)
  if (headEnd < 0) return bytes.length > longestHead ? 'odd' : null
  const head = bytes.toString('latin1', 0, headEnd)
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d)(?: |\r\n)/.exec(head)?.[1])
  if (!status || status === 204 || status === 304 || /\r\nconnection: *close/i.test(head)) return 'odd'
  const from = headEnd + 4
  const codings = head.match(/\r\ntransfer-encoding: *[^\r]*/gi) ?? []
  const lengths = head.match(/\r\ncontent-length: *[^\r]*/gi) ?? []
  if (codings.length + lengths.length !== 1) return 'odd'
  if (codings.length === 1) {
    if (!/: *chunked *$/i.test(codings[0] as string)) return 'odd'
    const body = readChunked(bytes, from)
    return body === null || body === 'odd' ? body : { status, ...body }
  }
  const length = Number(/: *(\d{1,7}) *$/.exec(lengths[0] as string)?.[1] ?? Number.NaN)
  if (!(length <= longestBody)) return 'odd'
  const end = from + length
  return bytes.length < end ? null : { status, text: bytes.toString('utf8', from, end), end }
}
