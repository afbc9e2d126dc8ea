import { expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import { matchesOf } from './use-matches'

const named = (name: string) => ({ name }) as BoardContainer
const byHost = new Map([
  ['n1', [named('web-1'), named('db-1')]],
  ['n2', [named('web-2')]],
  ['n3', [named('cache-1')]],
])
const called = (part: string) => (container: BoardContainer) => container.name.includes(part)

it('keeps the set of a host of which the next filter means the same', () => {
  const first = matchesOf(null, byHost, called('b'))
  const second = matchesOf(first, byHost, called('web'))
  expect([...(second?.get('n1') ?? [])].map(({ name }) => name)).toEqual(['web-1'])
  expect(second?.get('n1')).not.toBe(first?.get('n1'))
  expect(second?.get('n2')).toBe(first?.get('n2'))
  expect(second?.get('n3')).toBe(first?.get('n3'))
  expect(second?.get('n3')?.size).toBe(0)
})

it('means nobody in particular without a filter', () => {
  expect(matchesOf(null, byHost, null)).toBeNull()
})
