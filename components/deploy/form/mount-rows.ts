// Mounts as rows of a form, from the short and the long notation and back into the same one.
import type { PlainValue } from '@/lib/compose-text/document'
import { isMapping } from '@/lib/compose-text/edit-text'
import { colonParts } from './port-rows'

export type MountRow = {
  source: string
  target: string
  readOnly: boolean
  /** Options of the short notation besides `ro` and `rw`: `z`, `nocopy`, … */
  options: string[]
  type: 'volume' | 'bind' | 'tmpfs' | 'other'
  form: 'short' | 'long'
}

const isPath = (source: string) => /^(?:[./~]|\$\{?(?:PWD|HOME)\b|[A-Za-z]:\\)/.test(source)

const typeOf = (source: string): MountRow['type'] => (isPath(source) ? 'bind' : 'volume')

export function mountRow(value: PlainValue): MountRow {
  if (isMapping(value)) {
    const source = typeof value.source === 'string' ? value.source : ''
    const type = value.type === 'bind' || value.type === 'volume' || value.type === 'tmpfs' ? value.type : 'other'
    const target = typeof value.target === 'string' ? value.target : ''
    return { source, target, readOnly: value.read_only === true, options: [], type, form: 'long' }
  }
  const parts = colonParts(typeof value === 'string' ? value : '')
  if (parts.length === 1)
    return { source: '', target: parts[0] ?? '', readOnly: false, options: [], type: 'volume', form: 'short' }
  const [source = '', target = '', words = ''] = parts
  const options = words.split(',').filter((word) => word !== '')
  return {
    source,
    target,
    readOnly: options.includes('ro'),
    options: options.filter((word) => word !== 'ro'),
    type: typeOf(source),
    form: 'short',
  }
}

export function mountValue(row: MountRow, old?: PlainValue): PlainValue {
  if (row.form === 'long') {
    const { read_only: was, source: _source, ...others } = isMapping(old) ? old : { type: row.type }
    return {
      ...others,
      ...(row.source === '' ? {} : { source: row.source }),
      target: row.target,
      ...(row.readOnly || was !== undefined ? { read_only: row.readOnly } : {}),
    }
  }
  const options = [...(row.readOnly ? ['ro'] : []), ...row.options.filter((word) => !(row.readOnly && word === 'rw'))]
  return [
    ...(row.source === '' ? [] : [row.source]),
    row.target,
    ...(options.length > 0 ? [options.join(',')] : []),
  ].join(':')
}

/** The volume that must be declared at the top of the file for this mount; null for paths and unnamed volumes. */
export const namedVolume = (row: MountRow): string | null =>
  row.type === 'volume' && /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(row.source) ? row.source : null
