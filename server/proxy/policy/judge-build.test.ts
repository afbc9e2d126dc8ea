// What a build by BuildKit gives out and asks for, over HTTP/2 to the endpoint and from there to fake builders.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DockerPolicy } from '@/lib/contract/docker-access'
import { type Asked, entry, fakeBuilders, field, openBuildKit } from '@/server/testing/buildkit'
import { policedHosts, refusal } from '@/server/testing/policed-hosts'
import { grpcCodes } from '../buildkit/grpc'

const ground = policedHosts()
let asked: Asked[]
let client: Awaited<ReturnType<typeof openBuildKit>> | undefined
beforeEach(() => {
  asked = fakeBuilders(ground.two.engines)
})
afterEach(() => client?.close())
/** A connection is of who opened it. */
const as = async (policy: Partial<DockerPolicy>) => {
  client?.close()
  ground.set('operator', policy)
  client = await openBuildKit(ground.two.endpoint.port)
}
const call = (path: string, message: Buffer, headers = {}) => {
  if (client === undefined) throw new Error('not connected')
  return client.call(path, message, headers)
}

let builds = 0
const solve = (...fields: Buffer[]) => {
  builds += 1
  const message = Buffer.concat([field(1, `ref${builds}`), field(6, 'dockerfile.v0'), ...fields])
  return call('/moby.buildkit.v1.Control/Solve', message)
}
const exporter = (type: string, ...attrs: [string, string][]) =>
  field(13, Buffer.concat([field(1, type), ...attrs.map(([name, value]) => entry(2, name, value))]))
const cacheTo = (type: string) => field(8, field(4, Buffer.concat([field(1, type), entry(2, 'ref', 'r.example/x')])))

const refusedBy = (rule: string) => ({
  status: grpcCodes.forbidden,
  words: expect.stringContaining(`the rule ${rule} `),
})

describe('a role whose files stay', () => {
  beforeEach(() => as({ files: false }))

  it.each([
    ['a push', [exporter('image', ['name', 'r.example/x'], ['push', 'true'])]],
    ['a push without a value', [exporter('moby', ['push', ''])]],
    ['a push in an odd word', [exporter('image', ['push', 'yes'])]],
    ['a push as older clients ask for it', [field(3, 'image'), entry(4, 'push', 'true')]],
    ['a push among others', [exporter('moby'), exporter('image', ['push', '1'])]],
    ['a push said twice', [exporter('image', ['push', 'false'], ['push', 'true'])]],
    ['a folder', [exporter('local')]],
    ['an archive', [exporter('tar')]],
    ['an archive of an image', [exporter('oci')]],
    ['an archive as older clients ask for it', [field(3, 'docker')]],
    ['a cache in a registry', [cacheTo('registry')]],
    ['a cache in a folder', [cacheTo('local')]],
    ['a cache in a store', [cacheTo('s3')]],
    ['a cache of no kind', [cacheTo('')]],
    ['a second cache', [cacheTo('inline'), cacheTo('gha')]],
    ['a cache as older clients ask for it', [field(8, field(1, 'r.example/x'))]],
  ])('builds nothing with %s', async (_what, fields) => {
    expect(await solve(...fields)).toMatchObject(refusedBy('files'))
    expect(asked).toEqual([])
    expect(ground.two.endpoint.recorded.at(-1)).toMatchObject({ action: 'docker.refuse', result: 'refused' })
    await as({})
    expect(await solve(...fields)).toMatchObject({ status: 0 })
  })

  it('builds what stays', async () => {
    for (const fields of [
      [],
      [exporter('moby', ['name', 'a:1'])],
      [exporter('image', ['push', 'false'], ['name', 'a:1']), cacheTo('inline')],
      [exporter('cacheonly')],
    ]) {
      expect(await solve(...fields)).toEqual({ status: 0, words: '' })
    }
    expect(asked).toHaveLength(4)
  })

  it('is handed no file of a build', async () => {
    const read = () =>
      call('/moby.buildkit.v1.frontend.LLBBridge/ReadFile', field(2, '/etc/shadow'), {
        'buildkit-controlapi-buildid': 'any',
      })
    expect(await read()).toMatchObject(refusedBy('files'))
  })

  it('pushes, commits and saves nothing, by any path', async () => {
    const { post, two } = ground
    for (const path of ['/images/busybox/push', '/images/r.example/a/b/push?tag=1', '/commit?container=web1']) {
      expect(await post(path, ''), path).toMatchObject(refusal('files'))
    }
    for (const path of ['/images/get?names=busybox', '/images/busybox/get', '/containers/web1/export']) {
      expect(await two.askJson(`/v1.45${path}`), path).toMatchObject(refusal('files'))
    }
    const outputs = (text: string) => post(`/build?version=2&outputs=${encodeURIComponent(text)}`, '')
    for (const text of ['[{"type":"image","attrs":{"push":"true"}}]', '[{"Type":"moby","Attrs":{"push":""}}]']) {
      expect(await outputs(text)).toMatchObject(refusal('files'))
    }
    expect((await outputs('[{"Type":"moby","Attrs":{"name":"x","push":"false"}}]')).status).toBe(200)
    expect(await post('/containers/create', { Image: 'busybox:1' })).toMatchObject({ status: 201 })
    expect(await post('/containers/web1/exec', { Cmd: ['id'] })).toMatchObject({ status: 201 })
  })
})
