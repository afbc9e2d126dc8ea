import { describe, expect, it, vi } from 'vitest'
import type { NewActivity } from '@/server/activity/activity'
import type { ClusterChange } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { silentLog as log } from '@/server/testing/host-store'
import { names, newId, stubEngine } from '@/server/testing/recreate-engine'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { attachAtOnce } from './put-back'
import { recoverRecreations } from './recover'
import type { Inspect } from './types'

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
    attach: attachAtOnce,
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
  await vi.waitFor(
    () => expect(lines).toMatchObject([{ action: 'container.recreate', target: 'n1/web', result: 'ok' }]),
    20_000,
  )
  expect(calls).toEqual([expect.stringMatching(/^POST .*\/rename$/)])
  stop()
})

describe('after a server was killed in the middle, the next one', () => {
  const aside = (wasUp: boolean, State: Inspect['State'], next?: Inspect['State']) => {
    const stub = stubEngine({ old: { Name: `/web.before-edit-aaaaaaaa-${wasUp ? 'up' : 'off'}`, State } })
    if (next) {
      stub.containers.set(newId, { Id: newId, Name: '/web', Image: '', Config: {}, HostConfig: {}, State: next })
    }
    return stub
  }
  it('puts the original back when the new one was never made', async () => {
    const stub = aside(true, { Running: true })
    expect(await stub.recover()).toContain('The original is back')
    expect(names(stub)).toEqual(['a /web runs'])
    expect(stub.calls).toEqual(['POST /containers/OLD/rename'])
  })
  it('starts the original again when it was stopped, and takes the untouched new one away', async () => {
    const stub = aside(true, { Running: false }, { Status: 'created', Running: false })
    await stub.recover()
    expect(names(stub)).toEqual(['a /web runs'])
    const off = aside(false, { Running: false }, { Status: 'created', Running: false })
    await off.recover()
    expect(names(off)).toEqual(['a /web stands'])
  })
  it('finishes when the new one is up', async () => {
    const stub = aside(true, { Running: false }, { Status: 'running', Running: true })
    expect(await stub.recover()).toContain('the original was removed')
    expect(names(stub)).toEqual(['b /web runs'])
  })
  it('puts the original back when the new one did not come up, and keeps that for a look', async () => {
    const stub = aside(true, { Running: false }, { Status: 'exited', Running: false, ExitCode: 1 })
    expect(await stub.recover()).toBe(
      'It had broken off in the middle, and the new container did not come up: it ended with 1. The original is back; the new one is kept, stopped, as web.failed-edit-bbbbbbbb.',
    )
    expect(names(stub)).toEqual(['a /web runs', 'b /web.failed-edit-bbbbbbbb stands'])
    const sick = aside(true, { Running: false }, { Status: 'running', Running: true, Health: { Status: 'unhealthy' } })
    expect(await sick.recover()).toContain('its health check fails. The original is back')
    expect(names(sick)).toEqual(['a /web runs', 'b /web.failed-edit-bbbbbbbb stands'])
  })
  it.each([0, 137, 143])('leaves both alone when somebody may have stopped the new one (exit %i)', async (ExitCode) => {
    const stub = aside(true, { Running: false }, { Status: 'exited', Running: false, ExitCode })
    await expect(stub.recover()).rejects.toThrow(`ended with ${ExitCode}`)
    expect(stub.calls).toEqual([])
    expect(await stubEngine().recover()).toBeNull()
  })
  it.each(['before', 'after'] as const)(
    'has one of it running in the end, whenever that was (%s a call)',
    async (how) => {
      const whole = stubEngine()
      await whole.run()
      for (const wasUp of [true, false]) {
        for (let at = 1; at <= whole.calls.length; at++) {
          const stub = stubEngine({ death: { at, how }, ...(wasUp ? {} : { old: { State: { Running: false } } }) })
          const run = stub.run()
          if ((await Promise.race([run.then(() => 'ended'), stub.death])) === 'ended') continue
          await stub.recover().catch((error: unknown) => {
            // The original is gone already: nothing is left to be done.
            const last = stub.calls.at(-1)
            expect([last, how, String(error)]).toEqual([
              'DELETE /containers/OLD',
              'after',
              expect.stringContaining('No such container'),
            ])
          })
          const left = names(stub).map((name) => name.slice(2))
          expect([at, ...left]).toEqual([at, wasUp ? '/web runs' : '/web stands'])
        }
      }
    },
  )
})
