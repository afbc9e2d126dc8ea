import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIn, parseExact, stringifyExact } from './exact-json'

describe('exact JSON', () => {
  it('keeps whole numbers of 64 bits', () => {
    const text =
      '{"a":9223372036854775807,"b":[-9223372036854775808,12],"c":"9223372036854775807, 1","d":1.5e3,"\\"9007199254740993":1}'
    const value = parseExact(text) as Record<string, unknown>
    expect(stringifyExact(value)).toBe(text.replace('1.5e3', '1500'))
    expect(numberIn(value.a)).toBe(2 ** 63)
    expect([numberIn('x'), numberIn(7), numberIn(null)]).toEqual([0, 7, 0])
  })

  it('refuses what is nested deeper than anybody means, and counts no brackets in texts', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(stringifyExact(parseExact(nested(500)))).toBe(nested(500))
    expect(() => parseExact(nested(501))).toThrow('500 levels')
    expect(() => parseExact('{"a":'.repeat(200_000))).toThrow('500 levels')
    expect(parseExact(`"\\"${'['.repeat(600)}"`)).toBe(`"${'['.repeat(600)}`)
  })

  it('is JSON otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.parse(stringifyExact(parseExact(text)))).toEqual(JSON.parse(text))
      }),
    )
    for (const text of ['', '{', '{"a":}', '[1,]', '"', 'nope']) expect(() => parseExact(text)).toThrow()
  })
})
