// The ways in which the farm goes wrong, as the server's own engine client meets them, and the control API over them.
import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '@/server/docker/engine'
import { openEvents } from '@/server/docker/events'
import { type Control, startControl } from './control'
import { type Farm, startFarm } from './farm'
import type { FaultKind } from './faults'
import { checkDescriptors } from './sockets'

let farm: Farm
let control: Control

beforeAll(async () => {
  farm = await startFarm({ hosts: 3, containersPerHost: 5, port: 0, net: 203 })
  control = await startControl(farm, 0)
})
afterAll(async () => {
  await control.close()
  await farm.close()
})

const first = () => farm.hosts[0]!
const engineOf = (timeoutMs = 5_000) => openEngine(`tcp://${farm.addressOf(first())}`, { timeoutMs })
const call = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${control.url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: answer.status, body: await answer.json() }
}
const strike = (kind: FaultKind, more: object = {}) => call('POST', '/faults', { hosts: '0', kind, ...more })
const heal = () => call('DELETE', '/faults')

describe('faults', () => {
  it.each<[FaultKind, object, { code: string; message?: RegExp }]>([
    ['garbage', {}, { code: 'engine_error', message: /not JSON/ }],
    ['truncate', {}, { code: 'host_unreachable' }],
    ['cut', {}, { code: 'host_unreachable' }],
    ['refuse', {}, { code: 'host_unreachable', message: /refuse/i }],
    ['error', {}, { code: 'engine_error', message: /no space left/ }],
  ])('%s is met by a client, and is over when healed', async (kind, more, expected) => {
    const engine = engineOf()
    await engine.json('GET', '/info')
    expect((await strike(kind, more)).status).toBe(200)
    expect((await call('GET', '/')).body.faults).toEqual({ [first().name]: kind })
    const error = await engine.json('GET', '/info').then(
      () => null,
      (thrown: unknown) => thrown as { code: string; message: string },
    )
    expect(error?.code).toBe(expected.code)
    if (expected.message) expect(error?.message).toMatch(expected.message)
    await heal()
    expect(await engine.json('GET', '/info')).toMatchObject({ Name: first().name })
    engine.close()
  })

  it('a hung engine is silent, and answers and tells later what was asked and done meanwhile', async () => {
    const engine = engineOf()
    const stream = await openEvents(engine)
    const next = stream.events[Symbol.asyncIterator]().next()
    await strike('hang')
    let isAnswered = false
    const answer = engine.json<{ Name: string }>('GET', '/info').then((info) => {
      isAnswered = true
      return info
    })
    farm.world.events.emit(first(), 'container', 'die', 'meanwhile', {})
    // Another engine of the same process answers on: only this one hangs.
    await fetch(`http://${farm.addressOf(farm.hosts[1]!)}/_ping`)
    expect(isAnswered).toBe(false)
    await heal()
    expect(await answer).toMatchObject({ Name: first().name })
    expect((await next).value).toMatchObject({ action: 'die', id: 'meanwhile' })
    stream.close()
    engine.close()
  })

  it('a slow engine answers late, after the client has given up', async () => {
    const engine = engineOf(50)
    await engine.json('GET', '/version')
    await strike('slow', { delayMs: 60_000 })
    await expect(engine.json('GET', '/info')).rejects.toMatchObject({ code: 'engine_timeout' })
    await heal()
    engine.close()
  })

  it('strikes some paths only, and some requests by the seed', async () => {
    await strike('error', { path: '/networks' })
    const statusOf = async (path: string) => (await fetch(`http://${farm.addressOf(first())}${path}`)).status
    expect([await statusOf('/info'), await statusOf('/v1.45/networks')]).toEqual([200, 500])
    const row = async () => {
      await strike('error', { share: 0.5 })
      const seen: number[] = []
      for (let turn = 0; turn < 12; turn += 1) seen.push(await statusOf('/_ping'))
      return seen
    }
    const seen = await row()
    expect(new Set(seen)).toEqual(new Set([200, 500]))
    expect(await row()).toEqual(seen)
    await heal()
  })

  it('a cut ends streams that are open', async () => {
    const request = http.get(`http://${farm.addressOf(first())}/events`)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.on('error', () => undefined)
    const ended = new Promise((resolve) => response.once('close', resolve))
    await strike('cut')
    await ended
    await heal()
  })
})

describe('control', () => {
  it('lists hosts with their addresses', async () => {
    const { body } = await call('GET', '/hosts')
    expect(body).toHaveLength(3)
    expect(body[0]).toMatchObject({ index: 0, address: farm.addressOf(first()), containers: 5 })
  })

  it('sets the rate of events and tells it', async () => {
    await call('PUT', '/events', { perSecond: 10 })
    expect((await call('GET', '/')).body.eventsPerSecond).toBe(10)
    await call('PUT', '/events', { perSecond: 0 })
  })

  it.each([
    ['POST', '/faults', { hosts: 'nobody', kind: 'hang' }, /no host nobody/],
    ['POST', '/faults', { hosts: '0', kind: 'flood' }, /kind/],
    ['PUT', '/events', { perSecond: -1 }, /perSecond/],
    ['PUT', '/events', { rate: 1 }, /rate/],
  ])('%s %s %j is refused with the reason', async (method, path, body, reason) => {
    const answer = await call(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(reason)
  })

  it('says what there is on an unknown path', async () => {
    expect(await call('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('POST /faults') },
    })
  })

  it('refuses a farm larger than the descriptors of the process', () => {
    expect(() => checkDescriptors(100_000_000)).toThrow(/ulimit -n/)
  })
})
