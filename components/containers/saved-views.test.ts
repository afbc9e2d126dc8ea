import { describe, expect, it } from 'vitest'
import type { SavedView } from '@/lib/contract/preferences'
import {
  addressOf,
  columnsOfAddress,
  sameSettings,
  settingsOf,
  toggledColumn,
  usualColumns,
  withView,
} from './saved-views'

const view: SavedView = {
  name: 'Shop',
  q: 'stack:shop -state:running',
  sort: 'since',
  direction: 'desc',
  columns: ['host', 'id'],
}
const settingsAt = (href: string) => settingsOf(new URL(href, 'http://x').searchParams)

describe('a view', () => {
  it('is an address, and the address is the view', () => {
    const { name, ...settings } = view
    expect(settingsAt(addressOf(view))).toEqual(settings)
    expect(sameSettings(settingsAt(addressOf(view)), view)).toBe(true)
    expect(addressOf(settingsAt('/containers'))).toBe('/containers')
    expect(name).toBe('Shop')
  })
  it('is replaced by one of the same name', () => {
    const other = { ...view, q: 'x' }
    expect(withView([view], other)).toEqual([other])
    expect(withView([view], { ...other, name: 'Other' })).toHaveLength(2)
  })
})

describe('columns', () => {
  it('are shown and hidden one by one, and are the usual ones again', () => {
    const without = toggledColumn(null, 'image')
    expect(without).toEqual(usualColumns.filter((id) => id !== 'image'))
    expect(toggledColumn(without, 'image')).toBeNull()
    expect(toggledColumn(null, 'id')).toEqual([...usualColumns, 'id'])
  })
  it('of an address are only those that there are', () => {
    expect(columnsOfAddress('id,host,none')).toEqual(['host', 'id'])
    expect(columnsOfAddress('none')).toBeNull()
    expect(columnsOfAddress(null)).toBeNull()
    expect(columnsOfAddress('name')).toEqual([])
    expect(addressOf({ ...view, columns: [] })).toContain('columns=name')
  })
})
