// Fields of a body as an engine reads them: in any spelling, the last of several. A body that names one field twice is refused, since
// what engines make of it differs with their age. Pure.
import { badRequest } from '../http/docker-error'
import { isObject, type JsonObject } from '../http/read-body'

/** As Go compares, for which a long s and the sign for kelvin are letters too. */
export const folded = (name: string): string => name.toUpperCase().toLowerCase()

/** Each is looked through many times. */
const mostNames = 1_000

/** Throws invalid_input. */
export function field(object: JsonObject, name: string): unknown {
  const wanted = folded(name)
  const names = Object.keys(object)
  if (names.length > mostNames) throw badRequest(`An object of the body has ${names.length} names.`)
  const spelled = names.filter((key) => folded(key) === wanted)
  if (spelled.length > 1) throw badRequest(`The body names ${name} more than once: ${spelled.join(', ')}`)
  return spelled[0] === undefined ? undefined : object[spelled[0]]
}

export const objectIn = (object: JsonObject, name: string): JsonObject => {
  const value = field(object, name)
  return isObject(value) ? value : {}
}

/** Some lists engines take as a single text too (`"CapAdd": "ALL"`): whatever stands there and is no list is its only entry. */
export const listIn = (object: JsonObject, name: string): unknown[] => {
  const value = field(object, name)
  if (Array.isArray(value)) return value
  return isGiven(value) ? [value] : []
}

/** Anything but what an engine takes for nothing. */
export const isGiven = (value: unknown): boolean => {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return false
  if (Array.isArray(value)) return value.length > 0
  return isObject(value) ? Object.keys(value).length > 0 : true
}

export const wordIn = (object: JsonObject, name: string): string => {
  const value = field(object, name)
  return isGiven(value) ? String(value).trim() : ''
}
