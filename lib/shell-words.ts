// Words of a command line by the rules of a POSIX shell: quotes, backslashes, line continuations, comments, several
// commands. Nothing is expanded: `$(pwd)` and `$HOME` stay as they are written, and single quotes keep them from meaning it.

export type Word = {
  text: string /** Offset of its first character. */
  at: number /** A `$` in single quotes or after a backslash. */
  literal: boolean
}
export type Commands = {
  commands: Word[][] /** A quote that is never closed, by its offset. */
  openQuote: number | null
}

const separators = ['&&', '||', ';', '|', '&', '\n']

/** Splits a text into commands and these into words. Never fails: `openQuote` tells where a quote was left open. */
export function splitCommands(text: string): Commands {
  const commands: Word[][] = [[]]
  let word: Word | null = null
  let openQuote: number | null = null
  let at = 0
  const begin = (): Word => {
    word ??= { text: '', at, literal: false }
    return word
  }
  const end = () => {
    if (word) commands.at(-1)?.push(word)
    word = null
  }
  while (at < text.length) {
    const character = text[at] ?? ''
    const continuation = /^\\\r?\n/.exec(text.slice(at, at + 3))
    if (continuation) {
      at += continuation[0].length
      continue
    }
    if (character === '\\') {
      begin().literal ||= text[at + 1] === '$'
      begin().text += text[at + 1] ?? ''
      at += 2
      continue
    }
    if (character === "'" || character === '"') {
      const start = at
      at = character === "'" ? readSingle(text, at, begin()) : readDouble(text, at, begin())
      if (at > text.length) openQuote ??= start
      continue
    }
    if (character === '$' && text[at + 1] === '(') {
      const stop = endOfSubstitution(text, at + 1)
      begin().text += text.slice(at, stop)
      at = stop
      continue
    }
    if (character === '#' && word === null) {
      const line = text.indexOf('\n', at)
      at = line < 0 ? text.length : line
      continue
    }
    const separator = separators.find((mark) => text.startsWith(mark, at))
    if (separator !== undefined) {
      end()
      commands.push([])
      at += separator.length
      continue
    }
    if (/\s/.test(character)) end()
    else begin().text += character
    at += 1
  }
  end()
  return { commands: commands.filter((words) => words.length > 0), openQuote }
}

function readSingle(text: string, from: number, word: Word): number {
  const stop = text.indexOf("'", from + 1)
  const inner = text.slice(from + 1, stop < 0 ? text.length : stop)
  word.text += inner
  word.literal ||= inner.includes('$')
  return stop < 0 ? text.length + 1 : stop + 1
}

function readDouble(text: string, from: number, word: Word): number {
  let at = from + 1
  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === '"') return at + 1
    if (character === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '')) {
      if (text[at + 1] !== '\n') word.text += text[at + 1]
      word.literal ||= text[at + 1] === '$'
      at += 2
    } else if (character === '$' && text[at + 1] === '(') {
      const stop = endOfSubstitution(text, at + 1)
      word.text += text.slice(at, stop)
      at = stop
    } else {
      word.text += character
      at += 1
    }
  }
  return text.length + 1
}

/** `from` is at the opening parenthesis; answers the offset behind the closing one, or the text's end. */
function endOfSubstitution(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return text.length
}

/** The words of one command. Null when a quote is left open. */
export function splitWords(text: string): string[] | null {
  const { commands, openQuote } = splitCommands(text.replaceAll('\n', ' '))
  if (openQuote !== null) return null
  return commands.length <= 1 ? (commands[0] ?? []).map((word) => word.text) : plainWords(text)
}

/** A text with `;` or `|` is an argument list where no shell reads it: they are words then. */
function plainWords(text: string): string[] | null {
  const guarded = text.replace(/[;|&]+/g, (mark) => `'${mark}'`)
  const { commands, openQuote } = splitCommands(guarded)
  return openQuote === null && commands.length <= 1 ? (commands[0] ?? []).map((word) => word.text) : null
}

const safeWord = /^[A-Za-z0-9_@%+=:,./${}-]+$/

/** The words as one line that `splitWords` reads back. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (safeWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
