import { expect, it } from 'vitest'
import { death } from '@/lib/contract/deaths'

const ended = {
  id: 1,
  containerId: 'a1',
  name: 'web',
  hostName: 'kiel',
  image: 'web:1',
  at: '2026-01-01T00:00:00.000Z',
  exitCode: null,
  oomKilled: false,
  memoryLimitBytes: 0,
  lines: [],
}

it('an end may have no code and no words, but has a moment', () => {
  expect(death.parse(ended)).toEqual(ended)
  expect(death.safeParse({ ...ended, at: 'yesterday' }).success).toBe(false)
  expect(death.safeParse({ ...ended, exitCode: 1.5 }).success).toBe(false)
})
