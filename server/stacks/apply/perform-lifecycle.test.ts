import { describe, expect, it, vi } from 'vitest'
import type { Operation } from '@/lib/contract/deployments'
import { AppError } from '@/server/errors'
import { onceAttached } from '@/server/networks/coming-overlay'
import { aNetwork } from '@/server/testing/inventory-builders'
import type { Act } from './context'
import { startContainer, stopContainer } from './perform-lifecycle'

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

describe('a start on an overlay', () => {
  const starting = (message: string, statusCode: number) => {
    const json = vi.fn(async (_method: string, _path: string) => ({}))
    json.mockRejectedValueOnce(new AppError('engine_error', message, { details: { statusCode } }))
    const base = act('', 0, [])
    const signal = new AbortController().signal
    return { json, work: { ...base, engine: { ...base.engine, json }, isResumed: false, signal } as unknown as Act }
  }
  it.each([
    ['network shop_default not found', 404],
    ['could not find network allocator state for network n1', 500],
    ['failed to get network during CreateEndpoint: could not find a corresponding network', 500],
    ['attaching to network failed, make sure …: context deadline exceeded', 500],
  ])('is tried again: %s', async (message, statusCode) => {
    const { json, work } = starting(message, statusCode)
    await startContainer(work)
    expect(json).toHaveBeenCalledTimes(2)
  })

  it('fails at once where managers refuse', async () => {
    const words = 'rpc error: code = PermissionDenied desc = network net not manually attachable'
    const { json, work } = starting(`Could not attach to network net: ${words}`, 500)
    await expect(startContainer(work)).rejects.toThrow(words)
    expect(json).toHaveBeenCalledTimes(1)
  })
})

it('a stop ends what others still ask to start', async () => {
  const refusal = new AppError('engine_error', 'attaching to network failed, make sure …')
  const known = { networks: () => [aNetwork('net', { scope: 'swarm' as const })], hosts: () => [] }
  const start = vi.fn(async () => {
    await stopContainer(act('', 0, []))
    throw refusal
  })
  await expect(onceAttached(known, start, { subject: 'c1' })).rejects.toThrow(refusal)
  expect(start).toHaveBeenCalledTimes(1)
})
