// A command written as one text is split into words as compose splits it: quotes and backslashes count, nothing is expanded.
// Like `docker compose`, it ends at the first shell operator; that has surprised many, so it is said. v1 passed operators on.
import { isNull, list, type Node, scalar } from '../node'
import { type Canonical, complain } from './context'

interface SplitCommand {
  words: string[]
  /** What stands from the first operator on, and is not part of the command. */
  dropped: string
}

interface Splitter {
  words: string[]
  word: string
  inWord: boolean
  /** The quote, backtick or `$(` that is open. */
  open: '' | "'" | '"' | '`' | '('
}

const endWord = (state: Splitter) => {
  if (state.inWord) state.words.push(state.word)
  state.word = ''
  state.inWord = false
}

const escaped = (state: Splitter, letter: string, v1: boolean): string => {
  if (v1) return state.open === '"' && !'"\\'.includes(letter) ? `\\${letter}` : letter
  if (state.open === '`' || state.open === '(') return `\\${letter}`
  return letter === 't' ? '\t' : letter === 'n' ? '\n' : letter
}

/** The quote that this letter opens or closes, or undefined when it is an ordinary letter here. */
const toggled = (state: Splitter, letter: string, v1: boolean): Splitter['open'] | undefined => {
  if (letter === "'" || letter === '"') return state.open === letter ? '' : state.open === '' ? letter : undefined
  if (v1) return undefined
  if (letter === '`') return state.open === '`' ? '' : state.open === '' ? '`' : undefined
  if (letter === '(' && state.open === '' && state.word.endsWith('$')) return '('
  if (letter === ')' && state.open === '(') return ''
  return undefined
}

/** Undefined: a quote, a parenthesis or a backslash has no partner. */
export const splitCommand = (text: string, v1 = false): SplitCommand | undefined => {
  const state: Splitter = { words: [], word: '', inWord: false, open: '' }
  let dropped = ''
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    const next = text[at + 1]
    const toggle = toggled(state, letter, v1)
    if (letter === '\\' && state.open !== "'") {
      if (next === undefined) return undefined
      state.word += escaped(state, next, v1)
      state.inWord = true
      at += 1
    } else if (toggle !== undefined) {
      state.open = toggle
      state.inWord = true
      if (letter !== "'" && letter !== '"') state.word += letter
    } else if (state.open === '' && /\s/.test(letter)) endWord(state)
    else if (!v1 && state.open === '' && ';&|<>'.includes(letter)) {
      // `2>` is one operator.
      if (letter === '>' && /^\d+$/.test(state.word)) {
        dropped = state.word
        state.inWord = false
      }
      dropped += text.slice(at)
      break
    } else if (!v1 && state.open === '' && '()'.includes(letter)) return undefined
    else {
      state.word += letter
      state.inWord = true
    }
  }
  if (state.open !== '') return undefined
  endWord(state)
  return { words: state.words, dropped }
}

export const toCommand: Canonical = (node, context) => {
  if (node.kind !== 'scalar' || isNull(node)) return node
  const split = splitCommand(String(node.value), context.format === 'v1')
  if (!split) {
    complain(context, node.place, {
      code: 'value.command',
      message: 'a quote, a parenthesis or a backslash in this command has no partner',
      fix: 'close it, or write the command as a list',
    })
    return undefined
  }
  if (split.dropped !== '')
    complain(context, node.place, {
      severity: 'warning',
      code: 'value.command-operator',
      message: `no shell runs this command, so "${split.dropped}" is not part of it`,
      fix: `write ["sh", "-c", …] with the whole line as its last item`,
    })
  return list(
    split.words.map((word) => scalar(word, node.place)),
    node.place,
  )
}

/** A health check's text runs in a shell; a list says itself how it runs. */
export const toHealthTest: Canonical = (node: Node) =>
  node.kind === 'scalar' && typeof node.value === 'string'
    ? list([scalar('CMD-SHELL', node.place), node], node.place)
    : node
