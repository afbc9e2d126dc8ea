// The part of JSON Schema (draft 7) that compose's schema uses, checked directly on the positioned tree. A general validator
// answers in terms of plain objects: it loses the places, and for "either a text or a mapping" it lists every alternative's
// complaints instead of the one that was meant.
import { kindName, type MapNode, type Node, type Place } from '../node'
import type { Report } from '../report'
import { nearest } from './nearest'

export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: readonly unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  required?: readonly string[]
  items?: Schema
  uniqueItems?: boolean
  oneOf?: readonly Schema[]
  definitions?: Record<string, Schema>
}

export interface SchemaOptions {
  /** Lists under these keys may name the same thing twice: compose takes the last. */
  mergesEntries?: (key: string) => boolean
  path?: string
}

interface Check extends SchemaOptions {
  root: Schema
  report: Report
}

const own = <T>(record: Record<string, T> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined

const resolve = (check: Check, schema: Schema): Schema => {
  let current = schema
  for (let hops = 0; current.$ref && hops < 10; hops += 1)
    current = own(check.root.definitions, current.$ref.replace('#/definitions/', '')) ?? {}
  return current
}

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
  null: 'empty',
}

const typesOf = (schema: Schema): string[] =>
  schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type]

const isOfType = (node: Node, type: string): boolean => {
  if (node.kind === 'map') return type === 'object'
  if (node.kind === 'list') return type === 'array'
  if (node.value === null) return type === 'null'
  if (typeof node.value === 'number') return type === 'number' || (type === 'integer' && Number.isInteger(node.value))
  return typeof node.value === type
}

const admits = (check: Check, schema: Schema, node: Node): boolean => {
  const { oneOf, ...rest } = resolve(check, schema)
  if (oneOf) return oneOf.some((branch) => admits(check, branch, node))
  const types = typesOf(rest)
  return types.length === 0 || types.some((type) => isOfType(node, type))
}

const allTypes = (check: Check, schema: Schema): string[] => {
  const resolved = resolve(check, schema)
  return resolved.oneOf ? resolved.oneOf.flatMap((branch) => allTypes(check, branch)) : typesOf(resolved)
}

const orList = (words: string[]): string => {
  const unique = [...new Set(words)]
  const last = unique.pop()
  return unique.length > 0 ? `${unique.join(', ')} or ${last}` : (last ?? '')
}

const wrongType = (check: Check, schema: Schema, node: Node, path: string, place: Place) => {
  const types = allTypes(check, schema).filter((type) => type !== 'null')
  const wanted = orList(types.map((type) => typeNames[type] ?? type))
  const value = node.kind === 'scalar' ? node.value : undefined
  const listable = types.includes('array') && !types.includes('string') && value !== undefined && value !== null
  const quotable = types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
  const shown = value === undefined || value === null ? kindName(node) : `${kindName(node)} (${JSON.stringify(value)})`
  check.report.add({
    code: 'schema.type',
    message: `${path} must be ${wanted}, but is ${shown}`,
    fix: listable
      ? `write it as a list: [${JSON.stringify(value)}]`
      : quotable
        ? `write "${value}" in quotes`
        : value === null
          ? 'give it a value or remove the key'
          : undefined,
    path,
    place,
  })
}

const hasChild = (schema: Schema, key: string): Schema | undefined => {
  const property = own(schema.properties, key)
  if (property) return property
  for (const [pattern, value] of Object.entries(schema.patternProperties ?? {}))
    if (new RegExp(pattern).test(key)) return value
  return undefined
}

const unknownKey = (check: Check, schema: Schema, key: string, path: string, place: Place) => {
  const names = Object.keys(schema.properties ?? {})
  const where = path === '' ? 'the top level' : path
  if (names.length === 0) {
    check.report.add({
      code: 'schema.bad-name',
      message: `${where}: "${key}" is not a valid name; letters, digits, _ . and - are`,
      fix: 'rename it',
      path: path === '' ? key : `${path}.${key}`,
      place,
    })
    return
  }
  const guess = check.report.isFull ? undefined : nearest(key, names)
  check.report.add({
    code: 'schema.unknown-key',
    message: `${where}: "${key}" is not a key that is known here`,
    fix: guess ? `did you mean "${guess}"?` : `remove it, or name it "x-${key}" if it is a note of your own`,
    path: path === '' ? key : `${path}.${key}`,
    place,
  })
}

/** A block that starts below its key is shown at the key. */
const placeOfValue = (key: Place, value: Node): Place =>
  value.place.source === key.source && value.place.source.text.slice(key.end, value.place.start).includes('\n')
    ? key
    : value.place

const checkMap = (check: Check, schema: Schema, node: MapNode, path: string, place: Place) => {
  for (const [key, entry] of node.entries) {
    if (entry.value.tag === 'reset') continue
    const child = hasChild(schema, key)
    const childPath = path === '' ? key : `${path}.${key}`
    if (child) checkNode(check, child, entry.value, childPath, placeOfValue(entry.key, entry.value))
    else if (schema.additionalProperties === false) unknownKey(check, schema, key, path, entry.key)
    else if (typeof schema.additionalProperties === 'object')
      checkNode(check, schema.additionalProperties, entry.value, childPath, placeOfValue(entry.key, entry.value))
  }
  for (const key of schema.required ?? [])
    if (!node.entries.has(key))
      check.report.add({
        code: 'schema.missing-key',
        message: `${path} needs "${key}"`,
        fix: `add "${key}:"`,
        path,
        place,
      })
}

const checkUnique = (check: Check, items: Node[], path: string) => {
  const seen = new Set<unknown>()
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'scalar') continue
    if (seen.has(item.value))
      check.report.add({
        code: 'schema.duplicate-item',
        message: `${path}.${index}: "${item.value}" is in this list twice`,
        fix: 'remove one of them',
        path: `${path}.${index}`,
        place: item.place,
      })
    seen.add(item.value)
  }
}

const checkScalar = (check: Check, schema: Schema, node: Node, path: string, place: Place) => {
  if (node.kind !== 'scalar') return
  const { value } = node
  const complain = (what: string) =>
    check.report.add({ code: 'schema.value', message: `${path}: ${JSON.stringify(value)} ${what}`, path, place })
  if (schema.enum && !schema.enum.includes(value)) complain(`is not one of ${schema.enum.join(', ')}`)
  if (schema.pattern && typeof value === 'string' && !new RegExp(schema.pattern).test(value))
    complain(`does not match ${schema.pattern}`)
  if (typeof value !== 'number') return
  if (schema.minimum !== undefined && value < schema.minimum) complain(`must be at least ${schema.minimum}`)
  if (schema.maximum !== undefined && value > schema.maximum) complain(`must be at most ${schema.maximum}`)
}

const checkNode = (check: Check, given: Schema, node: Node, path: string, place: Place): void => {
  const schema = resolve(check, given)
  if (!admits(check, schema, node)) {
    wrongType(check, schema, node, path, place)
    return
  }
  if (schema.oneOf) {
    const branch = schema.oneOf.find((candidate) => admits(check, candidate, node))
    if (branch) checkNode(check, branch, node, path, place)
    return
  }
  if (node.kind === 'map') checkMap(check, schema, node, path, place)
  else if (node.kind === 'list') {
    const { items } = schema
    if (items)
      for (const [index, item] of node.items.entries()) checkNode(check, items, item, `${path}.${index}`, item.place)
    if (schema.uniqueItems && !check.mergesEntries?.(path.slice(path.lastIndexOf('.') + 1)))
      checkUnique(check, node.items, path)
  } else checkScalar(check, schema, node, path, place)
}

export const checkSchema = (root: Schema, node: Node, report: Report, options: SchemaOptions = {}): void =>
  checkNode({ ...options, root, report }, root, node, options.path ?? '', node.place)
