import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoctorResult } from '@/lib/contract/doctor'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']
const idOf = (name: string) => name.padEnd(64, '0')

const joined = (name: string, address: string, ports = {}) =>
  fakeContainer({
    Id: idOf(name),
    Name: `/${name}`,
    Config: { Image: 'busybox:1', Labels: {}, ExposedPorts: { '80/tcp': {} } },
    HostConfig: { NetworkMode: 'lan' },
    NetworkSettings: { Ports: ports, Networks: { lan: { NetworkID: 'net-lan', IPAddress: address } } },
  })

/** One frame of a stream without a terminal. */
const frame = (text: string): Buffer => {
  const head = Buffer.alloc(8)
  head[0] = 1
  head.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([head, Buffer.from(text)])
}

const bodies: Record<string, unknown>[] = []
/** Answers a probe as an engine does whose image prints this. */
const probePrints = (text: string) => {
  bodies.length = 0
  engine.routes.set('/containers/create', (_, response, body) => {
    bodies.push(JSON.parse(body.toString()))
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"Id":"probe"}')
  })
  let attached: { end(last: Buffer): void } | null = null
  engine.routes.set('/containers/probe/attach', (_, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' }).flushHeaders()
    attached = response
  })
  engine.routes.set('/containers/probe/start', (_, response) => {
    response.writeHead(204).end()
    attached?.end(frame(text))
  })
  engine.routes.set('/containers/probe', (_, response) => void response.writeHead(204).end())
}

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({
    name: 'kiel-1',
    containers: [
      joined('web', '172.20.0.2', { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }] }),
      joined('asker', '172.20.0.3'),
    ],
  })
  engine.networks.push({
    Id: 'net-lan',
    Name: 'lan',
    Scope: 'local',
    Driver: 'bridge',
    IPAM: { Config: [{ Subnet: '172.20.0.0/24' }] },
  })
  engine.images = [{ Id: 'sha256:1', RepoTags: ['busybox:1'], Created: 1, Size: 10 }] as FakeEngine['images']
  call = (await test.login()).call
  await call('POST', '/hosts', { address: engine.address })
})
afterEach(() => test.end())

describe('reach', () => {
  it('is answered for a container by any of its names, and says what is published', async () => {
    for (const of of ['web', 'kiel-1/web', idOf('web')]) {
      expect((await call('GET', `/reach?of=${of}`)).body).toMatchObject({
        of: { name: 'kiel-1/web', ports: ['80/tcp'] },
        reachedBy: [{ party: { name: 'kiel-1/asker' }, ways: [{ kind: 'name', names: ['web'] }] }],
        edge: [{ hostPort: '8080', open: true }],
      })
    }
    expect((await call('GET', '/reach/choices?q=ask')).body).toMatchObject({ total: 1 })
    expect(await call('GET', '/reach?of=nobody')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found', details: { fix: expect.stringContaining('stack/service') } } },
    })
  })

  it('follows what changes', async () => {
    const before = (await call('GET', '/reach?of=web')).body as { counts: { reachedBy: number } }
    engine.add(joined('third', '172.20.0.4'))
    await expect
      .poll(async () => ((await call('GET', '/reach?of=web')).body as typeof before).counts.reachedBy)
      .toBe(before.counts.reachedBy + 1)
  })
})

it('ports and subnets are mapped, and what is wrong in a question is said', async () => {
  expect((await call('GET', '/ports?wanted=8080')).body).toMatchObject({
    free: { heldOn: ['kiel-1'], freeOn: [], everywhere: 8081 },
  })
  expect((await call('GET', '/ports?wanted=70000')).status).toBe(400)
  const { body } = await call('GET', '/subnets?prefix=24')
  expect(body).toMatchObject({ free: { prefix: 24, subnet: expect.stringMatching(/^10\..*\/24$/) } })
  expect((body as { rows: object[] }).rows).toContainEqual(
    expect.objectContaining({ subnet: '172.20.0.0/24', name: 'lan' }),
  )
  expect((await call('GET', '/subnets?prefix=40')).status).toBe(400)
})

describe('the doctor', () => {
  const ask = (body: object) => call('POST', '/networks/kiel-1%2Flan/doctor', body)

  it('reads only, unless it was agreed to more, and leaves a line', async () => {
    const requests = engine.requests.length
    const { body } = await ask({ name: 'web', port: 80 })
    expect(body).toMatchObject({
      probed: false,
      hosts: [{ cause: 'names-ok', from: 'kiel-1/asker', image: 'busybox:1' }],
    })
    expect(engine.requests.slice(requests).filter((each) => each.startsWith('POST'))).toEqual([])
    expect((await call('GET', '/activity?action=network.doctor')).body).toMatchObject([
      { target: 'kiel-1/lan web:80', result: 'ok', message: 'read from the engines; nothing wrong' },
    ])
  })

  it('connects from beside a container, with no rights, and takes the probe away', async () => {
    probePrints('@resolve nslookup\nName:\tweb\nAddress: 172.20.0.2\n@end\n@connect 172.20.0.2 0 open\n@done\n')
    const { body } = await ask({ name: 'web', port: 80, probe: true })
    expect(body).toMatchObject({ probed: true, hosts: [{ state: 'ok', cause: 'ok', source: 'probe' }] })
    expect(bodies).toMatchObject([
      {
        Image: 'sha256:1',
        HostConfig: {
          NetworkMode: `container:${idOf('asker')}`,
          AutoRemove: true,
          CapDrop: ['ALL'],
          ReadonlyRootfs: true,
        },
      },
    ])
    expect(engine.requests).toContain('DELETE /containers/probe')
  })

  it('clears away what a killed server left', async () => {
    const left = { ...joined('left', '', {}), Config: { Labels: { 'io.lotse.probe': 'true' } } }
    engine.add(left)
    await expect.poll(async () => ((await call('GET', '/containers?q=left')).body as { total: number }).total).toBe(1)
    probePrints('@done\n')
    await ask({ name: 'web', probe: true })
    expect(engine.requests).toContain(`DELETE /containers/${idOf('left')}`)
  })

  it('says so when no image has what it takes', async () => {
    probePrints('')
    engine.routes.set('/containers/probe/start', (_, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end('{"message":"exec: \\"sh\\": executable file not found in $PATH"}')
    })
    expect((await ask({ name: 'web', port: 80, probe: true })).body).toMatchObject({
      hosts: [{ state: 'warn', cause: 'no-tools' }],
    })
    expect(engine.requests).toContain('DELETE /containers/probe')
  })

  it('tells each host as it comes, and the result last', async () => {
    const { own } = await test.login()
    const init = test.json({ name: 'web' }, { ...own, accept: 'application/x-ndjson' })
    const { text } = await test.send('POST', '/api/v1/networks/kiel-1%2Flan/doctor', init)
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { host?: object; result?: DoctorResult })
    expect(lines).toMatchObject([{ host: { hostName: 'kiel-1' } }, { result: { network: 'kiel-1/lan' } }])
  })

  it('takes no name that a shell could misread', async () => {
    for (const name of ['', '-x', 'a b', '$(id)', 'a;b', "a'b", 'a'.repeat(300)]) {
      expect((await ask({ name })).status).toBe(400)
    }
    expect((await ask({ name: 'web', port: 0 })).status).toBe(400)
    expect((await call('POST', '/networks/nowhere/doctor', { name: 'web' })).status).toBe(404)
  })
})
