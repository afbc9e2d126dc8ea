// What joins an overlay that its host gets a moment late, as the console asks for it: once more, unless nobody wants it any more.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { lateOverlay, refuseOnce } from '@/server/testing/late-overlay'

const web = 'a'.repeat(64)
let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({ name: 'n1', containers: [fakeContainer({ Id: web, Name: '/web' })] })
  engine.networks.push(lateOverlay)
  for (const path of [`/containers/${web}/stop`, `/networks/${lateOverlay.Id}/disconnect`]) {
    engine.routes.set(path, (_request, response) => void response.writeHead(204).end())
  }
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(5_000)
  call = (await test.login()).call
})
afterEach(() => test.end())

const act = (action: string) => call('POST', `/containers/${web}/actions`, { action })
const join = () => call('POST', `/networks/${lateOverlay.Id}/connect`, { containerId: web })
const leave = () => call('POST', `/networks/${lateOverlay.Id}/disconnect`, { containerId: web })
const joined = () => {
  const container = engine.containers.get(web)
  if (container) container.NetworkSettings = { Networks: { front: { NetworkID: lateOverlay.Id } } }
  return test.cluster.look(test.cluster.hosts()[0]?.id ?? '', web)
}

const acts = [
  ['start', `/containers/${web}/start`, () => act('start'), () => act('stop')],
  ['restart', `/containers/${web}/restart`, () => act('restart'), () => act('stop')],
  ['connect', `/networks/${lateOverlay.Id}/connect`, join, () => joined().then(leave)],
] as const

describe.each(acts)('a %s from the console', (_name, path, ask, opposite) => {
  it('is asked for once more', async () => {
    const asked = refuseOnce(engine, path)
    expect((await ask()).status).toBe(204)
    expect(asked()).toBe(2)
  })

  it('ends with the words of the engine once somebody has been told that the opposite is done', async () => {
    const told: number[] = []
    const asked = refuseOnce(engine, path, async () => told.push((await opposite()).status))
    const answer = await ask()
    expect(told).toEqual([204])
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining('network front not found') } })
    expect(asked()).toBe(1)
  })

  it('ends once a recreation of it has begun', async () => {
    const asked = refuseOnce(engine, path, () => test.parts.moves.hold(test.cluster.container(web) ?? expect.fail()))
    expect((await ask()).status).toBe(409)
    expect(asked()).toBe(1)
  })
})
