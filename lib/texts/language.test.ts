import { describe, expect, it } from 'vitest'
import { acceptedLanguage } from './language'

describe('the language that a browser asks for', () => {
  it.each([
    ['de-DE,de;q=0.9,en;q=0.8', 'de'],
    ['en-GB,en;q=0.9,de;q=0.8', 'en'],
    ['fr,de;q=0.4,en;q=0.7', 'en'],
    ['fr-FR, de-AT;q=0.5', 'de'],
    ['de;q=0,en;q=0.1', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;;,q=,de;q=x', 'de'],
  ])('%s → %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language)
  })
  it('is English without a header', () => {
    expect(acceptedLanguage(null)).toBe('en')
  })
})
