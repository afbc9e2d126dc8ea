import { describe, expect, it } from 'vitest'
import { typedOn } from './typed-ahead'

const key = (name: string, over: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...over,
})
const typed = (...keys: ReturnType<typeof key>[]) => keys.reduce((text, each) => typedOn(text, each) ?? text, '')

describe('what is typed ahead', () => {
  it('is what the keys write', () => {
    expect(typed(key('r'), key('e'), key('ü'), key(' '), key('W'))).toBe('reü W')
    expect(typed(key('a'), key('b'), key('Backspace'))).toBe('a')
    expect(typed(key('@', { ctrlKey: true, altKey: true }))).toBe('@')
    expect(typed(key('ß', { altKey: true }))).toBe('ß')
  })

  it('is nothing of keys that write nothing', () => {
    for (const each of [
      key('Shift'),
      key('Enter'),
      key('k', { ctrlKey: true }),
      key('k', { metaKey: true }),
      key('Dead'),
    ])
      expect(typedOn('x', each)).toBeNull()
  })
})
