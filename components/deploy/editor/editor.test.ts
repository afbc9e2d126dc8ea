import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeSchema } from '@/lib/compose'
import { aboutPath, keysAt, kindsAt, valuesAt } from './schema-lookup'
import { yamlContext } from './yaml-context'

/** The context at the mark `‸`. */
const at = (text: string) => yamlContext(text.replace('‸', ''), text.indexOf('‸'))

describe('the place of the cursor', () => {
  it.each<[string, (string | 0)[], 'key' | 'value', string]>([
    ['ser‸', [], 'key', 'ser'],
    ['services:\n  web:\n    im‸', ['services', 'web'], 'key', 'im'],
    ['services:\n  web:\n    restart: al‸', ['services', 'web', 'restart'], 'value', 'al'],
    ['services:\n  web:\n    ports:\n      - target: 80\n        mo‸', ['services', 'web', 'ports', 0], 'key', 'mo'],
    ['services:\n  web:\n    ports:\n    - target: 80\n      mo‸', ['services', 'web', 'ports', 0], 'key', 'mo'],
    ['services:\n  web:\n    depends_on:\n      - d‸', ['services', 'web', 'depends_on', 0], 'key', 'd'],
    ['services:\n  web:\n    depends_on:\n    - a\n    - d‸', ['services', 'web', 'depends_on', 0], 'key', 'd'],
    [
      'services:\n  web:\n    image: a\n\n  # x\n  api:\n    deploy:\n      mode: ‸',
      ['services', 'api', 'deploy', 'mode'],
      'value',
      '',
    ],
    ['services:\n  web:\n    image: a\n    ‸\n  api:\n    image: b', ['services', 'web'], 'key', ''],
  ])('%j', (text, path, typing, word) => expect(at(text)).toMatchObject({ path, typing, word }))

  it('knows which keys are there already', () => {
    expect(at('services:\n  web:\n    image: a\n    ‸\n    ports: []\n  api:\n    build: .')?.siblings.sort()).toEqual([
      'image',
      'ports',
    ])
  })
  it('is nowhere in a comment', () => expect(at('services:\n  # im‸')).toBeNull())
  it('answers for any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ': ', '\n', '  ', '- ', '#', '"', ':'), { maxLength: 30 }),
        fc.nat(40),
        (parts, offset) => {
          const text = parts.join('')
          expect(() => yamlContext(text, Math.min(offset, text.length))).not.toThrow()
        },
      ),
    )
  })
})

describe('what the schema offers', () => {
  const web = ['services', 'web']
  it('keys of a service and of what is nested in it', () => {
    expect(keysAt(composeSchema, []).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['services', 'networks', 'volumes']),
    )
    expect(keysAt(composeSchema, web).map(({ key }) => key)).toEqual(
      expect.arrayContaining(['image', 'ports', 'deploy']),
    )
    expect(keysAt(composeSchema, [...web, 'deploy', 'placement']).map(({ key }) => key)).toContain('constraints')
    expect(keysAt(composeSchema, [...web, 'ports', 0]).map(({ key }) => key)).toContain('published')
  })
  it('values where there are only a few', () => {
    expect(valuesAt(composeSchema, [...web, 'deploy', 'update_config', 'order'])).toEqual(['start-first', 'stop-first'])
    expect(valuesAt(composeSchema, [...web, 'privileged'])).toEqual(['true', 'false'])
  })
  it('words about a key', () => {
    expect(aboutPath(composeSchema, [...web, 'image'])).toMatch(/image/i)
    expect(kindsAt(composeSchema, [...web, 'image'])).toEqual(['string'])
    expect(aboutPath(composeSchema, ['no', 'such', 'path'])).toBe('')
  })
})
