import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { type Header, pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { digestingTar } from './tar-digest'

type File = Partial<Header> & { name: string; content?: Buffer }

const tarOf = async (files: readonly File[]): Promise<Buffer> => {
  const tar = pack()
  for (const { content = Buffer.alloc(0), ...header } of files) {
    tar.entry({ mode: 0o644, mtime: new Date(0), ...header }, content)
  }
  tar.finalize()
  return buffer(tar)
}

const digestOf = async (tar: Buffer, pieceBytes = 700) => {
  const pieces = Array.from({ length: Math.ceil(tar.length / pieceBytes) }, (_, n) =>
    tar.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  )
  const { through, result } = digestingTar()
  const passed: Buffer[] = []
  await pipeline(Readable.from(pieces), through, async (source) => {
    for await (const chunk of source) passed.push(chunk as Buffer)
  })
  return { ...(await result), passed: Buffer.concat(passed) }
}

const file = fc.record({
  name: fc.uuid(),
  content: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  mode: fc.constantFrom(0o600, 0o644, 0o755),
  uid: fc.integer({ min: 0, max: 5 }),
})

describe('the digest of a tree', () => {
  it('passes the archive unchanged, and is the same in any order and any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 8 }), fc.integer({ min: 1, max: 5000 }), async (files, piece) => {
        const tar = await tarOf(files)
        const first = await digestOf(tar)
        const second = await digestOf(await tarOf([...files].reverse()), piece)
        expect(first.passed.equals(tar)).toBe(true)
        expect(second.digest).toBe(first.digest)
        expect(first.files).toBe(files.length)
      }),
      { numRuns: 40 },
    )
  })

  const base = { name: 'a', content: Buffer.from('hello') }
  it.each([
    ['content', { content: Buffer.from('hullo') }],
    ['name', { name: 'b' }],
    ['mode', { mode: 0o600 }],
    ['owner', { uid: 7 }],
    ['time', { mtime: new Date(5000) }],
  ])('tells another %s', async (_what, change) => {
    const one = await digestOf(await tarOf([base]))
    const other = await digestOf(await tarOf([{ ...base, ...change }]))
    expect(other.digest).not.toBe(one.digest)
  })

  it('does not tell times of folders and how the top is written', async () => {
    const one = await tarOf([{ name: './', type: 'directory', mtime: new Date(1000) }, { name: './a' }])
    const other = await tarOf([{ name: '/', type: 'directory', mtime: new Date(9000) }, { name: 'a' }])
    expect((await digestOf(one)).digest).toBe((await digestOf(other)).digest)
  })

  it('fails on an archive that breaks off', async () => {
    const tar = await tarOf([{ name: 'a', content: Buffer.alloc(4000, 1) }])
    await expect(digestOf(tar.subarray(0, 2000))).rejects.toThrow()
  })
})
