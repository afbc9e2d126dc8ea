import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathOf, readTarget } from './request-target'

describe('the path of a request', () => {
  it('is taken apart into version, segments and query', () => {
    expect(readTarget('/v1.45/containers/n1/web/json?size=1&x=%2F')).toMatchObject({
      version: '1.45',
      segments: ['containers', 'n1', 'web', 'json'],
      query: '?size=1&x=%2F',
    })
    expect(readTarget('/_ping')).toMatchObject({ version: null, segments: ['_ping'], query: '' })
    expect(readTarget('/images/sha256%3aab/json')).toMatchObject({ segments: ['images', 'sha256:ab', 'json'] })
  })

  it.each([
    ['', 'names no path'],
    ['*', 'names no path'],
    ['http://other/info', 'names no path'],
    ['/containers/../info', 'no name'],
    ['/containers/%2e%2e/info', 'no name'],
    ['/containers/.%2E/info', 'no name'],
    ['/containers/a%2Fb/json', 'no name'],
    ['/containers/a%5cb/json', 'no name'],
    ['/containers/a\\b/json', 'no name'],
    ['/containers/a%00b/json', 'no name'],
    ['/containers//json', 'empty segment'],
    ['//info', 'empty segment'],
    ['/info/', 'empty segment'],
    ['/containers/%zz/json', 'not properly encoded'],
    ['/containers/%ff/json', 'not properly encoded'],
    ['/info#x', 'contains a #'],
    ['/v1/info', 'no version'],
    ['/v1.45.6/info', 'no version'],
    [`/${'x'.repeat(40_000)}`, 'too long'],
  ])('%s is refused', (target, reason) => {
    expect(readTarget(target)).toContain(reason)
  })

  it('reads what it writes, whatever it is given', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', '%2f', '%2e', '%00', '//', 'v1.45', 'containers', 'a b', 'ü', '\\', '?', '#'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const read = readTarget(`/${pieces.join('/')}`)
        if (typeof read === 'string') return
        for (const segment of read.segments) {
          expect(segment).not.toMatch(/^\.{1,2}$|[/\\]/)
          expect(segment).not.toBe('')
        }
        if (read.segments.length === 0) return
        const again = readTarget(pathOf('1.45', read.segments, read.query))
        expect(again).toMatchObject({ version: '1.45', segments: read.segments, query: read.query })
      }),
      { numRuns: 500 },
    )
  })
})
