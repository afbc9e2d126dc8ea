// The digest of a tree of files as it passes by as a tar: the same whatever the order of its entries, so that two engines
// may be compared, and in constant memory however many files there are.
import { createHash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { extract, type Header } from 'tar-stream'

const modulus = 1n << 256n

/** Engines write the top folder with a time of their own; times of folders change by what is put into them. */
const factsOf = (header: Header, content: string): string => {
  const { type, mode, uid, gid, size, linkname, devmajor, devminor, mtime, pax } = header
  const name = header.name.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  const attributes = Object.entries(pax ?? {})
    .filter(([key]) => key.startsWith('SCHILY.xattr.'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const seconds = type === 'directory' || mtime === undefined ? 0 : Math.floor(mtime.getTime() / 1000)
  return JSON.stringify([
    name,
    type,
    (mode ?? 0) & 0o7777,
    uid,
    gid,
    size,
    linkname ?? null,
    devmajor ?? 0,
    devminor ?? 0,
    seconds,
    attributes,
    content,
  ])
}

export type TreeDigest = { digest: string; files: number; bytes: number }

/**
 * Passes a tar through unchanged and reads it on the way. `result` rejects when the tar is broken or ends too early.
 */
export const digestingTar = (onBytes: (bytes: number) => void = () => undefined) => {
  const reader = extract()
  let sum = 0n
  let files = 0
  let bytes = 0
  let passed = 0
  reader.on('entry', (header, stream, next) => {
    const hash = createHash('sha256')
    stream.on('data', (data) => {
      const chunk = data as Buffer
      hash.update(chunk)
      bytes += chunk.length
    })
    stream.on('end', () => {
      const entry = createHash('sha256')
        .update(factsOf(header, hash.digest('hex')))
        .digest('hex')
      sum = (sum + BigInt(`0x${entry}`)) % modulus
      files += 1
      next()
    })
    stream.on('error', next)
  })
  const result = new Promise<TreeDigest>((resolve, reject) => {
    reader.on('finish', () => resolve({ digest: sum.toString(16).padStart(64, '0'), files, bytes }))
    reader.on('error', reject)
    reader.on('close', () => reject(new Error('the archive ended too early')))
  })
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      passed += chunk.length
      onBytes(passed)
      this.push(chunk)
      if (reader.write(chunk)) done()
      else reader.once('drain', () => done())
    },
    flush(done) {
      reader.end(undefined)
      result.then(
        () => done(),
        (error: Error) => done(error),
      )
    },
    destroy(error, done) {
      reader.destroy(error ?? new Error('the transfer was given up'))
      done(error)
    },
  })
  // Also frees a write that waits for a reader that broke.
  result.catch((error: Error) => through.destroy(error))
  return { through, result }
}
