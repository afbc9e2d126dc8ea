import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import type { FakeEngine } from '@/server/testing/fake-engine'

let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']
const file = { path: 'compose.yaml', content: 'services: {web: {image: nginx}}' }

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({ name: 'kiel-1' })
  engine.info.Labels = ['storage=ssd']
  engine.images = [{ Id: 'sha256:1', RepoTags: ['nginx:1'], Created: 1, Size: 10 }] as FakeEngine['images']
  call = (await test.login()).call
})
afterEach(() => test.end())
const addHost = async () =>
  (await call('POST', '/hosts', { address: engine.address, labels: { zone: 'north' } })).body as { id: string }

describe('hosts', () => {
  it('are tested, added, changed and removed, each change with a line', async () => {
    expect((await call('POST', '/hosts/test', { address: engine.address })).body).toMatchObject({
      ok: true,
      hostname: 'kiel-1',
    })
    const { id } = await addHost()
    expect((await call('GET', '/hosts')).body).toMatchObject([{ id, name: 'kiel-1', state: 'healthy' }])
    const changed = await call('PATCH', '/hosts/kiel-1', { availability: 'drain', labels: { zone: 'south' } })
    expect(changed.body).toMatchObject({ id, availability: 'drain', labels: { console: { zone: 'south' } } })
    expect((await call('DELETE', `/hosts/${id}`)).status).toBe(204)
    expect((await call('GET', `/hosts/${id}`)).status).toBe(404)
    expect((await call('GET', '/activity?action=host')).body).toMatchObject([
      { action: 'host.remove', target: 'kiel-1' },
      {
        action: 'host.change',
        details: { before: { availability: 'active' }, after: { availability: 'drain', labels: { zone: 'south' } } },
      },
      { action: 'host.add', result: 'ok', message: expect.stringContaining('kiel-1 at tcp://') },
    ])
  })

  it('are refused with a reason that is kept, and without their keys', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'
    const answer = await call('POST', '/hosts', { address: 'gopher://x', tls: { key } })
    expect(answer.body).toMatchObject({ error: { code: 'invalid_address' } })
    const trail = await call('GET', '/activity?action=host.add')
    expect(trail.body).toMatchObject([{ result: 'refused', target: 'gopher://x' }])
    expect(trail.text).not.toContain('AAAA')
  })
})

describe('labels', () => {
  it('tell who carries what, the console before the engine', async () => {
    const { id } = await addHost()
    const { body } = await call('GET', '/labels')
    expect(body).toEqual(
      expect.arrayContaining([
        { key: 'storage', values: [{ value: 'ssd', hosts: [{ hostId: id, hostName: 'kiel-1', source: 'engine' }] }] },
        { key: 'zone', values: [{ value: 'north', hosts: [{ hostId: id, hostName: 'kiel-1', source: 'console' }] }] },
      ]),
    )
  })

  it.each([
    ['storage==ssd', 1],
    ['constraint:storage==ssd', 1],
    ['storage == disk', 0],
    ['storage!=disk', 1],
    ['zone==no*', 1],
    ['node.labels.zone == north', 1],
    ['engine.labels.storage == disk', 0],
  ])('%s matches %d', async (expression, matching) => {
    await addHost()
    const { body } = await call('POST', '/labels/match', { expression })
    expect(body).toMatchObject({
      error: null,
      matching,
      hosts: [{ hostName: 'kiel-1', eligible: matching === 1, cells: [{ ok: matching === 1 }] }],
    })
  })

  it('say why an expression cannot be read', async () => {
    await addHost()
    for (const expression of ['storage', '==', 'storage==💣', 'node.labels.zone ~ x']) {
      const { status, body } = await call('POST', '/labels/match', { expression })
      expect([expression, status]).toEqual([expression, 200])
      expect(body, expression).toMatchObject({ hosts: [], matching: 0, error: expect.stringMatching(/\S/) })
    }
  })
})

describe('placements', () => {
  it('explain without creating', async () => {
    await addHost()
    const { body } = await call('POST', '/placements', { image: 'nginx:1', memoryBytes: 2 ** 40 })
    expect(body).toMatchObject({ chosenHostId: null, hosts: [{ hostName: 'kiel-1', eligible: false }] })
    expect(engine.requests.filter((line) => line.startsWith('POST'))).toEqual([])
  })
})

describe('images', () => {
  it('are pulled with progress on each host, and the end is kept', async () => {
    await addHost()
    engine.routes.set('/images/create', (_request, response) => {
      for (const line of [
        { status: 'Pulling fs layer', id: '0123456789ab' },
        { status: 'Downloading', id: '0123456789ab', progressDetail: { current: 1 << 20, total: 2 << 20 } },
        { status: 'Pull complete', id: '0123456789ab' },
        { status: 'Status: Downloaded newer image for redis:7' },
      ]) {
        response.write(`${JSON.stringify(line)}\n`)
      }
      response.end()
    })
    const { text } = await call('POST', '/images/pull', { reference: 'redis:7' })
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ state, detail, fraction }) => [state, detail, fraction])).toEqual([
      ['running', '0 of 1 layers', 0],
      ['running', '0 of 1 layers, 1.0 of 2.0 MiB', 0.4],
      ['running', '1 of 1 layers, 2.0 of 2.0 MiB', 1],
      ['done', '1 of 1 layers, 2.0 of 2.0 MiB', 1],
    ])
    await expect
      .poll(async () =>
        ((await call('GET', '/activity?action=image.pull')).body as { result: string }[]).map(({ result }) => result),
      )
      .toEqual(['ok', 'running'])
  })

  it('are told with what a pull would load, or why nobody knows', async () => {
    await addHost()
    const images = [{ reference: 'no image', hostNames: ['kiel-1'] }]
    const { status, body } = await call('POST', '/images/download-sizes', { images })
    expect([status, body]).toEqual([
      200,
      [{ reference: 'no image', bytes: null, error: 'that is no name of an image' }],
    ])
    expect((await call('POST', '/images/download-sizes', { images: [{ reference: 'redis' }] })).status).toBe(400)
  })

  it('that cannot be pulled say so on their host', async () => {
    await addHost()
    engine.routes.set('/images/create', (_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"manifest unknown"}')
    })
    const { text } = await call('POST', '/images/pull', { reference: 'nothing:1' })
    expect(JSON.parse(text)).toMatchObject({
      hostName: 'kiel-1',
      state: 'failed',
      error: expect.stringContaining('manifest unknown'),
    })
  })

  it('in use stay, with the engine’s reason', async () => {
    await addHost()
    engine.routes.set('/images/sha256%3A1', (_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"image is being used"}')
    })
    const answer = await call('DELETE', `/images/${encodeURIComponent('sha256:1')}`)
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { error: { code: 'in_use', message: 'image is being used' } },
    ])
    expect((await call('DELETE', '/images/none')).status).toBe(404)
  })
})

describe('stacks', () => {
  it('are deployed under the name of who asked', async () => {
    const answer = await call('PUT', '/stacks/shop', { files: [file] })
    expect([answer.status, answer.body]).toMatchObject([202, { id: 'd1', stack: 'shop' }])
    expect(test.stacks.calls).toMatchObject([['deploy', 'shop', { files: [file], pull: 'missing' }, 'admin']])
    expect((await call('GET', '/activity?action=stack')).body).toMatchObject([
      { action: 'stack.deploy', target: 'shop', result: 'running', details: { deployment: 'd1' } },
    ])
  })

  it('keep to names and paths that cannot lead astray', async () => {
    expect((await call('PUT', '/stacks/Shop', { files: [file] })).status).toBe(400)
    for (const path of ['/etc/passwd', '../x', 'a/../../x', 'a\0b', '']) {
      expect((await call('PUT', '/stacks/shop', { files: [{ ...file, path }] })).status, path).toBe(400)
    }
    expect(test.stacks.calls).toEqual([])
  })

  it('are planned, scaled, rolled back and removed', async () => {
    expect((await call('POST', '/stacks/shop/plan', { files: [file] })).body).toMatchObject({ stack: 'shop' })
    await call('POST', '/stacks/shop/scale', { service: 'web', replicas: 3 })
    await call('POST', '/stacks/shop/rollback', { revision: 2 })
    await call('DELETE', '/stacks/shop?volumes=true')
    await call('POST', '/stacks/shop/deployments/d1/cancel')
    expect(test.stacks.calls.slice(1)).toEqual([
      ['scale', 'shop', 'web', 3, 'admin'],
      ['rollback', 'shop', 2, 'admin'],
      ['remove', 'shop', { volumes: true }, 'admin'],
      ['cancel', 'd1', 'admin'],
    ])
    expect((await call('GET', '/stacks/none')).status).toBe(404)
    expect((await call('POST', '/compose/check', { files: [file] })).body).toMatchObject({ ok: true })
  })
})

describe('what watches Lotse', () => {
  it('gets numbers once it is let in', async () => {
    await addHost()
    const { text, headers } = await call('GET', '/../../metrics')
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/)
    expect(text).toContain('lotse_hosts{state="healthy"} 1')
    expect(text).toMatch(/lotse_http_requests_total{method="POST",status="2xx"} \d/)
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+({.*})? -?[\d.e+]+)$/)
  })
})

describe('volumes', () => {
  it('are not looked for along the paths of an engine', async () => {
    await addHost()
    const asked: string[] = []
    for (const name of ['..%2Fcontainers%2Fx', 'a%2F..%2Fb', '%2F']) {
      engine.routes.set(`/volumes/${name}`, (request, response) => {
        asked.push(request.url ?? '')
        response.writeHead(301, { location: '/containers/x' }).end()
      })
      const answer = await call('DELETE', `/volumes/kiel-1/${name}?force=true`)
      expect(answer.body).toMatchObject({ error: { code: 'not_found' } })
    }
    expect(asked).toEqual([])
  })
})
