// What a build by BuildKit gives out and asks for, over HTTP/2 to the endpoint and from there to fake builders.
import { beforeEach, describe, expect, it } from 'vitest'
import { entry, field } from '@/server/testing/buildkit'
import { policedBuilders, refusedBy } from '@/server/testing/policed-builders'
import { refusal } from '@/server/testing/policed-hosts'
import { fieldsOf, textIn, textsIn } from '../buildkit/wire'

const { ground, asked, as, call, solve, nextRef } = policedBuilders()
const exporter = (type: string, ...attrs: [string, string][]) =>
  field(13, Buffer.concat([field(1, type), ...attrs.map(([name, value]) => entry(2, name, value))]))
const cacheTo = (type: string) => field(8, field(4, Buffer.concat([field(1, type), entry(2, 'ref', 'r.example/x')])))

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
    expect(asked()).toEqual([])
    expect(ground.two.endpoint.recorded.at(-1)).toMatchObject({ action: 'docker.refuse', result: 'refused' })
    await as({ engineCalls: true })
    expect(await solve(...fields)).toMatchObject({ status: 0 })
  })

  it('hears the rule on every stream of the build, not that it was called off', async () => {
    const status = call('/moby.buildkit.v1.Control/Status', field(1, nextRef()))
    await solve(exporter('local'))
    expect((await status).words).toContain('the rule files ')
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
    expect(asked()).toHaveLength(4)
  })

  it('is handed no file of a build', async () => {
    const read = () =>
      call('/moby.buildkit.v1.frontend.LLBBridge/ReadFile', field(2, '/etc/shadow'), {
        'buildkit-controlapi-buildid': 'any',
      })
    expect(await read()).toMatchObject(refusedBy('files'))
  })

  it('has the outputs carried on as they were judged, whatever stands there twice', async () => {
    const twice = '[{"Type":"moby","Attrs":{"push":"true"},"Attrs":{"name":"x"}}]'
    const path = `/build?version=2&outputs=${encodeURIComponent(twice)}`
    const sent = () => new URL(`http://x${ground.reached.at(-1)?.route}`).searchParams.getAll('outputs')
    expect((await ground.post(path, '')).status).toBe(200)
    expect(sent()).toEqual(['[{"Type":"moby","Attrs":{"name":"x"}}]'])
    ground.set('operator', { files: true })
    expect((await ground.post(path, '')).status).toBe(200)
    expect(sent()).toEqual([twice])
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

const graph = (...sources: string[]) =>
  Buffer.concat(sources.map((each) => field(1, field(3, Buffer.concat([field(1, each), entry(2, 'x', 'y')])))))
const input = (name: string, definition: Buffer) => Buffer.concat([field(1, name), field(2, definition)])
const cacheFrom = (type: string) => field(8, field(5, field(1, type)))

describe('a role whose engines call nobody', () => {
  beforeEach(() => as({}))

  it.each([
    ['a repository as context', [entry(7, 'context', 'https://github.com/a/b.git#main')]],
    ['a repository in short', [entry(7, 'context', 'github.com/a/b')]],
    ['a repository over SSH', [entry(7, 'context', 'git@10.0.0.1:a/b')]],
    ['a repository of a host that is named like its session', [entry(7, 'context', 'http://buildkit-session/a.git')]],
    ['what its session would send, from elsewhere', [entry(7, 'context', 'http://buildkit-session.example/a')]],
    ['what its session would send, over TLS', [field(2, graph('https://buildkit-session/a'))]],
    ['another context of an address', [entry(7, 'context:more', 'http://169.254.169.254/latest')]],
    ['a step that fetches', [field(2, graph('local://context', 'https://10.0.0.1/x'))]],
    ['a step that clones', [field(2, graph('git://github.com/a/b'))]],
    ['a step of its own making', [field(2, field(1, field(5, field(1, 'x'))))]],
    ['a graph beside it that fetches', [field(10, input('base', graph('http://x/y')))]],
    ['a cache out of a store', [cacheFrom('s3')]],
    [
      'a cache out of a store, asked for in words',
      [entry(7, 'cache-imports', '[{"Type":"s3","Attrs":{"endpoint_url":"x"}}]')],
    ],
    ['a cache into a store', [cacheTo('azblob')]],
  ])('builds nothing with %s', async (_what, fields) => {
    expect(await solve(...fields)).toMatchObject(refusedBy('engine-calls'))
    expect(asked()).toEqual([])
    await as({ engineCalls: true })
    expect(await solve(...fields)).toMatchObject({ status: 0 })
  })

  it('builds from what it sends, from images and from registries', async () => {
    const fields = [
      entry(7, 'filename', 'Dockerfile'),
      entry(7, 'context:base', 'docker-image://r.example/base:1'),
      entry(7, 'context:more', 'local:more'),
      entry(7, 'cache-imports', '[{"Type":"registry","Attrs":{"ref":"r.example/c"}}]'),
      field(2, graph('docker-image://busybox', 'local://context')),
      field(10, input('base', graph('oci-layout://x@sha256:1'))),
      field(8, Buffer.concat([field(5, field(1, 'registry')), field(4, field(1, 'registry'))])),
      exporter('image', ['push', 'true']),
    ]
    expect(await solve(...fields)).toEqual({ status: 0, words: '' })
  })

  it('builds from an archive that it sends when the builder asks', async () => {
    const files = 'http://buildkit-session/x31c3kvn6ee2vwe2jlqlbfv9m'
    expect(await solve(entry(7, 'context', files), field(2, graph(files)))).toEqual({ status: 0, words: '' })
    const rules = textsIn(
      fieldsOf(textsIn(fieldsOf(asked()[0]?.message ?? Buffer.alloc(0)), 12)[0]?.bytes ?? Buffer.alloc(0)),
      2,
    )
    const [refused, allowed] = rules.map(({ bytes }) => {
      const [selector] = textsIn(fieldsOf(bytes), 2)
      return new RegExp(textIn(fieldsOf(selector?.bytes ?? Buffer.alloc(0)), 1))
    })
    // ALLOW, behind what refuses it: the last one that fits counts.
    expect(rules[1]?.bytes.subarray(0, 2)).toEqual(Buffer.from([8, 0]))
    expect(files).toMatch(refused as RegExp)
    expect(files).toMatch(allowed as RegExp)
    for (const other of [
      'https://x/y',
      'http://x/http://buildkit-session/a',
      'git://buildkit-session/a.git',
      'http://buildkit-session:80/a',
    ])
      expect(other).not.toMatch(allowed as RegExp)
    expect(rules).toHaveLength(2)
    // Where the engine would ask for it itself.
    const path = `/build?remote=${encodeURIComponent(files)}`
    expect(await ground.post(path, '', 'application/x-tar')).toMatchObject(refusal('engine-calls'))
  })

  it('tells its builder so, for what stands in a Dockerfile, behind all that the client says', async () => {
    const own = field(12, field(2, Buffer.concat([Buffer.from([8, 0]), field(2, field(1, 'https://x/*'))])))
    expect(await solve(own)).toMatchObject({ status: 0 })
    const policies = textsIn(fieldsOf(asked()[0]?.message ?? Buffer.alloc(0)), 12)
    expect(policies).toHaveLength(2)
    const [rule] = textsIn(fieldsOf(policies[1]?.bytes ?? Buffer.alloc(0)), 2)
    // DENY, and by a regular expression.
    expect(rule?.bytes.subarray(0, 2)).toEqual(Buffer.from([8, 1]))
    const [selector] = textsIn(fieldsOf(rule?.bytes ?? Buffer.alloc(0)), 2)
    expect(selector?.bytes.subarray(-2)).toEqual(Buffer.from([16, 2]))
    const words = new RegExp(textIn(fieldsOf(selector?.bytes ?? Buffer.alloc(0)), 1))
    for (const source of ['https://x/y', 'http://x', 'git://git@github.com:a/b']) expect(source).toMatch(words)
    for (const source of ['docker-image://https', 'local://context']) expect(source).not.toMatch(words)
    await as({ engineCalls: true })
    await solve()
    expect(textsIn(fieldsOf(asked()[1]?.message ?? Buffer.alloc(0)), 12)).toEqual([])
  })

  it('asks for no address on its part of a build either', async () => {
    // Without a frontend: what it is follows.
    void call('/moby.buildkit.v1.Control/Solve', field(1, 'open'))
    const frontend = (...fields: Buffer[]) =>
      call('/moby.buildkit.v1.frontend.LLBBridge/Solve', Buffer.concat(fields), {
        'buildkit-controlapi-buildid': 'open',
      })
    for (const fields of [
      [entry(3, 'context', 'https://x/y.git')],
      [field(1, graph('http://x'))],
      [field(13, input('a', graph('git://x')))],
      [field(12, field(1, 'gha'))],
    ]) {
      expect(await frontend(...fields)).toMatchObject(refusedBy('engine-calls'))
    }
    expect(await frontend(field(2, 'dockerfile.v0'), entry(3, 'filename', 'Dockerfile'))).toMatchObject({ status: 0 })
  })

  it.each([
    '/build?remote=https%3A%2F%2Fx%2Fy.tar',
    '/build?remote=github.com%2Fa%2Fb',
    '/build?remote=&remote=http%3A%2F%2F10.0.0.1',
    '/build?version=2&remote=git%40x%3Aa',
    '/images/create?fromSrc=http%3A%2F%2F169.254.169.254%2Fx',
    '/images/create?fromSrc=x.example&repo=a',
    '/images/create?fromSrc=&fromImage=busybox&fromSrc=http%3A%2F%2Fx',
  ])('is refused %s', async (path) => {
    expect(await ground.post(path, '', 'application/x-tar')).toMatchObject(refusal('engine-calls'))
    expect(ground.reached).toEqual([])
  })

  it('sends the files itself', async () => {
    for (const path of [
      '/build?remote=client-session&version=2',
      '/build?remote=',
      '/build?remote=upload-request&version=2',
    ])
      expect((await ground.post(path, '', 'application/x-tar')).status).toBe(200)
  })
})
