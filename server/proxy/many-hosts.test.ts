// What concerns many hosts at once, over fake engines: merged lists, acts on every host, one stream of events.
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

let test: TestCluster
let endpoint: TestEndpoint
let engines: FakeEngine[]

beforeEach(async () => {
  test = openTestCluster()
  engines = await Promise.all(['n1', 'n2'].map((name) => test.engine({ name })))
  for (const [at, each] of engines.entries()) {
    each.images = [
      { Id: 'sha256:aa11', RepoTags: ['web:1', `own:${at + 1}`], Size: 10, Created: 1_700_000_000 },
      { Id: `sha256:bb2${at}`, RepoTags: ['built:1'], Size: 20, Created: 1_700_000_001 + at },
    ]
    each.networks = [
      { Id: `bridge${at}`, Name: 'bridge', Scope: 'local', Driver: 'bridge' },
      { Id: 'overlay1', Name: 'over', Scope: 'swarm', Driver: 'overlay' },
    ]
    each.volumes = [{ Name: 'data', Driver: 'local' }]
  }
  await test.cluster.start()
  await test.cluster.setDiscovered(engines.map(({ address }) => address))
  await test.cluster.settled(5_000)
  endpoint = await openTestEndpoint(test.cluster)
})
afterEach(async () => {
  await endpoint.close()
  await test.end()
})

const ask = async (method: string, path: string, body?: string | Buffer): Promise<IncomingMessage> => {
  const request = http.request({ host: '127.0.0.1', port: endpoint.port, method, path: `/v1.45${path}` })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}
const read = async (method: string, path: string, body?: string) => {
  const response = await ask(method, path, body)
  const said = await text(response)
  return { status: response.statusCode, said, json: () => JSON.parse(said) }
}
const filters = (value: object) => `filters=${encodeURIComponent(JSON.stringify(value))}`
const soon = { timeout: 20_000 }
const engine = (at: number) => engines[at] as FakeEngine
type Listed = Record<string, unknown>

describe('images of many hosts', () => {
  it('are listed once each, with all their tags', async () => {
    const list = (await read('GET', '/images/json')).json() as Listed[]
    expect(list.map(({ Id }) => Id)).toEqual(['sha256:bb21', 'sha256:bb20', 'sha256:aa11'])
    expect(list[2]).toMatchObject({ RepoTags: ['web:1', 'own:1', 'own:2'] })
    const own = (await read('GET', `/images/json?${filters({ reference: ['o*:2'] })}`)).json()
    expect(own).toMatchObject([{ RepoTags: ['own:2'] }])
    expect((await read('GET', `/images/json?${filters({ before: ['none'] })}`)).status).toBe(404)
    expect((await read('GET', `/images/json?${filters({ node: ['n2'], reference: ['built'] })}`)).json()).toHaveLength(
      1,
    )
  })

  it('are removed wherever they are, and a host without the tag is no failure', async () => {
    engine(0).routes.set('/images/own%3A1', (_request, response) => response.end('[{"Untagged":"own:1"}]'))
    const one = await read('DELETE', '/images/own:1')
    expect(one).toMatchObject({ status: 200, said: '[{"Untagged":"own:1"}]\n' })
    expect(await read('DELETE', '/images/we')).toMatchObject({
      status: 404,
      said: expect.stringContaining('No such image: we'),
    })
    for (const each of engines) {
      each.routes.set('/images/web%3A1', (_request, response) => {
        response.writeHead(409, { 'content-type': 'application/json' })
        response.end('{"message":"image is being used"}')
      })
    }
    expect(await read('DELETE', '/images/web:1')).toMatchObject({
      status: 409,
      said: '{"message":"image is being used"}\n',
    })
  })

  it('are pulled on every host, and one refusal of all is said once', async () => {
    const refused = '{"message":"no such thing"}\n'
    engine(0).routes.set('/images/create', (_request, response) => response.end('{"status":"Status: done"}\n'))
    engine(1).routes.set('/images/create', (_request, response) => response.end('{"error":"no such thing"}\n'))
    const mixed = await read('POST', '/images/create?fromImage=web&tag=2')
    expect(mixed.said).toContain('{"id":"n1","status":"Pulling web:2... : downloaded"}')
    expect(mixed.said).toContain('"error":"n2: no such thing"')
    engine(0).routes.set('/images/create', (_request, response) => response.end('{"error":"no such thing"}\n'))
    expect(await read('POST', '/images/create?fromImage=web&tag=2')).toMatchObject({ status: 502, said: refused })
    expect(endpoint.recorded).toMatchObject([
      { action: 'image.pull', target: 'web:2', result: 'failed' },
      { action: 'image.pull', target: 'web:2', result: 'failed' },
    ])
  })

  it('are pulled with the status and the last words of the engines', async () => {
    const closing = (status: string) =>
      `{"status":"Pulling from web","id":"2"}\n{"status":"Digest: sha256:ab"}\n{"status":"Status: ${status} for web:2"}\n`
    engine(0).routes.set('/images/create', (_request, response) => response.end(closing('Image is up to date')))
    engine(1).routes.set('/images/create', (_request, response) => response.end(closing('Downloaded newer image')))
    const { said } = await read('POST', '/images/create?fromImage=web&tag=2')
    expect(said.split('\r\n').slice(-3)).toEqual([
      '{"status":"Digest: sha256:ab"}',
      '{"status":"Status: Downloaded newer image for web:2"}',
      '',
    ])
    for (const each of engines) {
      each.routes.set('/images/create', (_request, response) => response.writeHead(404).end('{"message":"no web:2"}'))
    }
    expect(await read('POST', '/images/create?fromImage=web&tag=2')).toMatchObject({
      status: 404,
      said: '{"message":"no web:2"}\n',
    })
  })

  it('are pushed from one, with the login that is stored when the client has none', async () => {
    const login = { username: 'ada', password: 'secret', address: 'registry:5000' }
    const own = await openTestEndpoint(test.cluster, {
      registries: { authFor: async () => login, allAuths: async () => [] },
    })
    const seen: unknown[] = []
    engine(0).images.push({ Id: 'sha256:cc', RepoTags: ['registry:5000/web:1'] })
    engine(0).emit({ Type: 'image', Action: 'tag', Actor: { ID: 'sha256:cc' } })
    await expect.poll(() => test.cluster.images().some(({ id }) => id === 'sha256:cc'), soon).toBe(true)
    engine(0).routes.set('/images/registry:5000/web/push', (request, response) => {
      seen.push(request.headers['x-registry-auth'])
      response.end('{"status":"pushed"}\n')
    })
    for (const header of ['e30=', Buffer.from('{"username":"eve"}').toString('base64')]) {
      const headers = { 'X-Registry-Auth': header }
      const request = http.request({
        host: '127.0.0.1',
        port: own.port,
        method: 'POST',
        headers,
        path: '/images/registry:5000/web/push?tag=1',
      })
      request.end()
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      expect(await text(response)).toContain('pushed')
    }
    await own.close()
    const users = seen.map((each) => JSON.parse(Buffer.from(String(each), 'base64').toString()).username)
    expect(users).toEqual(['ada', 'eve'])
  })

  it('are loaded onto every host from one archive, and a host that fails is named', async () => {
    const got: Buffer[] = []
    engine(0).routes.set('/images/load', (_request, response, body) => {
      got.push(body)
      response.end('{"stream":"Loaded image: x"}\n')
    })
    engine(1).pathFaults.set('/images/load', 'reset')
    const archive = Buffer.alloc(3 * 2 ** 20, 7)
    const said = await text(await ask('POST', '/images/load', archive))
    expect(got[0]?.equals(archive)).toBe(true)
    expect(said).toContain('Loaded image: x')
    expect(said).toMatch(/"error":"n2: /)
  })
})

describe('networks and volumes of many hosts', () => {
  it('are listed under their hosts, what spans them once', async () => {
    const names = async (path: string) => ((await read('GET', path)).json() as Listed[]).map(({ Name }) => Name)
    expect(await names('/networks')).toEqual(['n1/bridge', 'n2/bridge', 'over'])
    expect(await names(`/networks?${filters({ type: ['custom'] })}`)).toEqual(['over'])
    expect(await names(`/networks?${filters({ node: ['n2'], driver: ['bridge'] })}`)).toEqual(['n2/bridge'])
    expect((await read('GET', '/networks/bridge')).said).toContain(
      'network bridge is ambiguous (2 matches found on name)',
    )
    expect((await read('GET', '/networks/none')).status).toBe(404)
    const own = '{"Name":"bridge",  "Id":"bridge1"}\n'
    engine(1).routes.set('/networks/bridge1', (_request, response) => response.end(own))
    expect((await read('GET', '/networks/n2/bridge')).said).toBe(own)
    for (const [at, each] of engines.entries()) {
      const Containers = { [`c${at}`]: { Name: `web${at}` }, 'lb-over': { Name: 'over-endpoint' } }
      each.add(
        fakeContainer({
          Id: `c${at}`,
          NetworkSettings: { Networks: { over: { NetworkID: 'overlay1', IPAddress: '' } } },
        }),
      )
      each.routes.set('/networks/overlay1', (_request, response) =>
        response.end(JSON.stringify({ Name: 'over', Containers, Options: {} })),
      )
    }
    await expect.poll(() => test.cluster.network('over')?.endpoints.length, soon).toBe(2)
    expect((await read('GET', '/networks/over')).json()).toEqual({
      Name: 'over',
      Containers: { c0: { Name: 'web0' }, c1: { Name: 'web1' } },
      Options: {},
    })
    const { Volumes } = (await read('GET', '/volumes')).json()
    expect(Volumes.map(({ Name }: Listed) => Name)).toEqual(['n1/data', 'n2/data'])
  })

  it('are made on every host, or on the one that is named', async () => {
    const made: string[] = []
    for (const [at, each] of engines.entries()) {
      each.routes.set('/volumes/create', (_request, response, body) => {
        const { Name } = JSON.parse(body.toString())
        made.push(`n${at + 1}/${Name}`)
        response.writeHead(201)
        response.end(JSON.stringify({ Name }))
      })
    }
    expect((await read('POST', '/volumes/create', '{"Name":"x"}')).json()).toEqual({ Name: 'x' })
    await read('POST', '/volumes/create', '{"Name":"n2/y"}')
    const Labels = { 'com.docker.swarm.whitelists': '["node==n1"]' }
    await read('POST', '/volumes/create', JSON.stringify({ Name: 'z', Labels }))
    expect(made.sort()).toEqual(['n1/x', 'n1/z', 'n2/x', 'n2/y'])
    expect(await read('POST', '/volumes/create', '{"Name":"n9/y"}')).toMatchObject({ status: 404 })
  })

  it('are pruned on every host into one sum', async () => {
    for (const each of engines) {
      each.routes.set('/volumes/prune', (_request, response) =>
        response.end('{"VolumesDeleted":["a"],"SpaceReclaimed":5}'),
      )
    }
    expect((await read('POST', '/volumes/prune')).json()).toEqual({ VolumesDeleted: ['a', 'a'], SpaceReclaimed: 10 })
    expect(endpoint.recorded).toMatchObject([{ action: 'volume.prune', target: '2', result: 'ok' }])
  })
})

describe('what every host refuses', () => {
  it('is one refusal, with the engine’s status and words', async () => {
    for (const each of engines) {
      for (const path of ['/volumes/create', '/volumes/prune']) {
        each.routes.set(path, (_request, response) => response.writeHead(400).end('{"message":"not so"}'))
      }
      each.routes.set('/images/load', (_request, response) => response.end('{"error":"unexpected EOF"}\n'))
    }
    const refused = { status: 400, said: '{"message":"not so"}\n' }
    expect(await read('POST', '/volumes/create', '{"Name":"x"}')).toMatchObject(refused)
    expect(await read('POST', '/volumes/prune')).toMatchObject(refused)
    expect((await read('POST', '/images/load', 'x')).said).toBe('{"message":"unexpected EOF"}\n')
  })
})

describe('names that are nobody’s', () => {
  it('make a volume anonymous, so that a prune takes it', async () => {
    const bodies: Listed[] = []
    for (const each of engines) {
      each.routes.set('/volumes/create', (_request, response, body) => {
        bodies.push(JSON.parse(body.toString()))
        response.writeHead(201).end(body)
      })
    }
    await read('POST', '/volumes/create', '{"Labels":{"a":"b"}}')
    await read('POST', '/volumes/create', '{"Name":"own"}')
    const labels = { a: 'b', 'com.docker.volume.anonymous': '' }
    expect(bodies.map(({ Labels }) => Labels)).toEqual([labels, labels, undefined, undefined])
    expect(bodies[0]?.Name).toBe(bodies[1]?.Name)
  })
})

describe('networks for clients that look for a name', () => {
  it('have the name that compose gave, where only one has it', async () => {
    engine(0).networks = [...engine(0).networks, { Id: 'own0', Name: 'shop_n', Scope: 'local', Driver: 'bridge' }]
    await test.cluster.refresh(test.cluster.hosts()[0]?.id ?? '', ['networks'])
    const namesFor = async (agent: string) => {
      const request = http.request({
        host: '127.0.0.1',
        port: endpoint.port,
        path: '/v1.45/networks',
        headers: { 'user-agent': agent },
      })
      request.end()
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      return (JSON.parse(await text(response)) as Listed[]).map(({ Name }) => Name).sort()
    }
    expect(await namesFor('compose/2.40.3')).toEqual(['n1/bridge', 'n2/bridge', 'over', 'shop_n'])
    expect(await namesFor('Docker-Client/28.5.2 (linux)')).toEqual(['n1/bridge', 'n1/shop_n', 'n2/bridge', 'over'])
  })

  it('are not made by the names that engines use themselves', async () => {
    expect(await read('POST', '/networks/create', '{"Name":"n1/host"}')).toMatchObject({
      status: 403,
      said: '{"message":"operation is not permitted on predefined host network"}\n',
    })
  })
})

describe('plugins', () => {
  it('are listed once each', async () => {
    const list = (names: string[]) => JSON.stringify(names.map((Name) => ({ Id: `${Name}1`, Name })))
    engine(0).routes.set('/plugins', (_request, response) => response.end(list(['a', 'b'])))
    engine(1).routes.set('/plugins', (_request, response) => response.end(list(['b', 'c'])))
    expect((await read('GET', '/plugins')).json()).toMatchObject([{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }])
  })
})

describe('what fails on one of many hosts', () => {
  const fail = (path: string) =>
    engine(1).routes.set(path, (_request, response) => response.writeHead(500).end('{"message":"the disk is on fire"}'))

  it('is named together with what the others have done', async () => {
    engine(0).routes.set('/volumes/prune', (_request, response) =>
      response.end('{"VolumesDeleted":["a","b"],"SpaceReclaimed":7}'),
    )
    fail('/volumes/prune')
    expect(await read('POST', '/volumes/prune')).toMatchObject({
      status: 502,
      said: expect.stringMatching(/n2: .*the disk is on fire\\nn1: 2 removed/),
    })
  })

  it('does not hide in a sum', async () => {
    engine(0).routes.set('/system/df', (_request, response) => response.end('{"LayersSize":5}'))
    engine(1).routes.set('/system/df', (_request, response) => response.end('{"LayersSize":6}'))
    expect((await read('GET', '/system/df')).json()).toMatchObject({ LayersSize: 11 })
    fail('/system/df')
    expect(await read('GET', '/system/df')).toMatchObject({ status: 502, said: expect.stringContaining('n2: ') })
  })

  it('is no failure where there was nothing to remove, if that is how it was asked', async () => {
    expect((await read('DELETE', '/volumes/none')).status).toBe(404)
    expect((await read('DELETE', '/volumes/none?force=1')).status).toBe(204)
  })
})

describe('events', () => {
  it('come from all hosts in one stream, each with its host, and tell of hosts that come and go', async () => {
    const response = await ask('GET', `/events?${filters({ type: ['container', 'swarm'] })}`)
    let said = ''
    response.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    response.on('error', () => undefined)
    const lines = () =>
      said
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    engine(0).emit({ Type: 'container', Action: 'start', Actor: { ID: 'c1', Attributes: { name: 'web' } }, time: 1 })
    engine(1).emit({ Type: 'network', Action: 'create', Actor: { ID: 'x' } })
    engine(1).emit({ Type: 'container', Action: 'die', from: 'web:1', Actor: { ID: 'c2' } })
    await expect.poll(() => lines().length, soon).toBe(2)
    expect(lines().find(({ Action }) => Action === 'start')).toMatchObject({
      Actor: { ID: 'c1', Attributes: { name: 'web', 'node.name': 'n1', 'node.ip': '127.0.0.1' } },
    })
    expect(lines().find(({ Action }) => Action === 'die').from).toBe('web:1 node:n2')
    await engine(1).stop()
    await expect
      .poll(() => lines().at(-1), soon)
      .toMatchObject({ Action: 'engine_disconnect', Actor: { Attributes: { 'node.name': 'n2' } } })
    await engine(1).restart()
    await expect.poll(() => lines().at(-1), soon).toMatchObject({ Action: 'engine_connect' })
    response.destroy()
  })

  it('of the past are in order of time, and end where they are to end', async () => {
    for (const [at, each] of engines.entries()) {
      // The cluster has its stream by now; this one is asked for what was.
      each.routes.set('/events', (_request, response) => {
        const at2 = (timeNano: number) => JSON.stringify({ Type: 'container', Action: `a${timeNano}`, timeNano })
        response.end(`${at2(10 + at)}\n${at2(20 - at)}\n`)
      })
    }
    const { said } = await read('GET', '/events?since=0&until=1')
    expect([...said.matchAll(/"Action":"(\w+)"/g)].map(([, action]) => action)).toEqual(['a10', 'a11', 'a19', 'a20'])
    expect((await read('GET', '/events?since=soon')).status).toBe(400)
  })

  it('of a long past come whole, however many they are', async () => {
    const id = 'x'.repeat(1_000)
    for (const each of engines) {
      const lines = Array.from({ length: 6_000 }, (_each, at) =>
        JSON.stringify({ Type: 'container', Action: 'die', Actor: { ID: id }, timeNano: at + 1 }),
      )
      each.routes.set('/events', (_request, response) => response.end(`${lines.join('\n')}\n`))
    }
    const { said } = await read('GET', '/events?since=0&until=1')
    expect(said.split('"die"')).toHaveLength(12_001)
  })
})
