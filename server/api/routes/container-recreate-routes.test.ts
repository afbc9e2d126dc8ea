import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppError } from '@/server/errors'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const web = 'a'.repeat(64)
const helper = 'c'.repeat(64)
let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({
    name: 'kiel-1',
    containers: [
      fakeContainer({
        Id: web,
        Name: '/web',
        Config: { Image: 'nginx:1', Env: ['MODE=fast', 'API_TOKEN=hunter22'], Labels: {} },
      }),
      fakeContainer({ Id: helper, Name: '/helper', HostConfig: { NetworkMode: `container:${web}` } }),
    ],
  })
  engine.routes.set('/images/sha256%3A1/json', (_request, response) => void response.end('{"Config":{}}'))
  engine.routes.set('/images/nginx%3A1/json', (_request, response) => void response.end('{"Config":{}}'))
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
  call = (await test.login()).call
})
afterEach(() => test.end())

it('an edit is planned without its secrets, and with who else it concerns', async () => {
  const edit = { setEnv: { MODE: 'slow', API_TOKEN: 'hunter33' }, memoryBytes: 64 * 2 ** 20 }
  const answer = await call('POST', `/containers/${web}/recreation/plan`, edit)
  expect(answer.body).toMatchObject({
    changes: expect.arrayContaining([
      { field: 'Env MODE', before: 'fast', after: 'slow' },
      { field: 'Env API_TOKEN', before: '••••••', after: '•••••• *' },
    ]),
    problems: [],
    sharers: ['helper'],
    willPull: false,
    willStop: true,
  })
  expect(answer.text).not.toContain('hunter')
  expect((await call('POST', `/containers/${web}/recreation/plan`, { imagee: 'x' })).status).toBe(400)
  const port = { ports: [{ port: 'http', hostIp: '', hostPort: '80' }] }
  expect((await call('POST', `/containers/${web}/recreation/plan`, port)).status).toBe(400)
})

it('a run is told step by step, and its end is written down', async () => {
  engine.routes.set(`/containers/${web}/rename`, (_request, response) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"busy"}')
  })
  const { text } = await call('POST', `/containers/${web}/recreation`, { setEnv: { API_TOKEN: 'hunter33' } })
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.at(-1)).toMatchObject({
    kind: 'end',
    outcome: 'restored',
    containerId: web,
    message: expect.stringContaining('could not be set aside: busy.'),
  })
  const trail = await call('GET', '/activity?action=container.recreate')
  expect(trail.body).toMatchObject([
    { target: 'kiel-1/web', result: 'failed' },
    { target: 'kiel-1/web', result: 'running', message: 'Env API_TOKEN' },
  ])
  expect(trail.text).not.toContain('hunter')
})

it('what cannot go well is refused before it begins', async () => {
  const answer = await call('POST', `/containers/${web}/recreation`, { removeEnv: ['PATH'] })
  expect([answer.status, answer.body]).toMatchObject([409, { error: { code: 'plan_blocked' } }])
  expect(engine.requests.some((line) => line.startsWith('POST /containers'))).toBe(false)
})

it('nothing else is done to it meanwhile, nor it while a deployment of its stack is under way', async () => {
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  engine.routes.set(`/containers/${web}/rename`, async (_request, response) => {
    await held
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"busy"}')
  })
  const run = call('POST', `/containers/${web}/recreation`, { setEnv: { MODE: 'slow' } })
  const isBegun = () => expect(engine.requests.some((line) => line.includes('/rename'))).toBe(true)
  await vi.waitFor(isBegun, 20_000)
  const again = await call('POST', `/containers/${web}/recreation`, { setEnv: { MODE: 'fast' } })
  const stop = await call('POST', `/containers/${web}/actions`, { action: 'stop' })
  const body = { error: { code: 'conflict', message: 'web is being recreated already.' } }
  expect([again, stop]).toMatchObject([
    { status: 409, body },
    { status: 409, body },
  ])
  goOn()
  await run

  test.stacks.hold = () => {
    throw new AppError('deployment_running', 'A deployment of shop is under way.')
  }
  const deployed = await call('POST', `/containers/${web}/recreation`, { setEnv: { MODE: 'slow' } })
  expect(deployed.body).toMatchObject({ error: { code: 'deployment_running' } })
})
