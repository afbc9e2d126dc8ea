import { describe, expect, it } from 'vitest'
import { isTexts, listOf, numberOf, recordOf, textOf, textsOf, wordsOf } from './json-value'

const anything = [undefined, null, true, 0, 7, '', 'text', [], ['a', 1], ['a', 'b'], {}, { a: 1 }]

describe('JSON that nobody vouches for', () => {
  it('has fields only where it is a record, so that a list is never taken for one', () => {
    expect(anything.map(recordOf).filter((one) => Object.keys(one).length > 0)).toEqual([{ a: 1 }])
    expect(Object.keys(recordOf(['a', 'b']))).toEqual([])
  })

  it('is a text, a number or a list only where it is one', () => {
    expect(anything.map(textOf).filter((one) => one !== '')).toEqual(['text'])
    expect(anything.map(numberOf).filter((one) => one !== 0)).toEqual([7])
    expect(anything.map(listOf).filter((one) => one.length > 0)).toEqual([
      ['a', 1],
      ['a', 'b'],
    ])
  })

  it('is a list of texts as a whole or not at all, and words in any case', () => {
    expect(anything.filter(isTexts)).toEqual([[], ['a', 'b']])
    expect([textsOf(['a', 1]), textsOf(['a', 'b']), wordsOf(['a', 1, null]), wordsOf('a')]).toEqual([
      [],
      ['a', 'b'],
      ['a', '1', 'null'],
      [],
    ])
  })
})
