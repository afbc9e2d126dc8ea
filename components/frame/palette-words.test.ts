import { describe, expect, it } from 'vitest'
import { paletteTexts } from '@/lib/texts/palette'
import { namedAs, typedVerb } from './palette-words'

const { en, de } = paletteTexts

describe('a verb before a name', () => {
  it('is known by its beginning, in both languages', () => {
    expect(typedVerb('rest web', en.typed)).toEqual({ verbs: ['restart'], name: 'web' })
    expect(typedVerb('Leeren kiel', de.typed)).toEqual({ verbs: ['drain'], name: 'kiel' })
  })

  it('may mean several, and may stand alone', () => {
    expect(typedVerb('sta', en.typed)).toEqual({ verbs: ['start', 'stats'], name: '' })
    expect(typedVerb('log shop web', en.typed)).toEqual({ verbs: ['logs'], name: 'shop web' })
  })

  it('is not seen in names', () => {
    expect(typedVerb('web', en.typed)).toBeNull()
    expect(typedVerb('re', en.typed)).toBeNull()
    expect(typedVerb('', en.typed)).toBeNull()
  })
})

describe('a name', () => {
  it('is found by its words in any order and case', () => {
    expect(namedAs('shop_data kiel-1', 'KIEL data')).toBe(true)
    expect(namedAs('shop_data kiel-1', 'kiel logs')).toBe(false)
  })
})
