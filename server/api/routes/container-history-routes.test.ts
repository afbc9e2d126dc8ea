import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPastEvent } from '@/server/docker/past-events'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const web = 'a'.repeat(64)
let test: TestApi
let engine: FakeEngine

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({ name: 'kiel-1', containers: [fakeContainer({ Id: web, Name: '/web' })] })
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
})
afterEach(() => test.end())

const message = (Action: string, Attributes: Record<string, string> = {}, second = 0) => ({
  Type: 'container',
  Action,
  Actor: { ID: web, Attributes },
  timeNano: Date.UTC(2026, 0, 1, 0, 0, second) * 1e6,
})

it('acts and the engine’s events stand in one list, newest first', async () => {
  const { call } = await test.login()
  const act = (target: string, action = 'container.restart') =>
    test.activity.record({ actor: 'admin', action, target, result: 'ok', message: '' })
  await act('kiel-1/web')
  await act('kiel-1/web-2')
  await act('kiel-1/web:/etc/motd', 'container.read-file')
  await act('emden/web')
  engine.routes.set('/events', (_request, response) => {
    for (const line of [
      message('create'),
      message('start', {}, 1),
      message('exec_start: true', {}, 2),
      message('die', { exitCode: '3' }, 3),
    ])
      response.write(`${JSON.stringify(line)}\n`)
    response.end()
  })
  const { body } = await call('GET', `/containers/${web}/history`)
  expect(body).toMatchObject({
    silent: [],
    entries: [
      { kind: 'activity', entry: { target: 'kiel-1/web:/etc/motd' } },
      { kind: 'activity', entry: { target: 'kiel-1/web' } },
      { kind: 'event', action: 'die', exitCode: 3 },
      { kind: 'event', action: 'start' },
      { kind: 'event', action: 'create' },
    ],
  })
})

it('what was before a recreation is told too, and nothing of a neighbour whose name begins the same', async () => {
  const { call } = await test.login()
  const old = 'b'.repeat(64)
  await test.activity.record({
    actor: 'ada',
    action: 'container.recreate',
    target: 'kiel-1/web',
    result: 'ok',
    message: '',
    details: { outcome: 'recreated', containerId: web, before: old },
  })
  const asked: unknown[] = []
  engine.routes.set('/events', (request, response) => {
    asked.push(JSON.parse(new URL(request.url ?? '', 'http://x').searchParams.get('filters') ?? '{}').container)
    const other = {
      ...message('start', { name: 'web-10' }, 5),
      Actor: { ID: 'c'.repeat(64), Attributes: { name: 'web-10' } },
    }
    const before = { ...message('destroy', {}, 1), Actor: { ID: old, Attributes: { name: 'web_aside' } } }
    for (const line of [before, other, message('start', {}, 2)]) response.write(`${JSON.stringify(line)}\n`)
    response.end()
  })
  const { body } = await call('GET', `/containers/${web}/history`)
  expect(asked).toEqual([[web, old, 'web']])
  expect(body).toMatchObject({
    entries: [
      { kind: 'activity', entry: { action: 'container.recreate', actor: 'ada' }, about: '' },
      { kind: 'event', action: 'start', hostName: 'kiel-1' },
      { kind: 'event', action: 'destroy', hostName: 'kiel-1' },
      { kind: 'event', action: 'create', hostName: 'kiel-1' },
    ],
  })
})

it('acts are told while the engine is silent', async () => {
  const { call } = await test.login()
  await test.activity.record({
    actor: 'admin',
    action: 'container.stop',
    target: 'kiel-1/web',
    result: 'ok',
    message: '',
  })
  engine.fault = 'reset'
  await expect.poll(() => test.cluster.hosts()[0]?.state, { timeout: 20_000 }).toBe('unreachable')
  const { body } = await call('GET', `/containers/${web}/history`)
  expect(body).toMatchObject({
    silent: ['kiel-1'],
    entries: [{ entry: { action: 'container.stop' } }, { action: 'start' }, { action: 'create' }],
  })
})

it('events are read with what is of use in them', () => {
  expect(readPastEvent(message('health_status: unhealthy'))).toMatchObject({
    action: 'health_status',
    detail: 'unhealthy',
  })
  expect(readPastEvent(message('kill', { signal: '15' }))).toMatchObject({ detail: '15', exitCode: null })
  expect(readPastEvent(message('rename', { oldName: '/web' }))).toMatchObject({ detail: 'web' })
  expect([
    readPastEvent(message('exec_die')),
    readPastEvent(message('resize')),
    readPastEvent({ Action: 'start' }),
  ]).toEqual([null, null, null])
})
