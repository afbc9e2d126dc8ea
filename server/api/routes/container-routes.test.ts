import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']
const web = 'a'.repeat(64)
const db = 'b'.repeat(64)

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({
    name: 'kiel-1',
    containers: [
      fakeContainer({
        Id: web,
        Name: '/shop-web-1',
        Config: {
          Image: 'nginx:1',
          Labels: {
            'com.docker.compose.project': 'shop',
            'com.docker.compose.service': 'web',
            'com.docker.compose.container-number': '1',
            'backup.password': 'hunter22',
          },
          Env: [
            'DB_PASSWORD=hunter22',
            'MODE=fast',
            'DATABASE_URL=postgres://shop:hunter22@db/shop',
            'constraint:storage==ssd',
          ],
        },
      } as Parameters<typeof fakeContainer>[0]),
      fakeContainer({ Id: db, Name: '/shop-db-1' }),
    ],
  })
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
  call = (await test.login()).call
})
afterEach(() => test.end())

describe('containers', () => {
  it('are listed by filter and window', async () => {
    const { body } = await call('GET', '/containers?q=web&limit=1')
    expect(body).toMatchObject({
      total: 1,
      offset: 0,
      items: [{ id: web, name: 'shop-web-1', hostName: 'kiel-1' }],
      badTokens: [],
    })
    expect(JSON.stringify(body)).not.toContain('hunter22')
    expect(test.cluster.container(web)?.labels['backup.password']).toBe('hunter22')
    expect((await call('GET', '/containers?limit=100000')).status).toBe(400)
    const long = await call('GET', `/containers?q=${'x'.repeat(2001)}`)
    expect(long.body).toMatchObject({ error: { message: 'query.q: Too long: at most 2000 characters' } })
    expect((await call('GET', '/containers?offset=-1')).status).toBe(400)
  })

  it('are asked beforehand what an act does to others, without a line and without a call', async () => {
    const { body } = await call('POST', '/containers/actions/plan', { ids: [web], action: 'remove' })
    expect(body).toEqual({
      services: [{ stack: 'shop', service: 'web', kind: 'ends', serving: 0, running: 1 }],
      attached: [],
      volumeRisks: [],
    })
    expect((await call('POST', '/containers/actions/plan', { ids: [], action: 'remove' })).status).toBe(400)
    expect(engine.requests.filter((line) => line.startsWith('POST') || line.startsWith('DELETE'))).toEqual([])
    expect((await call('GET', '/activity?action=container')).body).toEqual([])
  })

  it('show what the engine says without the secrets in it', async () => {
    const { status, body, text } = await call('GET', `/containers/${encodeURIComponent('kiel-1/shop-web-1')}`)
    expect(status).toBe(200)
    expect(text).not.toContain('hunter22')
    expect(body).toMatchObject({
      container: { id: web },
      inspect: {
        Config: {
          Env: [
            'DB_PASSWORD=••••••',
            'MODE=fast',
            'DATABASE_URL=postgres://shop:••••••@db/shop',
            'constraint:storage==ssd',
          ],
        },
      },
      decision: null,
    })
  })

  it('show one hidden value to whoever asks for it, and keep that in mind', async () => {
    const answer = await call('POST', `/containers/${web}/reveal`, { name: 'DB_PASSWORD' })
    expect(answer.body).toEqual({ name: 'DB_PASSWORD', value: 'hunter22' })
    const trail = await call('GET', '/activity?action=container.reveal')
    expect(trail.body).toMatchObject([{ actor: 'admin', target: 'shop-web-1 DB_PASSWORD', result: 'ok' }])
    expect(trail.text).not.toContain('hunter22')
    expect((await call('POST', `/containers/${web}/reveal`, { name: 'NONE' })).status).toBe(404)
  })

  it('are still shown as last seen when their host is silent', async () => {
    engine.fault = 'reset'
    await expect.poll(() => test.cluster.hosts()[0]?.state, { timeout: 20_000 }).toBe('unreachable')
    const { status, body } = await call('GET', `/containers/${web}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ container: { id: web, known: false }, inspect: null })
    const stop = await call('POST', `/containers/${web}/actions`, { action: 'stop' })
    expect([stop.status, (stop.body as { error: { code: string } }).error.code]).toEqual([503, 'host_unreachable'])
    expect((await call('GET', '/overview')).body).toMatchObject({
      attention: [{ severity: 'fail', title: 'kiel-1 does not answer', target: { kind: 'host' } }],
      counts: { hosts: 1, healthyHosts: 0, containers: 2 },
    })
  })

  it('are acted on at their engine, and each act leaves a line', async () => {
    const path = `/containers/${web}/restart`
    engine.routes.set(path, (_request, response) => void response.writeHead(204).end())
    const answer = await call('POST', `/containers/${web}/actions`, { action: 'restart', timeoutSeconds: 3 })
    expect(answer.status).toBe(204)
    expect(engine.requests).toContain(`POST ${path}`)
    expect((await call('GET', '/activity?action=container')).body).toMatchObject([
      {
        actor: 'admin',
        action: 'container.restart',
        target: 'kiel-1/shop-web-1',
        result: 'ok',
        message: 'shop/web nginx:1',
      },
    ])
  })

  it('pass on what the engine refuses, with its meaning', async () => {
    engine.routes.set(`/containers/${web}`, (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"stop it first"}')
    })
    const answer = await call('POST', `/containers/${web}/actions`, { action: 'remove' })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ error: { code: 'conflict', message: 'stop it first' } })
    expect((await call('GET', '/activity?action=container')).body).toMatchObject([
      { result: 'refused', message: 'stop it first', details: { code: 'conflict' } },
    ])
    expect((await call('POST', '/containers/nobody/actions', { action: 'stop' })).status).toBe(404)
    expect((await call('POST', `/containers/${web}/actions`, { action: 'explode' })).status).toBe(400)
  })

  it('explain where they would go now, by what their environment asks for', async () => {
    const { body } = await call('GET', `/containers/${web}/explanation?when=now`)
    expect(body).toMatchObject({
      chosenHostId: null,
      rules: expect.arrayContaining([
        expect.objectContaining({ filter: 'constraint', wants: expect.stringContaining('ssd') }),
      ]),
    })
    expect((await call('GET', `/containers/${web}/explanation`)).body).toBeNull()
  })
})

describe('the log', () => {
  const frame = (text: string, stream = 1) => {
    const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
    head.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([head, Buffer.from(text)])
  }
  beforeEach(() => {
    engine.routes.set(`/containers/${web}/logs`, (_request, response) => {
      response.write(frame('2026-01-01T00:00:00.5Z hello\n'))
      response.end(frame('2026-01-01T00:00:01Z login with password=hunter22\n', 2))
    })
  })

  it('comes a line a line', async () => {
    const { headers, text } = await call('GET', `/containers/${web}/logs?tail=10`)
    expect(headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { at: '2026-01-01T00:00:00.5Z', stream: 'stdout', text: 'hello' },
      { at: '2026-01-01T00:00:01Z', stream: 'stderr', text: 'login with password=••••••' },
    ])
  })

  it('comes as events where they are asked for', async () => {
    const { cookie } = await test.login()
    const { headers, text } = await test.send('GET', `/api/v1/containers/${web}/logs`, {
      headers: { cookie, accept: 'text/event-stream' },
    })
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(text).toMatch(/^data: {"at":"2026-01-01T00:00:00.5Z".*}\n\ndata: .*\n\nevent: end\ndata: {}\n\n$/)
  })

  it('fails with the engine’s words before it begins and with a last line after', async () => {
    engine.routes.set(`/containers/${web}/logs`, (_request, response) => {
      response
        .writeHead(501, { 'content-type': 'application/json' })
        .end('{"message":"the logging driver does not support reading"}')
    })
    const early = await call('GET', `/containers/${web}/logs`)
    expect(early.body).toMatchObject({
      error: { code: 'engine_error', message: expect.stringContaining('logging driver') },
    })
    engine.routes.set(`/containers/${web}/logs`, (_request, response) => {
      response.write(frame('2026-01-01T00:00:00Z one\n'))
      setTimeout(() => response.destroy(), 20)
    })
    const late = await call('GET', `/containers/${web}/logs`)
    const lines = late.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual([
      expect.objectContaining({ text: 'one' }),
      { error: expect.objectContaining({ code: 'host_unreachable' }) },
    ])
  })
})
