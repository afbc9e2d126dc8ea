// What a client is told inside a stream whose host has gone: the head is long sent, so the words take the form of the stream.

const stderr = 2

const frame = (text: string): Buffer => {
  const words = Buffer.from(`${text}\n`)
  const head = Buffer.alloc(8)
  head.writeUInt8(stderr, 0)
  head.writeUInt32BE(words.length, 4)
  return Buffer.concat([head, words])
}

/** Null: this form has no place for words, and only the break tells. */
export function lastWords(contentType: string | undefined, reportsProgress: boolean, text: string): Buffer | null {
  if (contentType === 'application/vnd.docker.multiplexed-stream') return frame(text)
  if (reportsProgress && contentType?.startsWith('application/json')) {
    return Buffer.from(`${JSON.stringify({ errorDetail: { message: text }, error: text })}\r\n`)
  }
  return null
}
