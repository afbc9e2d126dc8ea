// What concerns many hosts at once, over fake engines: images, and what one host or every host refuses.
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { filters, type Listed, manyHosts } from '@/server/testing/many-hosts'

const { ask, cluster, engine, engines, read, recorded } = manyHosts()
const soon = { timeout: 20_000 }

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
    for (const each of engines()) {
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
    expect(recorded()).toMatchObject([
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
    for (const each of engines()) {
      each.routes.set('/images/create', (_request, response) => response.writeHead(404).end('{"message":"no web:2"}'))
    }
    expect(await read('POST', '/images/create?fromImage=web&tag=2')).toMatchObject({
      status: 404,
      said: '{"message":"no web:2"}\n',
    })
  })

  it('are pushed from one, with the login that is stored when the client has none', async () => {
    const login = { username: 'ada', password: 'secret', address: 'registry:5000' }
    const own = await openTestEndpoint(cluster(), {
      registries: { authFor: async () => login, allAuths: async () => [] },
    })
    const seen: unknown[] = []
    engine(0).images.push({ Id: 'sha256:cc', RepoTags: ['registry:5000/web:1'] })
    engine(0).emit({ Type: 'image', Action: 'tag', Actor: { ID: 'sha256:cc' } })
    await expect
      .poll(
        () =>
          cluster()
            .images()
            .some(({ id }) => id === 'sha256:cc'),
        soon,
      )
      .toBe(true)
    engine(0).routes.set('/images/registry:5000/web/push', (request, response) => {
      seen.push(request.headers['x-registry-auth'])
      response.end('{"status":"pushed"}\n')
    })
    for (const header of ['e30=', Buffer.from('{"username":"eve"}').toString('base64')]) {
      const headers = { 'X-Registry-Auth': header }
      const pushed = await read('POST', '/images/registry:5000/web/push?tag=1', undefined, headers, own.port)
      expect(pushed.said).toContain('pushed')
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

describe('what every host refuses', () => {
  it('is one refusal, with the engine’s status and words', async () => {
    for (const each of engines()) {
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
})
