import { describe, expect, it } from 'vitest'
import { nameMatcher, truthOf } from './filters'

describe('a filter by name', () => {
  it.each([
    ['web', 'shop-web-1', true],
    ['/shop', 'shop-web-1', true],
    ['/web', 'shop-web-1', false],
    ['^shop-web-1$', 'shop-web-1', true],
    ['^/shop-web-1$', 'shop-web-1', true],
    ['^/?(web|db)$', 'db', true],
    ['^/?(web|db)$', 'db2', false],
    ['w.b', 'web', true],
    ['^(broken', 'a^(broken', false],
    ['^(broken', '^(broken', true],
  ])('%s takes %s: %s', (wanted, name, isTaken) => {
    expect(nameMatcher([wanted])(name)).toBe(isTaken)
  })

  it('takes what any of several does, and all when there is none', () => {
    expect(nameMatcher(['^a$', '^b$'])('b')).toBe(true)
    expect(nameMatcher([])('b')).toBe(true)
  })

  it('keeps nobody waiting, whatever is asked for', () => {
    expect(nameMatcher(['^(a+)+$'])(`${'a'.repeat(5_000)}!`)).toBe(false)
  })
})

describe('a filter that is true or false', () => {
  const of = (...values: string[]) => truthOf(new Map([['dangling', values]]), 'dangling')

  it('is so as for an engine', () => {
    expect([of('1'), of('true', '1'), of('0'), of('false'), of()]).toEqual([true, true, false, false, undefined])
    for (const odd of [['x'], ['true', 'false'], ['']]) expect(() => of(...odd)).toThrow(/^invalid filter 'dangling=\[/)
  })
})
