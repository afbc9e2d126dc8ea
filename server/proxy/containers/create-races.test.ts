// A create holds its name exactly as long as it may become a container: whatever the client, the engine or chance does.
import { mkdtemp, rm } from 'node:fs/promises'
import http, { type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'
import { keptFile } from '../kept-file'

let two: TwoHosts
beforeEach(async () => {
  two = await openTwoHosts()
})
afterEach(() => two.end())

const soon = { timeout: 20_000 }
const createPath = '/v1.45/containers/create'
const create = (name: string, body: object = { Image: 'busybox:1' }) =>
  two.askJson(`${createPath}?name=${name}`, { method: 'POST' }, JSON.stringify(body))
let serial = 0
const make = (engine: FakeEngine, name: string, body: Buffer): string => {
  serial += 1
  const id = serial.toString(16).padStart(64, 'c')
  const { Labels, HostConfig } = JSON.parse(body.toString('utf8'))
  engine.routes.set(`/containers/${id}`, (_request, response) => {
    engine.remove(id)
    response.writeHead(204).end()
  })
  const State = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
  engine.add(fakeContainer({ Id: id, Name: `/${name}`, Config: { Image: 'busybox:1', Labels }, HostConfig, State }))
  return id
}
const nameIn = (url = ''): string => new URL(url, 'http://x').searchParams.get('name') ?? ''
/** Every engine makes what it is asked for, and then answers so. */
const answerWith = (say: (response: ServerResponse, id: string) => void) => {
  for (const engine of two.engines) {
    engine.routes.set('/containers/create', (request, response, body) =>
      say(response, make(engine, nameIn(request.url), body)),
    )
  }
}
const made = () => two.engines.flatMap((each) => [...each.containers.values()].map(({ Name }) => Name)).sort()

describe('a create', () => {
  it.each(['{}', 'null', '[]', '{"Id":5}', '{"Id":"', ''])(
    'whose engine answers with %s fails, and what was made is removed again',
    async (body) => {
      answerWith((response) => response.writeHead(201).end(body))
      expect(await create('odd')).toMatchObject({
        status: 502,
        body: { message: expect.stringMatching(/^n[12] does not say what it has made/) },
      })
      expect(made()).toEqual(['/web1', '/web2'])
      expect(two.endpoint.recorded).toMatchObject([
        { action: 'container.remove', target: expect.stringMatching(/^n[12]\/odd$/), result: 'ok' },
        { action: 'container.create', result: 'failed' },
      ])
      answerWith((response, id) => response.writeHead(201).end(JSON.stringify({ Id: id })))
      expect(await create('odd')).toMatchObject({ status: 201 })
    },
  )

  it('whose engine breaks off leaves its name to others, whether something was made or not', async () => {
    answerWith((response) => response.destroy())
    expect((await create('lost')).status).toBe(503)
    expect((await create('lost')).status).toBe(503)
    expect(made()).toEqual(['/web1', '/web2'])
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (_request, response) => void response.destroy())
    }
    expect((await create('free')).status).toBe(503)
    expect((await create('free')).status).toBe(503)
  })

  it('that its engine carries out later than its client waits is removed as it appears, unless somebody has started it', async () => {
    const late: (() => void)[] = []
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (request, response, body) => {
        response.destroy()
        late.push(() => void make(engine, nameIn(request.url), body))
      })
    }
    expect((await create('ghost')).status).toBe(503)
    answerWith((response, id) => response.writeHead(201).end(JSON.stringify({ Id: id })))
    expect((await create('ghost')).status).toBe(201)
    late[0]?.()
    await expect
      .poll(() => two.endpoint.recorded.find(({ action }) => action === 'container.remove'), soon)
      .toMatchObject({ target: expect.stringMatching(/^n[12]\/ghost$/), result: 'ok' })
    expect(made()).toEqual(['/ghost', '/web1', '/web2'])
  })

  it('is removed at the next look when its engine does not do so at once', async () => {
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (request, response, body) => {
        response.destroy()
        const id = make(engine, nameIn(request.url), body)
        const remove = engine.routes.get(`/containers/${id}`)
        engine.routes.set(`/containers/${id}`, (_request, answer) => {
          if (remove) engine.routes.set(`/containers/${id}`, remove)
          answer.writeHead(500).end('{"message":"busy"}')
          Object.assign(engine.containers.get(id) ?? {}, { Name: '/ghost-of-a-ghost' })
          engine.setState(id, 'created', 'rename')
        })
      })
    }
    expect((await create('ghost')).status).toBe(503)
    await expect.poll(made, soon).toEqual(['/web1', '/web2'])
  })

  it('that its engine carries out when the server has been started anew is removed as well', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'given-up-'))
    const file = () => keptFile(path.join(directory, 'given-up.json'), silentLog, 'creates that were given up')
    const first = file()
    await two.endpoint.close()
    let endpoint = await openTestEndpoint(two.cluster, { keptGivenUp: first })
    const late: (() => void)[] = []
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (request, response, body) => {
        response.destroy()
        late.push(() => void make(engine, nameIn(request.url), body))
      })
    }
    const ghost = await fetch(`${endpoint.url}${createPath}?name=ghost`, {
      method: 'POST',
      body: '{"Image":"busybox:1"}',
    })
    expect(ghost.status).toBe(503)
    await endpoint.close()
    await first.settled()
    endpoint = await openTestEndpoint(two.cluster, { keptGivenUp: file() })
    late[0]?.()
    await expect
      .poll(() => endpoint.recorded, soon)
      .toMatchObject([{ action: 'container.remove', target: expect.stringMatching(/\/ghost$/), result: 'ok' }])
    expect(made()).toEqual(['/web1', '/web2'])
    await endpoint.close()
    await rm(directory, { recursive: true })
  })

  it('whose client leaves goes to its end, and holds its name meanwhile', async () => {
    let answer: () => void = () => undefined
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (request, response, body) => {
        answer = () => void response.writeHead(201).end(JSON.stringify({ Id: make(engine, nameIn(request.url), body) }))
      })
    }
    const asked = http.request({ port: two.endpoint.port, method: 'POST', path: `${createPath}?name=slow` })
    asked.on('error', () => undefined)
    asked.end('{"Image":"busybox:1"}')
    const seen = () => two.engines.some(({ requests }) => requests.includes('POST /containers/create'))
    await expect.poll(seen, soon).toBe(true)
    asked.destroy()
    expect(await create('slow')).toMatchObject({ status: 409 })
    answer()
    await expect.poll(made, soon).toEqual(['/slow', '/web1', '/web2'])
    expect(await create('slow')).toMatchObject({ status: 409 })
  })

  it('makes nothing for a client that left while its image was pulled', async () => {
    let isPulling = false
    let hasLeft = false
    for (const engine of two.engines) {
      engine.routes.set('/containers/create', (_request, response) => {
        response.writeHead(404).end('{"message":"No such image: busybox:1"}')
      })
      engine.routes.set('/images/create', (_request, response) => {
        isPulling = true
        response.write('{"status":"Pulling"}\n')
        response.once('close', () => {
          hasLeft = true
        })
      })
    }
    const asked = http.request({ port: two.endpoint.port, method: 'POST', path: `${createPath}?name=pulled` })
    asked.on('error', () => undefined)
    asked.end('{"Image":"busybox:1"}')
    await expect.poll(() => isPulling, soon).toBe(true)
    asked.destroy()
    await expect.poll(() => hasLeft, soon).toBe(true)
    const creates = () => two.engines.flatMap(({ requests }) => requests.filter((each) => each.endsWith('/create')))
    expect(creates()).toHaveLength(2)
    answerWith((response, id) => response.writeHead(201).end(JSON.stringify({ Id: id })))
    await expect.poll(() => create('pulled').then(({ status }) => status), soon).toBe(201)
  })

  it.each([
    ['a name', () => ({ Image: 'x' }), 1],
    ['a port of a host', () => ({ Image: 'x', HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } } }), 2],
    ['five of its eight GiB', () => ({ Image: 'x', HostConfig: { Memory: 5 * 2 ** 30 } }), 2],
    [
      'a port, in small letters',
      () => ({ image: 'x', hostConfig: { portbindings: { '80/tcp': [{ hostport: '80' }] } } }),
      2,
    ],
    ['memory, in small letters', () => ({ image: 'x', hostconfig: { memory: 5 * 2 ** 30 } }), 2],
  ])('of 32 at once that want %s', async (what, body, most) => {
    answerWith((response, id) => {
      setTimeout(() => response.writeHead(201).end(JSON.stringify({ Id: id })), 20)
    })
    const name = (at: number) => (what === 'a name' ? 'same' : `one${at}`)
    const answers = await Promise.all(Array.from({ length: 32 }, (_each, at) => create(name(at), body())))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(most)
    expect(made()).toHaveLength(2 + most)
    expect((await create('later', body())).status).toBe(what === 'a name' ? 201 : 409)
  })
})
