// Named views of the containers list: a filter, a sort and the columns, addressed by what they are. Pure.
import type { SavedView } from '@/lib/contract/preferences'

export type ViewSettings = Omit<SavedView, 'name'>

export const usualSort = 'state'

/** What a person should look at. */
export const failingFilter = 'state:exited,dead,restarting,unhealthy'

/** The columns that are shown unless somebody chooses. Names always are. */
export const usualColumns = ['state', 'host', 'image', 'memory', 'ports', 'restarts', 'since']
export const allColumns = [
  'state',
  'host',
  'stack',
  'image',
  'command',
  'networks',
  'memory',
  'cpus',
  'ports',
  'restarts',
  'created',
  'since',
  'id',
]

/** What an address says of the columns; unknown ones are left out, none at all is the usual ones. */
export function columnsOfAddress(text: string | null): string[] | null {
  if (text === null || text === '') return null
  if (text === 'name') return []
  const asked = new Set(text.split(','))
  const known = allColumns.filter((id) => asked.has(id))
  return known.length === 0 || isUsual(known) ? null : known
}

export const addressOfColumns = (columns: string[] | null): string | undefined =>
  columns === null ? undefined : columns.length === 0 ? 'name' : columns.join(',')

const isUsual = (columns: readonly string[]): boolean =>
  columns.length === usualColumns.length && usualColumns.every((id) => columns.includes(id))

/** Null when that makes the usual ones. `columns`: those that are shown now. */
export function toggledColumn(columns: string[] | null, id: string): string[] | null {
  const now = columns ?? usualColumns
  const next = allColumns.filter((column) => (column === id ? !now.includes(id) : now.includes(column)))
  return isUsual(next) ? null : next
}

export function settingsOf(address: URLSearchParams): ViewSettings {
  return {
    q: address.get('q') ?? '',
    sort: address.get('sort') ?? usualSort,
    direction: address.get('direction') === 'desc' ? 'desc' : 'asc',
    columns: columnsOfAddress(address.get('columns')),
  }
}

export function addressOf({ q, sort, direction, columns }: ViewSettings): string {
  const search = new URLSearchParams()
  if (q) search.set('q', q)
  if (sort !== usualSort) search.set('sort', sort)
  if (direction === 'desc') search.set('direction', direction)
  const shown = addressOfColumns(columns)
  if (shown) search.set('columns', shown)
  const text = search.toString()
  return text ? `/containers?${text}` : '/containers'
}

export const sameSettings = (a: ViewSettings, b: ViewSettings): boolean => addressOf(a) === addressOf(b)

/** By name: saving one again replaces it. */
export const withView = (views: readonly SavedView[], view: SavedView): SavedView[] =>
  views.some(({ name }) => name === view.name)
    ? views.map((known) => (known.name === view.name ? view : known))
    : [...views, view]
