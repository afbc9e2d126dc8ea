import { describe, expect, it } from 'vitest'
import { compileSearch } from './line-match'
import { correctionMs, microsOf } from './log-time'

const plain = { regex: false, matchCase: false, invert: false }

describe('a search in lines', () => {
  it('finds text, in any case unless asked otherwise', () => {
    const match = compileSearch({ ...plain, search: 'Err' })
    expect(match?.('an error, no ERR')).toEqual([3, 6, 13, 16])
    expect(match?.('fine')).toBeNull()
    expect(compileSearch({ ...plain, search: 'Err', matchCase: true })?.('an error')).toBeNull()
    expect(compileSearch({ ...plain, search: '' })).toBeNull()
    expect(compileSearch({ ...plain, search: 'x.y' })?.('xzy')).toBeNull()
    expect(compileSearch({ ...plain, search: 'b' })?.('İb')).toEqual([0, 2])
  })

  it('finds expressions of RE2, and says what is none', () => {
    const match = compileSearch({ ...plain, search: 'took (\\d+) ms', regex: true })
    expect(match?.('GET / Took 12 ms')).toEqual([6, 16])
    expect(match?.('took long')).toBeNull()
    expect(compileSearch({ ...plain, search: 'z*', regex: true })?.('abc')).toEqual([])
    expect(() => compileSearch({ ...plain, search: '(?=x)', regex: true })).toThrow(/search: not a regular expression/)
    expect(() => compileSearch({ ...plain, search: '((a{100}){100}){100}', regex: true })).toThrow(/repeat/)
  })

  it('is linear whatever is asked', () => {
    const match = compileSearch({ ...plain, search: '(a+)+$', regex: true })
    const began = performance.now()
    expect(match?.(`${'a'.repeat(5_000)}b`)).toBeNull()
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('turned around finds the lines without', () => {
    const match = compileSearch({ ...plain, search: 'health', invert: true })
    expect(match?.('GET /health')).toBeNull()
    expect(match?.('GET /')).toEqual([])
  })
})

describe('the times of lines', () => {
  it('are told apart to the microsecond, in any zone', () => {
    expect(microsOf('2026-11-24T14:32:07.123456789Z')).toBe(Date.parse('2026-11-24T14:32:07.123Z') * 1_000 + 456)
    expect(microsOf('2026-11-24T15:32:07.1234+01:00')).toBe(microsOf('2026-11-24T14:32:07.123400000Z'))
    expect(microsOf('2026-11-24T14:32:07Z')).toBe(Date.parse('2026-11-24T14:32:07Z') * 1_000)
  })

  it('are corrected by what is more than the noise of measuring', () => {
    expect(correctionMs(-3_000)).toBe(-3_000)
    expect(correctionMs(40)).toBe(0)
    expect(correctionMs(null)).toBe(0)
  })
})
