// What the compose schema says about a place in the document: keys that may stand there, values, and words about both.
import type { Schema } from '@/lib/compose'

/** The part of the schema that people read. */
type Described = Schema & { description?: string; anyOf?: readonly Described[]; default?: unknown }

const limit = 40

/** Every alternative that the schema allows, references followed. */
function alternatives(root: Described, schema: Described, depth = 0): Described[] {
  if (depth > 8) return []
  if (schema.$ref) {
    const target = root.definitions?.[schema.$ref.replace(/^#\/definitions\//, '')] as Described | undefined
    return target
      ? alternatives(root, target, depth + 1).map(
          (found) => ({ description: schema.description, ...found }) as Described,
        )
      : []
  }
  const options = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])] as Described[]
  return [schema, ...options.flatMap((option) => alternatives(root, option, depth + 1))].slice(0, limit)
}

/** The schemas that may describe the value at the path. */
export function schemasAt(root: Described, path: readonly (string | 0)[]): Described[] {
  let current = alternatives(root, root)
  for (const key of path) {
    current = current
      .flatMap((schema) => childOf(schema, key))
      .flatMap((schema) => alternatives(root, schema))
      .slice(0, limit)
  }
  return current
}

function childOf(schema: Described, key: string | 0): Described[] {
  if (key === 0) return schema.items ? [schema.items as Described] : []
  const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
  if (own) return [own as Described]
  const patterns = Object.entries(schema.patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern).test(key))
  if (patterns.length > 0) return patterns.map(([, found]) => found as Described)
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties as Described] : []
}

export type KeyOffer = { key: string; about: string /** Opens a mapping or list below it. */; opens: boolean }

export function keysAt(root: Described, path: readonly (string | 0)[]): KeyOffer[] {
  const offers = new Map<string, KeyOffer>()
  for (const schema of schemasAt(root, path))
    for (const [key, found] of Object.entries(schema.properties ?? {})) {
      const options = alternatives(root, found as Described)
      const about = options.map(({ description }) => description).find((text) => text !== undefined) ?? ''
      const opens = options.every(({ type, properties, patternProperties, oneOf, anyOf, $ref }) => {
        const isNested =
          type === 'object' || type === 'array' || properties !== undefined || patternProperties !== undefined
        return isNested || ((oneOf !== undefined || anyOf !== undefined || $ref !== undefined) && type === undefined)
      })
      if (!offers.has(key)) offers.set(key, { key, about, opens })
    }
  return [...offers.values()]
}

export function valuesAt(root: Described, path: readonly (string | 0)[]): string[] {
  const found = schemasAt(root, path).flatMap((schema) => {
    if (schema.enum) return schema.enum.filter((value) => value !== null).map(String)
    const types = Array.isArray(schema.type) ? schema.type : [schema.type]
    return types.includes('boolean') ? ['true', 'false'] : []
  })
  return [...new Set(found)]
}

/** What the schema says in words about the path; empty when it says nothing. */
export function aboutPath(root: Described, path: readonly (string | 0)[]): string {
  return (
    schemasAt(root, path)
      .map(({ description }) => description)
      .find((text) => text !== undefined) ?? ''
  )
}

/** `text or list`: the kinds of value that the path takes. */
export function kindsAt(root: Described, path: readonly (string | 0)[]): string[] {
  const types = schemasAt(root, path).flatMap(({ type }) => (Array.isArray(type) ? type : type ? [type] : []))
  return [...new Set(types)]
}
