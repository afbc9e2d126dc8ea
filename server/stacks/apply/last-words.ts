// What a container said before it failed: it is about to be removed, and its log with it.

import { maskText } from '@/lib/mask'
import type { Engine } from '@/server/docker/engine'

const mostLines = 8
const mostCharacters = 600

/** Frames of a container without a terminal: 8 bytes of head, the length in the last four. */
const unframe = (data: Buffer): string => {
  const parts: Buffer[] = []
  let offset = 0
  while (offset + 8 <= data.length && (data[offset] ?? 9) <= 2) {
    const length = data.readUInt32BE(offset + 4)
    parts.push(data.subarray(offset + 8, offset + 8 + length))
    offset += 8 + length
  }
  return (parts.length > 0 ? Buffer.concat(parts) : data).toString('utf8')
}

export const lastWords = async (engine: Engine, ref: string): Promise<string> => {
  try {
    const query = { stdout: true, stderr: true, tail: mostLines }
    const stream = await engine.stream('GET', `/containers/${encodeURIComponent(ref)}/logs`, {
      query,
      timeoutMs: 5_000,
    })
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    const text = maskText(unframe(Buffer.concat(chunks))).trim()
    return text === '' ? '' : ` Its last words: ${text.slice(-mostCharacters)}`
  } catch {
    // The failure itself is told; a log that cannot be read must not hide it.
    return ''
  }
}
