// Reads JSON that nobody vouches for, a few fields at a time: on first pages, where the library of shapes would weigh more than all
// that it reads, and of engines' answers that are passed on with whatever else they hold.

export type JsonRecord = { readonly [name: string]: unknown }

/** Without fields where it is no record. */
export const recordOf = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

/** A list with anything else in it is none. */
export const textsOf = (value: unknown): string[] => (isTexts(value) ? value : [])

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Each as a word, whatever it is. */
export const wordsOf = (value: unknown): string[] => listOf(value).map(String)
