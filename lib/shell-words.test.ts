import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinWords, splitCommands, splitWords } from './shell-words'

const texts = (text: string) => splitCommands(text).commands.map((words) => words.map((word) => word.text))

describe('words of a command line', () => {
  it.each<[string, string[]]>([
    [`sh -c 'echo "a b"'`, ['sh', '-c', 'echo "a b"']],
    ['a"b c"d', ['ab cd']],
    [`a\\ b 'it'\\''s'`, ['a b', "it's"]],
    ['a \\\n  b', ['a', 'b']],
    ['a \\\r\n  b', ['a', 'b']],
    ['""', ['']],
    ['-v $(pwd)/x:/y "$(pwd)/a b"', ['-v', '$(pwd)/x:/y', '$(pwd)/a b']],
    ['a # b', ['a']],
    ['a#b', ['a#b']],
    ['"a\\$b\\n"', ['a$b\\n']],
  ])('%s', (text, words) => expect(texts(text)).toEqual([words]))

  it('tells commands apart', () => {
    expect(texts('a b && c; d\n\ne | f')).toEqual([['a', 'b'], ['c'], ['d'], ['e'], ['f']])
  })
  it('names the quote that is left open', () => {
    expect(splitCommands('ab "cd').openQuote).toBe(3)
    expect(splitWords("a 'b")).toBeNull()
  })
  it('reads back whatever words it joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((word) => !word.includes('\n'))), (words) => {
        expect(splitWords(joinWords(words))).toEqual(words)
      }),
    )
  })
  it('keeps the marks of a shell as words where there is none', () => {
    expect(splitWords('a ; b')).toEqual(['a', ';', 'b'])
  })
})
