// Which row of a table of routes a request belongs to. A row is data; `:name` in its pattern is one segment, `:name+` one or
// more, as in `host/container` and in the names of images. Pure.

export type Row<Handling> = { method: string; pattern: string; handling: Handling }
export type Match<Handling> = { row: Row<Handling>; params: Record<string, string> }

type Part = { literal: string } | { name: string; most: number }
type Compiled<Handling> = { row: Row<Handling>; parts: Part[]; least: number }

/** No name that the API takes has more. */
const mostSegments = 32

const partsOf = (pattern: string): Part[] =>
  pattern
    .slice(1)
    .split('/')
    .map((text) => {
      const name = /^:(\w+)(\+?)$/.exec(text)
      return name ? { name: name[1] as string, most: name[2] === '' ? 1 : mostSegments } : { literal: text }
    })

/** Patterns have at most one part that takes several segments, so what stands before and after it is fixed. */
function fitted(parts: readonly Part[], segments: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  let at = 0
  for (const [index, part] of parts.entries()) {
    if ('literal' in part) {
      if (segments[at] !== part.literal) return null
      at += 1
      continue
    }
    const taken = part.most === 1 ? 1 : segments.length - at - (parts.length - index - 1)
    if (taken < 1 || taken > part.most || at + taken > segments.length) return null
    params[part.name] = segments.slice(at, at + taken).join('/')
    at += taken
  }
  return at === segments.length ? params : null
}

export function createRouter<Handling>(rows: readonly Row<Handling>[]) {
  const byFirst = new Map<string, Compiled<Handling>[]>()
  for (const row of rows) {
    const parts = partsOf(row.pattern)
    const first = parts[0]
    const key = first && 'literal' in first ? first.literal : ''
    byFirst.set(key, [...(byFirst.get(key) ?? []), { row, parts, least: parts.length }])
  }
  /** The first row that fits; `method`: the path is known, with another method. */
  return (method: string, segments: readonly string[]): Match<Handling> | 'method' | null => {
    let isKnown = false
    for (const { row, parts, least } of byFirst.get(segments[0] ?? '') ?? []) {
      if (segments.length < least) continue
      const params = fitted(parts, segments)
      if (params === null) continue
      if (row.method === method || row.method === '*') return { row, params }
      isKnown = true
    }
    return isKnown ? 'method' : null
  }
}
