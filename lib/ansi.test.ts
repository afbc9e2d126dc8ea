import { describe, expect, it } from 'vitest'
import { parseAnsi, stripAnsi } from './ansi'

const esc = '\u001b'

describe('terminal colours', () => {
  it('turns colours into classes and ends them', () => {
    expect(parseAnsi(`a ${esc}[1;31mred${esc}[0m b`)).toEqual([
      { text: 'a ', className: '' },
      { text: 'red', className: 'ansi-red ansi-b' },
      { text: ' b', className: '' },
    ])
  })

  it('reads past 256 colours, cursor moves, titles and control characters', () => {
    const text = `${esc}[38;5;196mx${esc}[2K${esc}]0;title\u0007y\u0008${esc}[38;2;1;2;3mz`
    expect(stripAnsi(text)).toBe('xyz')
    expect(parseAnsi(text).map((segment) => segment.className)).toEqual(['', '', ''])
  })

  it('keeps tabs and plain text whole', () => {
    expect(parseAnsi('a\tb')).toEqual([{ text: 'a\tb', className: '' }])
    expect(parseAnsi('')).toEqual([])
  })
})
