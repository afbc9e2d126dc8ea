// The filter language of every list, the same in the address bar, on the server and in the browser:
// `key:value`, `-key:value`, `a,b` means or, `*` any characters, `"…"` keeps spaces, other words search the text. Pure.

/** Why a token is ignored: nothing typed, a key that is not known, a key without a value, a value that the key does not have. */
export type FilterProblem =
  | { code: 'empty' }
  | { code: 'unknown-key'; key: string }
  | { code: 'no-value'; key: string }
  | { code: 'unknown-value'; key: string; value: string }

export type FilterToken = {
  /** As typed, and where. */
  text: string
  start: number
  end: number
  negated: boolean
  /** Null: free text. */
  key: string | null
  /** Lower case; any of them matches. */
  values: string[]
  /** Why the token is ignored. */
  problem: FilterProblem | null
}

/** Which keys a list knows; `values` where only certain ones make sense. */
export type FilterKeys = Readonly<Record<string, { values?: readonly string[] }>>

/** What one item offers, all in lower case: its candidates for each key, and the text that free words search. */
export type FilterFields<T> = {
  values: Readonly<Record<string, (item: T) => string | readonly string[]>>
  text: (item: T) => string
  /** Instead of a look into `text`, where a list knows a quicker way. */
  search?: (item: T, text: string) => boolean
  /** For keys that are more than a list of candidates: makes the test for one value. */
  tests?: Readonly<Record<string, (value: string) => (item: T) => boolean>>
}

type Word = { text: string; start: number; end: number }

/** Splits at spaces outside quotes; an open quote runs to the end. */
function splitWords(query: string): Word[] {
  const words: Word[] = []
  let start = -1
  let isQuoted = false
  for (let at = 0; at <= query.length; at += 1) {
    const char = query[at]
    const isEnd = char === undefined || (!isQuoted && /\s/.test(char))
    if (isEnd) {
      if (start >= 0) words.push({ text: query.slice(start, at), start, end: at })
      start = -1
      continue
    }
    if (start < 0) start = at
    if (char === '"') isQuoted = !isQuoted
  }
  return words
}

/** Index of the first character outside quotes that is `wanted`, or -1. */
function indexOutsideQuotes(text: string, wanted: string, from = 0): number {
  let isQuoted = false
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted
    else if (!isQuoted && text[at] === wanted) return at
  }
  return -1
}

function splitValues(text: string): string[] {
  const values: string[] = []
  let from = 0
  while (from <= text.length) {
    const comma = indexOutsideQuotes(text, ',', from)
    const end = comma < 0 ? text.length : comma
    values.push(text.slice(from, end).replaceAll('"', '').toLowerCase())
    if (comma < 0) break
    from = comma + 1
  }
  return values.filter((value) => value !== '')
}

function readToken(word: Word, keys: FilterKeys): FilterToken {
  const negated = word.text.startsWith('-') && word.text.length > 1
  const body = negated ? word.text.slice(1) : word.text
  const colon = indexOutsideQuotes(body, ':')
  if (colon < 0) {
    const text = body.replaceAll('"', '').toLowerCase()
    return { ...word, negated, key: null, values: [text], problem: text === '' ? { code: 'empty' } : null }
  }
  const key = body.slice(0, colon).replaceAll('"', '').toLowerCase()
  const values = splitValues(body.slice(colon + 1))
  const token = { ...word, negated, key, values, problem: null }
  const known = Object.hasOwn(keys, key) ? keys[key] : undefined
  if (!known) return { ...token, problem: { code: 'unknown-key', key } }
  if (values.length === 0) return { ...token, problem: { code: 'no-value', key } }
  const odd = known.values && values.find((value) => !value.includes('*') && !known.values?.includes(value))
  return odd === undefined ? token : { ...token, problem: { code: 'unknown-value', key, value: odd } }
}

export const parseFilter = (query: string, keys: FilterKeys): FilterToken[] =>
  splitWords(query).map((word) => readToken(word, keys))

/** The tokens that are ignored, as typed. */
export const badTokens = (tokens: readonly FilterToken[]): string[] =>
  tokens.filter((token) => token.problem !== null).map((token) => token.text)

/** `*` stands for any characters, everything else for itself; the whole value must match. */
export function matcherOf(pattern: string): (value: string) => boolean {
  if (!pattern.includes('*')) return (value) => value === pattern
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  // A slice compared is three times faster than startsWith on the strings that come out of JSON.
  const beginsWell = (value: string) => value.slice(0, first.length) === first
  const endsWell = (value: string) => last === '' || value.slice(-last.length) === last
  if (parts.length === 2 && last === '') return beginsWell
  if (parts.length === 2 && first === '') return endsWell
  const middle = parts.slice(1, -1).filter((part) => part !== '')
  return (value) => {
    if (value.length < first.length + last.length || !beginsWell(value) || !endsWell(value)) return false
    const end = value.length - last.length
    let at = first.length
    for (const part of middle) {
      const found = value.indexOf(part, at)
      if (found < 0 || found + part.length > end) return false
      at = found + part.length
    }
    return at <= end
  }
}

const own = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined

/** One test is the common case and runs a hundred thousand times a second. */
function anyOf<T>(tests: readonly ((item: T) => boolean)[], negated: boolean): (item: T) => boolean {
  const [only] = tests
  if (only && tests.length === 1) return negated ? (item) => !only(item) : only
  return (item) => tests.some((test) => test(item)) !== negated
}

function testOf<T>(token: FilterToken, fields: FilterFields<T>): (item: T) => boolean {
  const { key, values, negated } = token
  if (key === null) {
    const text = values[0] ?? ''
    const search = fields.search ?? ((item: T, wanted: string) => fields.text(item).includes(wanted))
    if (!text.includes('*')) return (item) => search(item, text) !== negated
    const matches = matcherOf(`*${text}*`)
    return (item) => matches(fields.text(item)) !== negated
  }
  const makeTest = own(fields.tests, key)
  if (makeTest) return anyOf(values.map(makeTest), negated)
  const read = own(fields.values, key) ?? (() => '')
  const matchesAny = anyOf(values.map(matcherOf), false)
  return (item) => {
    const candidates = read(item)
    if (typeof candidates === 'string') return (candidates !== '' && matchesAny(candidates)) !== negated
    for (const candidate of candidates) if (candidate !== '' && matchesAny(candidate)) return !negated
    return negated
  }
}

/** All tokens must hold; bad ones are left out. Null: everything matches. */
export function compileFilter<T>(
  tokens: readonly FilterToken[],
  fields: FilterFields<T>,
): ((item: T) => boolean) | null {
  const tests = tokens.filter((token) => token.problem === null).map((token) => testOf(token, fields))
  if (tests.length === 0) return null
  return (item) => tests.every((test) => test(item))
}
