import { expect, it } from 'vitest'
import { tracksOf } from './table-tracks'
import type { Column } from './table-types'

const column = (id: string, more: Partial<Column<never>> = {}): Column<never> => ({
  id,
  label: id,
  render: () => null,
  ...more,
})

it('gives the columns that a window shows their tracks', () => {
  const columns = [
    column('name'),
    column('host', { width: '20%', priority: 2 }),
    column('age', { width: '84px', priority: 3 }),
  ]
  expect(tracksOf(columns, { hasBoxes: true, hasActs: true })).toEqual({
    '--tracks-1': '38px minmax(0, 1fr) 48px',
    '--tracks-2': '38px minmax(0, 1fr) 20% 48px',
    '--tracks-3': '38px minmax(0, 1fr) 20% 84px 48px',
    '--least-1': '182px',
    '--least-2': '228px',
    '--least-3': '333px',
  })
  expect(tracksOf(columns, { hasBoxes: false, hasActs: false })).toMatchObject({ '--tracks-1': 'minmax(0, 1fr)' })
})
