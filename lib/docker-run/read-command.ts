// One `docker run` command in its parts: flags with their values in order, the image, the words behind it.
import type { Word } from '../shell-words'
import { flags, shortFlags, takesValue } from './flags'

export type RunCommand = {
  options: { flag: string; value: string }[]
  image: string | null
  words: string[]
  /** Flags that `docker run` does not have, as they were written. */
  unknown: string[]
  /** Flags that end the command without the value they need. */
  unfinished: string[]
  /** `$(…)` other than the working directory: only a shell could run it. */
  substitutions: string[]
}

/** `docker`, its own options, `run`: the index of the first word behind them; null when it is another command. */
export function startOfRun(words: readonly Word[]): number | null {
  let at = 0
  const text = (index: number) => words[index]?.text ?? ''
  while (/^[$#>]$/.test(text(at)) || text(at) === 'sudo' || /^[A-Za-z_]\w*=/.test(text(at))) at += 1
  if (!/(?:^|\/)(?:docker|podman|nerdctl)$/.test(text(at))) return null
  at += 1
  while (text(at).startsWith('-')) at += /^(?:-H|-c|-l|--host|--context|--config|--log-level)$/.test(text(at)) ? 2 : 1
  if (text(at) === 'container') at += 1
  return text(at) === 'run' || text(at) === 'create' ? at + 1 : null
}

/** As compose reads it: `$(pwd)` is the stack's own folder, a `$` that the shell would have left alone is doubled. */
function composeText(word: Word, command: RunCommand): string {
  if (word.literal) return word.text.replaceAll('$', '$$$$')
  const text = word.text.replace(/\$\((?:\s*pwd\s*)\)|\$\{PWD\}|\$PWD\b|`\s*pwd\s*`/g, '.')
  for (const [found] of text.matchAll(/\$\([^)]*\)|`[^`]*`/g)) command.substitutions.push(found)
  return text.replace(/\$(?=\(|$|[^A-Za-z_{$(])/g, '$$$$')
}

export function readRun(words: readonly Word[]): RunCommand {
  const command: RunCommand = { options: [], image: null, words: [], unknown: [], unfinished: [], substitutions: [] }
  let at = 0
  const next = (flag: string): string | null => {
    at += 1
    const word = words[at]
    if (word === undefined) command.unfinished.push(flag)
    return word === undefined ? null : composeText(word, command)
  }
  const put = (name: string, given: string | null, written: string) => {
    const found = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (!found) return void command.unknown.push(written)
    const value = given ?? (takesValue(found) ? next(written) : 'true')
    if (value !== null) command.options.push({ flag: name, value })
  }
  for (; at < words.length; at++) {
    const word = words[at]
    if (!word) break
    const text = composeText(word, command)
    if (text === '--') {
      at += 1
      break
    }
    if (!text.startsWith('-') || text === '-') break
    if (text.startsWith('--')) {
      const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(text) ?? []
      put(name, value ?? null, `--${name}`)
    } else readShort(text, put, command)
  }
  const image = words[at]
  command.image = image ? composeText(image, command) : null
  command.words = words.slice(at + 1).map((word) => composeText(word, command))
  return command
}

/** `-it`, `-p80:80`, `-dp 80:80`, `-e=A=b`. */
function readShort(
  text: string,
  put: (name: string, value: string | null, written: string) => void,
  command: RunCommand,
) {
  for (let at = 1; at < text.length; at++) {
    const letter = text[at] ?? ''
    const name = Object.hasOwn(shortFlags, letter) ? shortFlags[letter] : undefined
    if (name === undefined) return void command.unknown.push(`-${letter}`)
    const found = flags[name]
    if (!found || !takesValue(found)) {
      put(name, null, `-${letter}`)
      continue
    }
    const rest = text.slice(at + 1).replace(/^=/, '')
    return put(name, rest === '' ? null : rest, `-${letter}`)
  }
}
