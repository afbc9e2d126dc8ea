import { execFileSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Engine } from './engine'
import { listByExec, parseListing } from './list-by-exec'

describe('what a container says of a folder', () => {
  it('is read entry by entry, links with their targets', () => {
    const text =
      '//e81a4 120 1700000000 0 0 ./passwd\n//e43ff 4096 1700000000 1000 1000 ./tmp dir\n//ea1ff 7 1700000000 0 0 ./link\n//e21b6 0 0 0 0 ./null\n//l./link\n/usr/bin\n//end\n'
    expect(parseListing(text, false)).toEqual({
      kind: 'listed',
      isComplete: true,
      entries: [
        {
          name: 'passwd',
          kind: 'file',
          size: 120,
          mode: 0o644,
          uid: 0,
          gid: 0,
          modifiedAt: '2023-11-14T22:13:20.000Z',
          linkTarget: null,
        },
        {
          name: 'tmp dir',
          kind: 'folder',
          size: 4096,
          mode: 0o1777,
          uid: 1000,
          gid: 1000,
          modifiedAt: '2023-11-14T22:13:20.000Z',
          linkTarget: null,
        },
        {
          name: 'link',
          kind: 'link',
          size: 7,
          mode: 0o777,
          uid: 0,
          gid: 0,
          modifiedAt: '2023-11-14T22:13:20.000Z',
          linkTarget: '/usr/bin',
        },
        {
          name: 'null',
          kind: 'other',
          size: 0,
          mode: 0o666,
          uid: 0,
          gid: 0,
          modifiedAt: '1970-01-01T00:00:00.000Z',
          linkTarget: null,
        },
      ],
    })
  })
  it('keeps names with line breaks', () => {
    const text = '//e81a4 1 0 0 0 ./a\nb\n//e81a4 1 0 0 0 ./c\n//end\n'
    const listing = parseListing(text, false)
    expect(listing.kind === 'listed' && listing.entries.map(({ name }) => name)).toEqual(['a\nb', 'c'])
  })
  it('may be nothing, no folder, or no answer at all', () => {
    expect(parseListing('//end\n', false)).toMatchObject({ kind: 'listed', entries: [], isComplete: true })
    expect(parseListing('//no-folder\n', false)).toEqual({ kind: 'no-folder' })
    expect(parseListing('//no-tools\n', false)).toEqual({ kind: 'impossible' })
    expect(parseListing('exec: "sh": executable file not found', false)).toEqual({ kind: 'impossible' })
    expect(parseListing('', false)).toEqual({ kind: 'impossible' })
  })
  it('says when it was cut off, without the half of an entry', () => {
    expect(parseListing('//e81a4 1 0 0 0 ./a\n//e81a4 1 0 0 0 ./hal', true)).toMatchObject({
      kind: 'listed',
      isComplete: false,
      entries: [{ name: 'a' }],
    })
  })
})

it('tools of this machine answer the question as it is asked', async () => {
  const { listingScript } = await import('./list-by-exec')
  const text = execFileSync('sh', ['-c', listingScript, 'sh', '/'], { encoding: 'utf8' })
  const listing = parseListing(text, false)
  expect(listing).toMatchObject({ kind: 'listed', isComplete: true })
  const names = listing.kind === 'listed' ? listing.entries.map(({ name, kind }) => `${kind} ${name}`) : []
  expect(names).toEqual(expect.arrayContaining(['folder etc', 'folder tmp']))
  expect(parseListing(execFileSync('sh', ['-c', listingScript, 'sh', '/none'], { encoding: 'utf8' }), false)).toEqual({
    kind: 'no-folder',
  })
})

it('as root only programs are run that the container’s own user cannot have put there', async () => {
  const asked: unknown[] = []
  const engine = {
    address: 'tcp://kiel-1:2375',
    json: async (_method: string, _path: string, { body }: { body: object }) => {
      asked.push(body)
      return { Id: 'e1' }
    },
    stream: async () => Readable.from([]),
  } as unknown as Engine
  await listByExec(engine, 'c1', '/')
  expect(asked).toMatchObject([{ User: '0', Env: [expect.stringMatching(/^PATH=(\/(usr\/)?s?bin:)+\/busybox$/)] }])
})
