// Flags as Go's programs read them: `--flag v`, `--flag=v`, and the same with one dash, before and after the words. Pure.
import { refuse } from './refusal'

export type Flag = {
  /** The long name first. */
  names: readonly [string, ...string[]]
  /** `list` may be given several times. */
  kind: 'text' | 'switch' | 'list'
  /** Read when the flag is not given. */
  env?: readonly string[]
  help: string
}

export type Given = {
  text(name: string): string | undefined
  list(name: string): string[]
  isOn(name: string): boolean
  words: string[]
}

const yes = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const no = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/** Throws Refusal. */
export function readFlags(
  flags: readonly Flag[],
  args: readonly string[],
  env: Record<string, string | undefined>,
): Given {
  const byName = new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag] as const)))
  const values = new Map<Flag, string[]>()
  const words: string[] = []
  const put = (flag: Flag, value: string) => {
    const before = flag.kind === 'list' ? (values.get(flag) ?? []) : []
    values.set(flag, [...before, value])
  }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      words.push(...args.slice(at + 1))
      break
    }
    if (!/^-./.test(arg)) {
      words.push(arg)
      continue
    }
    const [, name = '', , inline] = /^--?([^=]*)(=(.*))?$/s.exec(arg) ?? []
    const flag = byName.get(name) ?? refuse(`flag provided but not defined: -${name}`)
    if (flag.kind === 'switch') {
      const value = inline ?? 'true'
      if (!yes.has(value) && !no.has(value)) refuse(`invalid boolean value "${value}" for -${name}`)
      put(flag, value)
    } else if (inline !== undefined) put(flag, inline)
    else if (at + 1 < args.length) {
      at += 1
      put(flag, args[at] ?? '')
    } else refuse(`flag needs an argument: -${name}`)
  }
  const valuesOf = (name: string): string[] => {
    const flag = byName.get(name)
    const given = flag && values.get(flag)
    if (given) return given
    const fromEnv = flag?.env?.map((variable) => env[variable]).find((value) => value !== undefined && value !== '')
    if (fromEnv === undefined) return []
    return flag?.kind === 'list' ? fromEnv.split(',').map((part) => part.trim()) : [fromEnv]
  }
  return {
    text: (name) => valuesOf(name).at(-1),
    list: valuesOf,
    isOn: (name) => yes.has(valuesOf(name).at(-1) ?? ''),
    words,
  }
}

/** One line a flag, for `--help`. */
export const describeFlags = (flags: readonly Flag[]): string =>
  flags
    .map(({ names, kind, env, help }) => {
      const spelled = names.map((name) => (name.length === 1 ? `-${name}` : `--${name}`)).join(', ')
      return `  ${spelled}${kind === 'switch' ? '' : ' VALUE'}\n        ${help}${env ? ` [$${env.join(', $')}]` : ''}`
    })
    .join('\n')
