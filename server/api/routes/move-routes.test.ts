import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { fakeContainer } from '@/server/testing/fake-engine'

let test: TestApi
let engine: Awaited<ReturnType<TestApi['engine']>>
let call: Awaited<ReturnType<TestApi['login']>>['call']
const web = 'a'.repeat(64)

beforeEach(async () => {
  test = await openTestApi()
  const Config = {
    Image: 'nginx:1',
    Labels: { 'backup.password': 'hunter22' },
    Env: ['DB_PASSWORD=hunter22', 'constraint:storage==ssd'],
  }
  const container = { Id: web, Name: '/web', Config } as Parameters<typeof fakeContainer>[0]
  engine = await test.engine({ id: 'E1', name: 'kiel-1', containers: [fakeContainer(container)] })
  const to = await test.engine({ id: 'E2', name: 'kiel-2' })
  for (const { address } of [engine, to]) await test.cluster.addHost({ address })
  await test.cluster.settled(2_000)
  call = (await test.login()).call
})
afterEach(() => test.end())

describe('moves', () => {
  it('are planned with the reasons that speak against them, and refused for the same', async () => {
    const body = { containers: ['kiel-1/web'], host: 'kiel-2' }
    const { status, body: plan } = await call('POST', '/moves/plan', body)
    expect(status).toBe(200)
    expect(plan).toMatchObject({
      hostName: 'kiel-2',
      containers: [{ name: 'web', fromHostName: 'kiel-1', toHostName: 'kiel-2', state: 'waiting' }],
      problems: [{ code: 'placement', consent: null, fix: 'Add label storage=ssd to kiel-2.' }],
    })
    const refused = await call('POST', '/moves', body)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      error: { code: 'plan_blocked', details: { problems: [{ code: 'placement' }] } },
    })
    expect((await call('POST', `/containers/${web}/move`, { host: 'kiel-2' })).status).toBe(409)
    expect((await test.activity.list({ action: 'container.move' })).items).toMatchObject([
      { target: 'web', result: 'refused' },
      { target: 'web', result: 'refused' },
    ])
    expect((await call('GET', '/moves')).body).toEqual([])
  })

  it('name the place of what is wrong in a request', async () => {
    const { status, text } = await call('POST', '/moves/plan', { containers: [], host: 'kiel-2', consents: ['all'] })
    expect(status).toBe(400)
    expect(text).toMatch(/containers/)
    expect(text).toMatch(/consents/)
    expect((await call('POST', '/moves/plan', { containers: ['web'], host: 'kiel-9' })).status).toBe(404)
    for (const act of ['cancel', 'undo', 'undo/plan'])
      expect((await call('POST', `/moves/x/${act}`, {})).status).toBe(404)
    expect((await call('GET', '/moves/x')).status).toBe(404)
  })

  it('give a container as a question to the scheduler, without secrets', async () => {
    const { body, text } = await call('GET', `/containers/${web}/placement`)
    expect(body).toMatchObject({ name: 'web', image: 'nginx:1', env: ['constraint:storage==ssd'], volumes: [] })
    expect(text).not.toContain('hunter22')
    expect(body).toMatchObject({ refusals: [] })
  })

  it('say of a container what stands against its move, also when its own host does not answer', async () => {
    engine.fault = 'reset'
    await expect.poll(() => test.cluster.host('kiel-1')?.state, { timeout: 20_000 }).toBe('unreachable')
    const { status, body } = await call('GET', `/containers/${web}/placement`)
    expect(status).toBe(200)
    const message = 'kiel-1 does not answer, so web cannot be moved away from it.'
    expect(body).toMatchObject({ refusals: [{ code: 'source-unreachable', hostId: null, message }] })
  })
})
