import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { HistoryEntry } from '@/lib/contract/history'
import { knownMoments } from './known-moments'

const container = (over: Partial<Container> = {}) =>
  ({
    hostName: 'kiel',
    createdAt: '2026-01-01T10:00:00Z',
    startedAt: '2026-01-01T10:00:01Z',
    finishedAt: null,
    state: 'running',
    exitCode: null,
    ...over,
  }) as Container
const event = (action: string, at: string, hostName = 'kiel'): HistoryEntry => ({
  kind: 'event',
  at,
  action,
  exitCode: null,
  detail: '',
  hostName,
})

describe('what is known without the engine’s memory', () => {
  it('is when it was made and started, unless the engine says so itself', () => {
    expect(knownMoments(container(), []).map(({ action }) => action)).toEqual(['create', 'start'])
    const told = [event('create', '2026-01-01T10:00:00.4Z'), event('start', '2026-01-01T10:00:02Z')]
    expect(knownMoments(container(), told)).toEqual([])
    expect(knownMoments(container(), [event('start', '2026-01-01T10:00:01Z', 'emden')])).toHaveLength(2)
  })

  it('is its last end, with its code while nothing runs since', () => {
    const finishedAt = '2026-01-01T09:00:00Z'
    const over = knownMoments(container({ finishedAt, state: 'exited', exitCode: 3 }), [])
    expect(over.find(({ action }) => action === 'die')).toMatchObject({ at: finishedAt, exitCode: 3, hostName: 'kiel' })
    const again = knownMoments(container({ finishedAt, exitCode: 0 }), [])
    expect(again.find(({ action }) => action === 'die')?.exitCode).toBeNull()
  })
})
