import { describe, expect, it } from 'vitest'
import type { Operation } from '@/lib/contract/deployments'
import type { Act } from './context'
import { startContainer } from './perform-lifecycle'

const begunAt = new Date('2026-01-01T12:00:00Z')
const act = (startedAt: string, clockSkewMs: number, requests: string[]): Act => {
  const operation: Operation = {
    id: 'start',
    kind: 'start-container',
    hostId: 'n1',
    target: 'job',
    service: 'job',
    why: '',
    after: [],
    input: { containerId: 'c1' },
  }
  const engine = {
    json: async (method: string, path: string) => {
      requests.push(`${method} ${path}`)
      return { Id: 'c1', State: { Running: false, StartedAt: startedAt } }
    },
  }
  const cluster = { host: () => ({ clockSkewMs }) }
  return { operation, engine, cluster, isResumed: true, startedAt: begunAt, report: () => undefined } as unknown as Act
}

describe('a start that a kill may have broken off', () => {
  it.each([
    ['ran since, its engine 60 s behind us', '2026-01-01T11:59:01Z', -60_000, 0],
    ['ran since', '2026-01-01T12:00:01Z', 0, 0],
    ['ran before, its engine 60 s ahead of us', '2026-01-01T12:00:30Z', 60_000, 1],
    ['ran before', '2026-01-01T11:59:00Z', 0, 1],
  ])('%s', async (_, startedAt, skewMs, starts) => {
    const requests: string[] = []
    await startContainer(act(startedAt, skewMs, requests))
    expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(starts)
  })
})
