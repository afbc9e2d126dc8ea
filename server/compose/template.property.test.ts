import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { substituteTemplate } from './template'

const values: Record<string, string> = { A: 'a', EMPTY: '', NESTED: '$A' }
const lookup = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)
const text = (template: string) => substituteTemplate(template, lookup).text

describe('substituteTemplate', () => {
  it.each([
    ['$A', 'a'],
    ['${A}', 'a'],
    ['$$A', '$A'],
    ['x${A}y$A-z', 'xaya-z'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${UNSET:-d}', 'd'],
    ['${UNSET-d}', 'd'],
    ['${A:+r}', 'r'],
    ['${EMPTY:+r}', ''],
    ['${EMPTY+r}', 'r'],
    ['${UNSET+r}', ''],
    ['${UNSET:-${EMPTY:-${A}}}', 'a'],
    ['${UNSET:-http://${A}:80}/x', 'http://a:80/x'],
    ['${UNSET:-{"x":1}}', '{"x":1}'],
    ['$NESTED', '$A'],
    ['${UNSET:-$$}', '$'],
  ])('%s gives %s', (template, expected) => expect(text(template)).toBe(expected))

  it('names a variable that is not set, with the place of its use', () => {
    expect(substituteTemplate('ab $MISSING', lookup).uses).toEqual([
      { name: 'MISSING', expression: '$MISSING', offset: 3, value: null, unset: true },
    ])
  })

  it('does not evaluate a default that is not used', () => {
    expect(substituteTemplate('${A:-${B:?needed}}', lookup).mistakes).toEqual([])
  })

  it.each(['${A:?}', '$', '$(x)', '${', '${}', '${A', '${1}', '${A!b}'])('%s', (template) => {
    const wrong = substituteTemplate(template, lookup).mistakes
    expect(wrong.length).toBe(template === '${A:?}' ? 0 : 1)
  })

  it('reports a required variable with its reason', () => {
    const [mistake] = substituteTemplate('${TOKEN:?set the token for $A}', lookup).mistakes
    expect(mistake).toMatchObject({ kind: 'required', message: 'the variable TOKEN must be set: set the token for a' })
  })

  it('knows no defaults in format v1', () => {
    expect(substituteTemplate('${A}', lookup, { defaults: false }).text).toBe('a')
    expect(substituteTemplate('${A:-b}', lookup, { defaults: false }).mistakes[0]?.kind).toBe('syntax')
  })

  it('leaves text without a dollar as it is', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        fc.pre(!given.includes('$'))
        expect(text(given)).toBe(given)
      }),
    )
  })

  it('gives back any text in which every dollar is doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        expect(text(given.replaceAll('$', '$$$$'))).toBe(given)
      }),
    )
  })

  it('never puts a value through substitution again', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const result = substituteTemplate('<${V}>', (name) => (name === 'V' ? value : undefined))
        expect(result.text).toBe(`<${value}>`)
      }),
    )
  })

  it('ends on any text, and reports places inside it', () => {
    const pieces = fc.constantFrom('$', '{', '}', '${', ':-', ':?', ':+', 'A', 'B', ' ', '$$', '\n', '"')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const template = parts.join('')
        const { uses, mistakes } = substituteTemplate(template, lookup)
        for (const { offset } of [...uses, ...mistakes]) {
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(offset).toBeLessThan(template.length)
        }
      }),
    )
  })
})
