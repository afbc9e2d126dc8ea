// A create over two fake engines: where it goes when hosts are away, images are missing, or both.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
/** `host image` of each create that an engine was asked for. */
let asked: string[]
let bodies: Record<string, unknown>[]
/** Images that a host lacks, and those that a registry gives. */
let missing: Set<string>
let offered: Set<string>

const engine = (at: number) => two.engines[at] as FakeEngine
const soon = { timeout: 20_000 }

beforeEach(async () => {
  two = await openTwoHosts()
  asked = []
  bodies = []
  missing = new Set()
  offered = new Set()
  for (const [at, each] of two.engines.entries()) {
    const host = `n${at + 1}`
    each.routes.set('/containers/create', (_request, response, sent) => {
      const body = JSON.parse(sent.toString())
      asked.push(`${host} ${body.Image}`)
      bodies.push(body)
      const lacks = missing.has(`${host} ${body.Image}`)
      response.writeHead(lacks ? 404 : 201, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(lacks ? { message: `No such image: ${body.Image}` } : { Id: `${host}-made`, Warnings: [] }),
      )
    })
    each.routes.set('/images/create', (request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams
      const image = `${query.get('fromImage')}:${query.get('tag')}`
      asked.push(`${host} pull ${image}`)
      if (offered.has(image)) missing.delete(`${host} ${image}`)
      response.end(offered.has(image) ? '{"status":"Status: done"}\n' : '{"error":"pull access denied"}\n')
    })
  }
})
afterEach(() => two.end())

const create = (body: object, query = '') =>
  two.askJson(`/v1.45/containers/create${query}`, { method: 'POST' }, JSON.stringify(body))

describe('a create', () => {
  it('tells the engine what was asked for, as it was asked for, and names it classic Swarm’s way', async () => {
    const given = {
      Image: 'web:1',
      Env: ['A=1'],
      HostConfig: { Memory: 4, Ulimits: [{ Hard: 1 }], NanoCpus: 5 },
      Odd: [null],
    }
    expect(await create(given, '?name=own')).toMatchObject({ status: 201, body: { Id: 'n1-made', Warnings: [] } })
    const { Labels, ...rest } = bodies[0] as { Labels: Record<string, string> }
    expect(rest).toEqual(given)
    expect(Labels).toEqual({ 'com.docker.swarm.id': expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('passes over a host that cannot be reached', async () => {
    await engine(0).stop()
    for (let round = 0; round < 3; round += 1) {
      expect(await create({ Image: 'web:1' })).toMatchObject({ status: 201, body: { Id: 'n2-made' } })
    }
    await engine(0).restart()
  })

  it('pulls what its host lacks', async () => {
    missing.add('n1 web:2')
    offered.add('web:2')
    expect(await create({ Image: 'web:2' })).toMatchObject({ status: 201, body: { Id: 'n1-made' } })
    expect(asked).toEqual(['n1 web:2', 'n1 pull web:2', 'n1 web:2'])
  })

  it('goes where the image is when no registry gives it, unless it is bound to a host', async () => {
    missing.add('n1 built:1')
    engine(1).images.push({ Id: 'sha256:b1', RepoTags: ['built:1'] })
    engine(1).emit({ Type: 'image', Action: 'tag', Actor: { ID: 'sha256:b1' } })
    await expect.poll(async () => (await two.askJson('/v1.45/images/json')).body.length, soon).toBe(1)
    expect(await create({ Image: 'built:1' })).toMatchObject({ status: 201, body: { Id: 'n2-made' } })
    expect(bodies.at(-1)).not.toHaveProperty(['Labels', 'com.docker.swarm.affinities'])
    expect(await create({ Image: 'built:1', Env: ['constraint:node==n1'] })).toMatchObject({
      status: 404,
      body: { message: expect.stringMatching(/No such image: built:1: .*pull access denied/) },
    })
  })

  it('goes nowhere when every host is excluded', async () => {
    const Env = ['constraint:node!=n1', 'constraint:node!=n2']
    expect(await create({ Image: 'web:1', Env })).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('\n[node!=n1 node!=n2]\nn1: wants constraint node != n1, is n1') },
    })
  })

  it('gives name and ports back when the engine refuses', async () => {
    engine(0).routes.set('/containers/create', (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end('{"message":"invalid reference format"}')
    })
    const body = { Image: 'WEB', HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } } }
    for (let round = 0; round < 3; round += 1) {
      expect(await create({ ...body, Env: ['constraint:node==n1'] }, '?name=again')).toMatchObject({
        status: 400,
        body: { message: 'invalid reference format' },
      })
    }
    expect(two.endpoint.recorded.at(-1)).toMatchObject({
      action: 'container.create',
      target: 'again',
      result: 'refused',
    })
  })

  it('takes the place of the one that compose replaces: its port, and its host when it has volumes there', async () => {
    const labels = (number: number, over: object = {}) => ({
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': String(number),
      ...over,
    })
    const HostConfig = { NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostPort: '80' }] } }
    for (const [at, Id] of ['1'.repeat(64), '2'.repeat(64)].entries()) {
      const Name = at === 0 ? '/shop-web-1' : `/${Id.slice(0, 12)}_shop_web_2`
      const State = { Status: at === 0 ? 'running' : 'exited' }
      engine(at).add(fakeContainer({ Id, Name, HostConfig, Config: { Image: 'web:1', Labels: labels(at + 1) }, State }))
      await expect.poll(() => two.cluster.container(Id), soon).toBeDefined()
    }
    const ask = (Labels: object, name: string, Env: string[] = []) =>
      create({ Image: 'web:1', Labels, HostConfig, Env }, `?name=${name}`)
    const none = { status: 409, body: { message: expect.stringContaining('[port 80 (Bridge mode)]') } }
    expect(await ask({}, 'other')).toMatchObject(none)
    expect(await ask(labels(1), 'shop-web-9')).toMatchObject(none)
    expect(await ask(labels(2), 'shop_web_3')).toMatchObject(none)
    const replacing = labels(1, { 'com.docker.compose.replace': '1'.repeat(64) })
    expect(await ask(replacing, '111111111111_shop-web-1')).toMatchObject({ status: 201, body: { Id: 'n1-made' } })
    const there = [`affinity:container==${'2'.repeat(64)}`]
    expect(await ask(labels(2), 'shop_web_2', there)).toMatchObject({ status: 201, body: { Id: 'n2-made' } })
    expect(JSON.stringify(bodies.at(-1))).not.toContain('affinities')
  })
})

describe('a create on a host that fails it', () => {
  const broken = (at: number) =>
    engine(at).routes.set('/containers/create', (_request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"no space left on device"}')
    })
  const reopen = async (createRetry: number) => {
    const { engines } = two
    await two.endpoint.close()
    return { engines, endpoint: await openTestEndpoint(two.cluster, { createRetry }) }
  }
  const createAt = async (url: string) => {
    const answer = await fetch(`${url}/v1.45/containers/create`, { method: 'POST', body: '{"Image":"web:1"}' })
    return { status: answer.status, body: await answer.json() }
  }

  it('is tried on as many further hosts as swarm.createretry says', async () => {
    const none = await reopen(0)
    broken(0)
    const refused = { status: 500, body: { message: 'no space left on device' } }
    expect(await createAt(none.endpoint.url)).toEqual(refused)
    await none.endpoint.close()
    const once = await reopen(1)
    expect(await createAt(once.endpoint.url)).toMatchObject({ status: 201, body: { Id: 'n2-made' } })
    broken(1)
    expect(await createAt(once.endpoint.url)).toEqual(refused)
    await once.endpoint.close()
  })

  it('says so in classic Swarm’s words where it may not be tried elsewhere', async () => {
    const { endpoint } = await reopen(0)
    await engine(0).stop()
    expect(await createAt(endpoint.url)).toMatchObject({
      body: { message: expect.stringMatching(/^Cannot connect to the docker engine endpoint: /) },
    })
    await engine(0).restart()
    await endpoint.close()
  })
})
