import { expect, it } from 'vitest'
import { stepProgress } from '@/lib/contract/step-progress'

it('a step is in one of the states that a view has a mark for', () => {
  const step = {
    state: 'running',
    detail: '3 of 5 layers',
    fraction: 0.6,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    error: null,
  }
  expect(stepProgress.parse(step)).toEqual(step)
  expect(stepProgress.safeParse({ ...step, state: 'almost' }).success).toBe(false)
  expect(stepProgress.safeParse({ ...step, fraction: undefined }).success).toBe(false)
})
