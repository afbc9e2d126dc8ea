import { describe, expect, it } from 'vitest'
import { routes } from '../routes'
import { needOf } from './route-needs'

describe('the table of needs', () => {
  it('has every route that is not refused to everybody, but the unknown ones', () => {
    const open = routes.filter(({ handling }) => handling.kind !== 'refused')
    expect(open.filter((row) => needOf(row) === undefined).map(({ pattern }) => pattern)).toEqual([
      '/containers/:ref/:rest+',
    ])
  })
})
