import { describe, expect, it } from 'vitest'
import { badTokens, compileFilter, type FilterFields, type FilterKeys, parseFilter } from './filter'

const keys: FilterKeys = { name: {}, host: {}, label: {}, state: { values: ['running', 'exited', 'dead'] } }
type Item = { name: string; host?: string; state?: string; labels?: string[] }
const fields: FilterFields<Item> = {
  values: {
    name: (item) => item.name,
    host: (item) => item.host ?? '',
    state: (item) => item.state ?? '',
    label: (item) => item.labels ?? [],
  },
  text: (item) => `${item.name}\n${item.host ?? ''}`,
}
const items: Item[] = [
  { name: 'web-1', host: 'n1', state: 'running', labels: ['tier', 'tier=front'] },
  { name: 'web-2', host: 'n2', state: 'exited', labels: ['tier', 'tier=front'] },
  { name: 'db', host: 'n2', state: 'dead', labels: ['tier', 'tier=back'] },
  { name: 'lone one', state: 'running' },
]
const found = (query: string): string[] => {
  const matches = compileFilter(parseFilter(query, keys), fields)
  return items.filter((item) => matches?.(item) ?? true).map((item) => item.name)
}

describe('the filter language', () => {
  it.each([
    ['', ['web-1', 'web-2', 'db', 'lone one']],
    ['state:exited,dead', ['web-2', 'db']],
    ['state:EXITED', ['web-2']],
    ['host:n2 state:dead', ['db']],
    ['-name:web*', ['db', 'lone one']],
    ['name:*b*1', ['web-1']],
    ['name:web', []],
    ['name:*', ['web-1', 'web-2', 'db', 'lone one']],
    ['label:tier=front', ['web-1', 'web-2']],
    ['label:tier', ['web-1', 'web-2', 'db']],
    ['label:tier=*a*', ['db']],
    ['-host:*', ['lone one']],
    ['eb-', ['web-1', 'web-2']],
    ['-eb-', ['db', 'lone one']],
    ['n2 web', ['web-2']],
    ['w*2', ['web-2']],
    ['"lone one"', ['lone one']],
    ['name:"lone one"', ['lone one']],
    ['name:db,"lone one"', ['db', 'lone one']],
    ['host:n1,', ['web-1']],
  ])('%j finds %j', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it.each([
    ['colour:red web-1', ['colour:red'], ['web-1']],
    ['state:runing', ['state:runing'], ['web-1', 'web-2', 'db', 'lone one']],
    ['state: db', ['state:'], ['db']],
    ['nginx:1.25', ['nginx:1.25'], ['web-1', 'web-2', 'db', 'lone one']],
    [':x', [':x'], ['web-1', 'web-2', 'db', 'lone one']],
    ['""', ['""'], ['web-1', 'web-2', 'db', 'lone one']],
    ['constructor:x', ['constructor:x'], ['web-1', 'web-2', 'db', 'lone one']],
  ])('%j ignores %j and says so', (query, bad, expected) => {
    expect(badTokens(parseFilter(query, keys))).toEqual(bad)
    expect(found(query)).toEqual(expected)
  })

  it('says where a token stands and why it is bad', () => {
    expect(parseFilter('  db -state:runing', keys)).toEqual([
      { text: 'db', start: 2, end: 4, negated: false, key: null, values: ['db'], problem: null },
      {
        text: '-state:runing',
        start: 5,
        end: 18,
        negated: true,
        key: 'state',
        values: ['runing'],
        problem: { code: 'unknown-value', key: 'state', value: 'runing' },
      },
    ])
  })

  it('takes a lone dash as text and an open quote to the end', () => {
    expect(found('-')).toEqual(['web-1', 'web-2'])
    expect(found('"lone o')).toEqual(['lone one'])
  })
})
