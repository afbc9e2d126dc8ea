// A create over two fake engines: where it goes when hosts are away, images are missing, or both.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEngine } from '@/server/testing/fake-engine'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

let two: TwoHosts
/** `host image` of each create that an engine was asked for. */
let asked: string[]
let bodies: Record<string, unknown>[]
/** Images that a host lacks, and those that a registry gives. */
let missing: Set<string>
let offered: Set<string>

const engine = (at: number) => two.engines[at] as FakeEngine
const soon = { timeout: 10_000 }

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
})
