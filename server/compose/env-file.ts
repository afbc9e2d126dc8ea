// Reads `.env` and `env_file:` texts by compose's rules: quotes, `export`, comments after ` #`, variables in unquoted and
// double-quoted values, `KEY` alone to pass a variable on. Each entry keeps its line, each mistake is reported with its own.
import { lineAt, type Place, type SourceText } from './node'
import type { Report } from './report'
import { substituteTemplate, type TemplateMistake } from './template'

export interface EnvEntry {
  value: string
  line: number
}

interface Cursor {
  source: SourceText
  at: number
  end: number
}

const placeAt = (source: SourceText, start: number, end: number): Place => ({ source, start, end })

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
}

const expandEscapes = (text: string): string =>
  text.replace(/\\([nrtabfv\\"$])/g, (match, letter: string) => (letter === '$' ? '$$' : (escapes[letter] ?? match)))

/** The text between the quotes, and where it ends. Undefined: the quote is never closed. */
const quoted = (text: string, start: number): { raw: string; next: number } | undefined => {
  const quote = text[start]
  let raw = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text[at]
    if (letter === '\\' && text[at + 1] !== undefined) {
      raw += text[at + 1] === quote ? quote : `\\${text[at + 1]}`
      at += 1
    } else if (letter === quote) return { raw, next: at + 1 }
    else raw += letter
  }
  return undefined
}

export interface EnvFileContext {
  report: Report
  budget: { characters: number }
  /** Values from outside, for `$A` in values and for `KEY` alone. */
  lookup(name: string): string | undefined
}

const readKey = (cursor: Cursor, context: EnvFileContext): { key: string; inherited: boolean } | undefined => {
  const { text } = cursor.source
  const end = lineEnd(text, cursor.at)
  const line = text.slice(cursor.at, end)
  const prefix = /^export[ \t]+/.exec(line)?.[0].length ?? 0
  const body = line.slice(prefix)
  const mark = /[=:]/.exec(body)?.index ?? body.length
  const key = body.slice(0, mark).trimEnd()
  const bad = /[^\p{L}\p{N}_.\-[\]]/u.exec(key)
  if (key === '' || bad) {
    context.report.add({
      code: 'env-file.syntax',
      message:
        key === ''
          ? `${cursor.source.path}: this line has no variable name`
          : `${cursor.source.path}: the variable name "${key}" holds ${bad?.[0].trim() === '' ? 'a space' : `the character ${bad?.[0]}`}`,
      fix: 'write NAME=value on a line of its own, # before comments',
      place: placeAt(cursor.source, cursor.at, Math.max(cursor.at, end)),
    })
    cursor.at = end
    return undefined
  }
  cursor.at += prefix + Math.min(mark + 1, body.length)
  return { key, inherited: mark === body.length }
}

const mistakes: Record<TemplateMistake['kind'], { code: string; fix: string }> = {
  required: { code: 'interpolation.required', fix: 'set it' },
  syntax: {
    code: 'interpolation.syntax',
    fix: 'put the value in single quotes, or write $$ where a plain $ is meant',
  },
  size: { code: 'limits.variables', fix: 'use shorter values, or put them in single quotes' },
}

const expand = (text: string, place: Place, known: Map<string, EnvEntry>, context: EnvFileContext): string => {
  const lookup = (name: string) => context.lookup(name) ?? known.get(name)?.value
  const result = substituteTemplate(text, lookup, { defaults: true, budget: context.budget })
  for (const mistake of result.mistakes)
    context.report.add({
      ...mistakes[mistake.kind],
      message: `${place.source.path}: ${mistake.message}`,
      place,
    })
  for (const use of result.uses)
    if (use.unset)
      context.report.add({
        severity: 'warning',
        code: 'interpolation.unset',
        message: `${place.source.path}: the variable ${use.name} is not set; an empty text is used`,
        fix: `set ${use.name}, or put the value in single quotes`,
        place,
      })
  return result.text
}

const readValue = (cursor: Cursor, known: Map<string, EnvEntry>, context: EnvFileContext): string | undefined => {
  const { text } = cursor.source
  while (/[ \t\v\f\r\u0085\u00a0]/.test(text[cursor.at] ?? '')) cursor.at += 1
  const quote = text[cursor.at]
  if (quote === '"' || quote === "'") {
    const start = cursor.at
    const found = quoted(text, start)
    if (!found) {
      const end = lineEnd(text, start)
      context.report.add({
        code: 'env-file.quote',
        message: `${cursor.source.path}: the ${quote} is never closed`,
        fix: `add ${quote} at the end of the value`,
        place: placeAt(cursor.source, start, end),
      })
      cursor.at = text.length
      return undefined
    }
    cursor.at = found.next
    return quote === '"'
      ? expand(expandEscapes(found.raw), placeAt(cursor.source, start, found.next), known, context)
      : found.raw
  }
  const end = lineEnd(text, cursor.at)
  const start = cursor.at
  const written = text.slice(start, end)
  cursor.at = end
  // A colour such as #fff is a value; only a # after a space begins a comment.
  const comment = written.indexOf(' #')
  const value = (comment < 0 ? written : written.slice(0, comment)).trimEnd()
  return value.includes('$') ? expand(value, placeAt(cursor.source, start, end), known, context) : value
}

export const parseEnvFile = (source: SourceText, context: EnvFileContext): Map<string, EnvEntry> => {
  const known = new Map<string, EnvEntry>()
  const cursor: Cursor = { source, at: source.text.startsWith('\uFEFF') ? 1 : 0, end: source.text.length }
  while (cursor.at < cursor.end) {
    const letter = source.text[cursor.at] ?? ''
    if (/\s/.test(letter)) cursor.at += 1
    else if (letter === '#') cursor.at = lineEnd(source.text, cursor.at)
    else {
      const line = lineAt(source, cursor.at) + 1
      const name = readKey(cursor, context)
      if (!name) continue
      const value = name.inherited ? context.lookup(name.key) : readValue(cursor, known, context)
      if (value !== undefined) known.set(name.key, { value, line })
    }
  }
  return known
}

/** `format: raw`: every line is KEY=value, taken as it is. */
export const parseRawEnvFile = (source: SourceText, context: EnvFileContext): Map<string, EnvEntry> => {
  const known = new Map<string, EnvEntry>()
  for (const [index, written] of source.text.split('\n').entries()) {
    const line = written.replace(/\r$/, '')
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const equals = line.indexOf('=')
    const key = equals < 0 ? line.trim() : line.slice(0, equals).trim()
    const value = equals < 0 ? context.lookup(key) : line.slice(equals + 1)
    if (value !== undefined) known.set(key, { value, line: index + 1 })
  }
  return known
}
