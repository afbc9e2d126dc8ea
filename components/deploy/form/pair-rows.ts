// Environment and labels as rows of name and value, from the list and the mapping notation and back into the same one.
import type { Path, PlainValue } from '@/lib/compose-text/document'
import { type Edit, isMapping } from '@/lib/compose-text/edit-text'

/** `value` null: the name alone, whose value comes from outside. */
export type PairRow = { name: string; value: string | null }

export function pairRows(value: PlainValue | undefined): PairRow[] {
  if (Array.isArray(value))
    return value.map((item) => {
      const [, name = '', given] = /^([^=]*)(?:=(.*))?$/s.exec(String(item ?? '')) ?? []
      return { name, value: given ?? null }
    })
  if (!isMapping(value)) return []
  return Object.entries(value).map(([name, item]) => ({ name, value: item === null ? null : String(item) }))
}

const listItem = (row: PairRow) => (row.value === null ? row.name : `${row.name}=${row.value}`)

/** The edits that make row `at` this row; `path`: the whole environment. */
export function pairEdits(path: Path, value: PlainValue | undefined, at: number, row: PairRow): Edit[] {
  if (Array.isArray(value)) return [{ kind: 'set', path: [...path, at], value: listItem(row) }]
  const old = pairRows(value)[at]
  if (old === undefined) return [{ kind: 'set', path: [...path, row.name], value: row.value }]
  const typed = isMapping(value) ? value[old.name] : undefined
  // 3 stays a number and true a flag while that is what is typed.
  const isSame = typed !== null && typed !== undefined && String(typed) === row.value
  return [
    ...(old.name === row.name ? [] : [{ kind: 'rename' as const, path: [...path, old.name], name: row.name }]),
    ...(isSame ? [] : [{ kind: 'set' as const, path: [...path, row.name], value: row.value }]),
  ]
}

export const pairPath = (path: Path, value: PlainValue | undefined, at: number): Path => [
  ...path,
  Array.isArray(value) ? at : (pairRows(value)[at]?.name ?? ''),
]

export const addedPair = (path: Path, value: PlainValue | undefined, row: PairRow): Edit =>
  Array.isArray(value)
    ? { kind: 'insert', path, index: value.length, value: listItem(row) }
    : { kind: 'set', path: [...path, row.name], value: row.value ?? '' }

/** A name that no row has, made from the wanted one. */
export function freeName(rows: readonly PairRow[], wanted: string): string {
  const taken = new Set(rows.map((row) => row.name))
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number++) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`
}
