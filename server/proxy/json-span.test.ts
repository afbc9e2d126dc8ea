import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanOf, withMember } from './json-span'

describe('a place in a JSON text', () => {
  it('is found however the text is laid out', () => {
    const text = ' { "a\\"}" : [1, {"b": "}"}], "b": {"c": {"d": "x, y"}, "e": -1.5e3 } } '
    const at = (...keys: string[]) => {
      const span = spanOf(text, keys)
      return span && text.slice(span.start, span.end)
    }
    expect(at('a"}')).toBe('[1, {"b": "}"}]')
    expect(at('b', 'c')).toBe('{"d": "x, y"}')
    expect(at('b', 'c', 'd')).toBe('"x, y"')
    expect(at('b', 'e')).toBe('-1.5e3')
    expect(at('b', 'nothing')).toBeNull()
    expect(at('b', 'e', 'f')).toBeNull()
  })

  it('is none in what is no JSON', () => {
    for (const text of ['', '{', '{"a"', '{"a":', '{"a":"', '{"a":{', '[]', 'x', '{"b":1 "a":2}']) {
      expect(spanOf(text, ['a']), text).toBeNull()
    }
  })

  it('holds the value that a parser finds there', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1, maxKeys: 5 })
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 2 }), (object, indent) => {
        const text = JSON.stringify(object, null, indent)
        const parsed = JSON.parse(text) as Record<string, unknown>
        for (const key of Object.keys(parsed)) {
          const span = spanOf(text, [key])
          expect(span && JSON.parse(text.slice(span.start, span.end))).toEqual(parsed[key])
        }
        const more = withMember(`${text}\n`, 'Node', { Name: 'n1' })
        expect(JSON.parse(more)).toEqual({ ...parsed, Node: { Name: 'n1' } })
        expect(more.startsWith(text.slice(0, text.lastIndexOf('}')))).toBe(true)
      }),
    )
  })
})
