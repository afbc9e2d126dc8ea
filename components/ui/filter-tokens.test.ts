import { describe, expect, it } from 'vitest'
import { filterSuggestions, filterTokens } from './filter-tokens'

const keys = { host: {}, state: { values: ['running', 'exited'] } }

describe('filter bar', () => {
  it('marks what is asked, excluded, searched and not understood', () => {
    const tokens = filterTokens(keys)('host:kiel-1 -state:exited web state:runing', 'en')
    expect(tokens.map((token) => token.tone)).toEqual(['is', 'not', 'text', 'bad'])
    expect(tokens[3]?.message).toContain('runing')
    expect(filterTokens(keys)('colour:red', 'de')[0]?.message).toMatch(/^unbekannter Schlüssel/)
  })

  it('offers keys, then values, and keeps what was already chosen', () => {
    const suggest = filterSuggestions(keys, { host: ['kiel-1', 'kiel-2'] })
    expect(suggest('-ho')).toEqual([{ insert: '-host:', label: 'host:', hint: 'kiel-1, kiel-2' }])
    expect(suggest('host:kiel-1,ki').map((offer) => offer.insert)).toEqual([
      'host:kiel-1,kiel-1 ',
      'host:kiel-1,kiel-2 ',
    ])
    expect(suggest('state:r')).toEqual([{ insert: 'state:running ', label: 'running' }])
  })
})
