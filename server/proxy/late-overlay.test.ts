// What joins an overlay that its host gets a moment late, as `docker` asks for it: once more, unless nobody wants it any more.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { lateOverlay, refuseOnce } from '@/server/testing/late-overlay'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
let engine: FakeEngine
let isMoved = false
const web = 'a'.repeat(64)

beforeEach(async () => {
  isMoved = false
  const requireFree = () => {
    if (isMoved) throw new AppError('conflict', 'web1 is being moved already.')
  }
  two = await openTwoHosts({ moves: { requireFree, requireUnneeded: () => undefined } })
  engine = two.engines[0] as FakeEngine
  engine.networks.push(lateOverlay)
  for (const path of ['stop', 'kill'].map((act) => `/containers/${web}/${act}`)) {
    engine.routes.set(path, (_request, response) => void response.writeHead(204).end())
  }
  engine.routes.set('/networks/front/disconnect', (_request, response) => void response.writeHead(200).end())
  await two.cluster.refresh(two.cluster.container('web1')?.hostId ?? '', ['networks'])
})
afterEach(() => two.end())

const post = (path: string, body?: object) =>
  two.askJson(
    `/v1.45${path}`,
    { method: 'POST', headers: body === undefined ? {} : { 'content-type': 'application/json' } },
    body && JSON.stringify(body),
  )
const body = { Container: 'web1' }
const act = (name: string) => () => post(`/containers/web1/${name}`)
const acts = [
  ['start', `/containers/${web}/start`, act('start'), act('stop')],
  ['restart', `/containers/${web}/restart`, act('restart'), act('kill')],
  [
    'connect',
    '/networks/front/connect',
    () => post('/networks/front/connect', body),
    () => post('/networks/front/disconnect', body),
  ],
] as const

describe.each(acts)('a %s by docker', (_name, path, ask, opposite) => {
  it('is asked for once more', async () => {
    const asked = refuseOnce(engine, path)
    expect((await ask()).status).toBe(204)
    expect(asked()).toBe(2)
  })

  it('ends with the words of the engine once somebody has been told that the opposite is done', async () => {
    const told: (number | undefined)[] = []
    const asked = refuseOnce(engine, path, async () => told.push((await opposite()).status))
    expect(await ask()).toMatchObject({ status: 404, body: { message: 'network front not found' } })
    expect(told[0]).toBeLessThan(300)
    expect(asked()).toBe(1)
  })

  it('ends once a move of it has begun', async () => {
    const asked = refuseOnce(engine, path, () => {
      isMoved = true
    })
    expect((await ask()).status).toBe(409)
    expect(asked()).toBe(1)
  })
})

it('a signal that only tells a container something calls no start off', async () => {
  const asked = refuseOnce(engine, `/containers/${web}/start`, () => post('/containers/web1/kill?signal=SIGHUP'))
  expect((await act('start')()).status).toBe(204)
  expect(asked()).toBe(2)
})
