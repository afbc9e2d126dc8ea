// What is too large to be kept: so many bytes, made as fast as they are read, and others swallowed as fast as they come. The file
// `/bulk/N` of any container is N bytes long, its folder `/bulk` takes any tar, and `head -c N /dev/zero` prints N bytes.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'

const piece = Buffer.alloc(64 * 1024, 'bulk of a farm\n')

/** Null: this path is no such file. */
export function bulkFileBytes(path: string): number | null {
  const [, digits] = /^\/bulk\/(\d{1,15})$/.exec(path) ?? []
  return digits === undefined ? null : Number(digits)
}
export const isBulkFolder = (path: string): boolean => path === '/bulk'

/** Null: this command is none that prints so much. */
export function printedBytes([name, option, count, file]: readonly string[]): number | null {
  if (name !== 'head' || option !== '-c' || file !== '/dev/zero' || !/^\d{1,15}$/.test(count ?? '')) return null
  return Number(count)
}

/** `framed`: what the bytes of one piece are sent as. */
export function bulk(bytes: number, framed: (piece: Buffer) => Buffer = (each) => each): Readable {
  const whole = framed(piece)
  let left = bytes
  return new Readable({
    read() {
      if (left <= 0) return void this.push(null)
      const size = Math.min(left, piece.length)
      left -= size
      this.push(size === piece.length ? whole : framed(piece.subarray(0, size)))
    },
  })
}

export async function giveBulkFile(name: string, bytes: number, response: ServerResponse): Promise<void> {
  const tar = pack()
  const entry = tar.entry({ name, size: bytes, mode: 0o644 }, () => tar.finalize())
  void pipeline(bulk(bytes), entry).catch((error: Error) => tar.destroy(error))
  await pipeline(tar, response)
}

/** How much has come. */
export async function swallow(request: IncomingMessage): Promise<number> {
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) size += chunk.length
  return size
}
