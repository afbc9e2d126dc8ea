// Values of the engine as a compose file writes them, and what counts as said. Pure.
import { recordOf, wordsOf } from '@/lib/json-value'
import type { PlainValue } from '@/server/compose/plain-value'
import type { Fields } from '@/server/recreate/types'

export const asFieldsList = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])
export const size = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)

/** Compose reads `$` as the beginning of a variable. */
export const literal = (value: string): string => value.replaceAll('$', '$$$$')
export const literals = (value: unknown): string[] => wordsOf(value).map(literal)
export const literalPairs = (value: unknown): { [key: string]: PlainValue } =>
  Object.fromEntries(Object.entries(recordOf(value)).map(([key, item]) => [key, literal(String(item))]))

/** Whole mebibytes as people write them. */
export const bytes = (value: unknown): PlainValue => {
  const count = size(value)
  if (count === 0) return null
  if (count % 2 ** 30 === 0) return `${count / 2 ** 30}g`
  return count % 2 ** 20 === 0 ? `${count / 2 ** 20}m` : `${count}b`
}

export const duration = (nanoseconds: unknown): PlainValue => {
  const count = size(nanoseconds)
  if (count === 0) return null
  if (count % 1e9 === 0) return `${count / 1e9}s`
  return count % 1e6 === 0 ? `${count / 1e6}ms` : `${count}ns`
}

export const isSaid = (value: PlainValue | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  (typeof value !== 'object' || (Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0))

export const said = (value: { [key: string]: PlainValue | undefined }): { [key: string]: PlainValue } =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item !== undefined && isSaid(item) ? [[key, item]] : [])),
  )
