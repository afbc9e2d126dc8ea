import { expect, it, vi } from 'vitest'
import type { NewActivity } from '@/server/activity/activity'
import type { ClusterChange } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { silentLog as log } from '@/server/testing/host-store'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { recoverRecreations } from './recover'

it('an original that waited on a host that was away is back when the host is, unless its recreation is still at it', async () => {
  const host = { ...aHost('n1'), refreshedAt: '2026-01-01T00:00:00.000Z' }
  const listeners: ((change: ClusterChange) => void)[] = []
  let names: string[] = []
  const calls: string[] = []
  const engine = {
    json: async (method: string, path: string) => {
      if (method !== 'GET') calls.push(`${method} ${path}`)
      if (path === '/containers/web/json') throw new AppError('engine_error', 'none', { details: { statusCode: 404 } })
      return { Id: 'old', Name: '/web.before-edit-0123abcd-up', State: { Running: true } }
    },
  } as unknown as Engine
  const lines: NewActivity[] = []
  let isUnderWay = false
  const stop = recoverRecreations({
    cluster: {
      hosts: () => [{ ...host }],
      containersOf: () => names.map((name) => aContainer(host, name)),
      engine: () => engine,
      subscribe: (listener) => {
        listeners.push(listener)
        return () => {}
      },
    },
    activity: { record: async (line) => void lines.push(line) },
    log,
    isUnderWay: () => isUnderWay,
  })
  const change = (over: Partial<typeof host>) => {
    Object.assign(host, over)
    for (const tell of listeners) tell({ hosts: { upserted: [host], removed: [] } } as unknown as ClusterChange)
  }
  names = ['web.before-edit-0123abcd-up']
  change({ refreshedAt: '2026-01-01T00:00:01.000Z' })
  change({ state: 'unreachable' })
  // It answers, but what is known of its containers is from before.
  change({ state: 'healthy' })
  isUnderWay = true
  change({ refreshedAt: '2026-01-01T00:00:02.000Z' })
  expect(calls).toEqual([])
  isUnderWay = false
  change({ state: 'unreachable' })
  change({ state: 'healthy', refreshedAt: '2026-01-01T00:00:03.000Z' })
  await vi.waitFor(() =>
    expect(lines).toMatchObject([{ action: 'container.recreate', target: 'n1/web', result: 'ok' }]),
  )
  expect(calls).toEqual([expect.stringMatching(/^POST .*\/rename$/)])
  stop()
})
