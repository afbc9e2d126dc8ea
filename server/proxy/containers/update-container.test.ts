// More room for a container that is there: counted before its engine hears of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

const gib = 2 ** 30
let two: TwoHosts
let bodies: Record<string, unknown>[]

beforeEach(async () => {
  two = await openTwoHosts()
  bodies = []
  const engine = two.engines[0] as FakeEngine
  engine.routes.set(`/containers/${two.ids[0]}/update`, (_request, response, body) => {
    bodies.push(JSON.parse(body.toString()))
    response.end('{"Warnings":null}')
  })
})
afterEach(() => two.end())

const update = (body: object) => two.askJson('/v1.45/containers/web1/update', { method: 'POST' }, JSON.stringify(body))

describe('an update', () => {
  it('that asks for no room is passed on as it is', async () => {
    const body = { Memory: 0, CpuShares: 0, RestartPolicy: { Name: 'always' } }
    expect(await update(body)).toMatchObject({ status: 200, body: { Warnings: null } })
    expect(bodies).toEqual([body])
  })

  it('gets what its host has left, in whatever letters it asks, and not a byte more', async () => {
    expect((await update({ Memory: 8 * gib })).status).toBe(200)
    for (const body of [{ Memory: 9 * gib }, { memory: 9 * gib }, { NanoCpus: 5e9 }, { CpuQuota: 500_000 }]) {
      expect(await update(body)).toMatchObject({
        status: 409,
        body: {
          message: expect.stringMatching(/^no resources available to schedule container\nn1: wants (memory|cpu) /),
        },
      })
    }
    expect(bodies).toHaveLength(1)
  })

  it('shares what is left with creates at the same time', async () => {
    const Env = ['constraint:node==n1']
    const create = { Image: 'busybox:1', Env, HostConfig: { Memory: 5 * gib } }
    const engine = two.engines[0] as FakeEngine
    let answer: () => void = () => undefined
    engine.routes.set('/containers/create', (_request, response) => {
      answer = () => void response.writeHead(500).end('{"message":"no"}')
    })
    const creating = two.askJson('/v1.45/containers/create', { method: 'POST' }, JSON.stringify(create))
    await expect.poll(() => engine.requests.includes('POST /containers/create'), { timeout: 20_000 }).toBe(true)
    expect((await update({ Memory: 4 * gib })).status).toBe(409)
    answer()
    await creating
    expect((await update({ Memory: 4 * gib })).status).toBe(200)
  })
})
