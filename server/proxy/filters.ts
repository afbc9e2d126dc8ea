// The `filters` of a query as clients send them, in their two forms: lists of values, or of old maps from value to true.
import { compilePattern } from '@/server/scheduler/pattern'
import { badRequest } from './http/docker-error'
import { isObject } from './http/read-body'

export type Filters = ReadonlyMap<string, readonly string[]>

const valuesOf = (given: unknown): string[] | null => {
  if (Array.isArray(given)) return given.every((each) => typeof each === 'string') ? given : null
  return isObject(given) ? Object.keys(given).filter((key) => given[key] !== false) : null
}

/** Throws invalid_input, in the engine's words, for what the endpoint does not know; null: whatever is not known says nothing. */
export function readFilters(search: URLSearchParams, known: readonly string[] | null): Filters {
  const text = search.get('filters')
  if (text === null || text === '') return new Map()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw badRequest('invalid filters: they are not JSON')
  }
  if (!isObject(parsed)) throw badRequest('invalid filters: they are not a JSON object')
  return new Map(
    Object.entries(parsed).map(([key, given]) => {
      const values = valuesOf(given)
      if (known?.includes(key) === false) throw badRequest(`invalid filter '${key}'`)
      if (values === null) throw badRequest(`invalid filter '${key}': its values are no list`)
      return [key, values]
    }),
  )
}

/** `k` or `k=v`, all of them. */
export const hasLabels = (labels: Readonly<Record<string, string>>, wanted: readonly string[] = []): boolean =>
  wanted.every((each) => {
    const equals = each.indexOf('=')
    if (equals < 0) return Object.hasOwn(labels, each)
    const key = each.slice(0, equals)
    return Object.hasOwn(labels, key) && labels[key] === each.slice(equals + 1)
  })

const metacharacters = /[\\^$.|?*+()[\]{}]/

/** As engines match names: as a regular expression, in which a container's name may begin with a slash; a broken one is a name. */
export const nameMatcher = (wanted: readonly string[]): ((name: string) => boolean) => {
  const tests = wanted.map((each) => {
    const text = each.replace(/^\//, '')
    if (!metacharacters.test(text))
      return (name: string) => (text === each ? name.includes(text) : name.startsWith(text))
    const matches = compilePattern(`/${each}/`)
    return (name: string) => name === each || matches(name) || matches(`/${name}`)
  })
  return (name) => tests.length === 0 || tests.some((test) => test(name))
}

const truths = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
])

/** Undefined when it is not asked for. */
export function truthOf(filters: Filters, key: string): boolean | undefined {
  const values = filters.get(key) ?? []
  if (values.length === 0) return undefined
  const said = new Set(values.map((value) => truths.get(value)))
  const [truth] = said
  if (said.size !== 1 || truth === undefined) throw badRequest(`invalid filter '${key}=[${values.join(' ')}]'`)
  return truth
}

export const isTrue = (text: string | null): boolean => text !== null && /^(1|t|true|yes|on)$/i.test(text.trim())
