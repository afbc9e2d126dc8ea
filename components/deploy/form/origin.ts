// Where the value of a form field comes from, when it is not simply written in this place: an anchor, another file or
// service, a variable, or a later file that overrides it.
import type { ComposeModel } from '@/lib/compose'
import { findAt, lineOf, type OpenText, ownNode, type Path } from '@/lib/compose-text/document'

export type Origin =
  | { kind: 'anchor'; anchor: string; line: number }
  /** From a service that is extended, an included or an earlier file. */
  | { kind: 'elsewhere'; file: string; line: number }
  | { kind: 'overridden'; file: string; line: number; value: string }
  | { kind: 'variable'; value: string }

type Asked = {
  open: OpenText
  /** Path of the file that `open` is. */
  file: string
  /** Path of the service in the text. */
  base: Path
  service: string
  model: ComposeModel | null
}

/** What the whole stack makes of the path; undefined where it says nothing. */
export function effectiveAt(model: ComposeModel | null, service: string, path: Path): unknown {
  let value: unknown = model?.services[service] ?? model?.disabled_services[service]
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Null: it is written here, or nowhere. */
export function originOf({ open, file, base, service, model }: Asked, path: Path): Origin | null {
  const found = findAt(open, [...base, ...path])
  if (found?.borrowed) return { kind: 'anchor', anchor: found.borrowed.anchor, line: found.borrowed.line }
  const value = effectiveAt(model, service, path)
  const place = value === undefined ? undefined : model?.positionOf(['services', service, ...path].join('.'))
  if (found) {
    const written = open.text.slice(found.start, found.end)
    if (place && place.file !== file && isScalar(value))
      return { kind: 'overridden', file: place.file, line: place.line, value: String(value) }
    if (isScalar(value) && /(^|[^$])\$[{A-Za-z_]/.test(written)) return { kind: 'variable', value: String(value) }
    return null
  }
  if (!place || !isScalarOrList(value)) return null
  const own = ownNode(open, base)
  const [start, end] = own?.range ?? [0, 0]
  const isInside =
    place.file === file && place.line >= lineOf(open.text, start) - 1 && place.line <= lineOf(open.text, end)
  return isInside ? null : { kind: 'elsewhere', file: place.file, line: place.line }
}

const isScalarOrList = (value: unknown) => isScalar(value) || Array.isArray(value)
