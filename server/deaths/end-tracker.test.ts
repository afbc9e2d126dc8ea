import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { createEndTracker } from './end-tracker'

const container = (id: string, finishedAt: string | null, over: Partial<Container> = {}) =>
  ({ id, hostId: 'kiel', finishedAt, known: true, ...over }) as Container
const change = (upserted: Container[], removed: string[] = []) => ({ containers: { upserted, removed } })
const first = '2026-01-01T00:00:00Z'
const later = '2026-01-01T01:00:00Z'

describe('an end', () => {
  it('is each new moment at which one finished, also where it runs again already', () => {
    const ended = createEndTracker([container('web', null)])
    expect(ended(change([container('web', null)]))).toEqual([])
    expect(ended(change([container('web', first)])).map(({ id }) => id)).toEqual(['web'])
    expect(ended(change([container('web', first)]))).toEqual([])
    expect(ended(change([container('web', later, { state: 'running' })]))).toHaveLength(1)
  })

  it('is nothing that was over before its host was read, but that of one made and ended since', () => {
    const ended = createEndTracker()
    expect(ended(change([container('old', first), container('web', null)]))).toEqual([])
    expect(ended(change([container('job', later)]))).toHaveLength(1)
    expect(ended(change([container('far', first, { hostId: 'emden' })]))).toEqual([])
  })

  it('is nothing of what was only last seen, and nothing after a removal', () => {
    const ended = createEndTracker([container('web', null)])
    expect(ended(change([container('web', first, { known: false })]))).toEqual([])
    expect(ended(change([], ['web']))).toEqual([])
  })
})
