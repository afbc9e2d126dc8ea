import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { extract, pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const web = 'a'.repeat(64)
let test: TestApi
let engine: FakeEngine
let login: Awaited<ReturnType<TestApi['login']>>

type Node = { content?: string | Buffer; link?: string; mode?: number; uid?: number; statSize?: number }
let files: Map<string, Node>

/** As the engine does it, over a map of paths. */
async function archive(request: IncomingMessage, response: ServerResponse, body: Buffer) {
  const path = new URL(request.url ?? '', 'http://engine').searchParams.get('path') ?? ''
  const whole = path.replace(/\/\.$/, '') || '/'
  const node = files.get(whole)
  if (!node) return void response.writeHead(404).end('{"message":"Could not find the file"}')
  if (request.method === 'PUT') {
    const unpack = extract()
    Readable.from([body]).pipe(unpack)
    for await (const entry of unpack) {
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
      const { name, type, mode, uid } = entry.header
      const content = type === 'file' ? { content: Buffer.concat(chunks) } : {}
      files.set(`${whole === '/' ? '' : whole}/${name.replace(/\/$/, '')}`, {
        ...content,
        mode: mode ?? 0,
        uid: uid ?? 0,
      })
    }
    return void response.end()
  }
  const isFolder = node.content === undefined && node.link === undefined
  const mode = (node.mode ?? (isFolder ? 0o755 : 0o644)) + (isFolder ? 2 ** 31 : 0) + (node.link ? 2 ** 27 : 0)
  const stat = {
    name: whole,
    size: node.statSize ?? node.content?.length ?? 0,
    mode,
    mtime: '2026-01-01T00:00:00Z',
    linkTarget: node.link ?? '',
  }
  response.setHeader('x-docker-container-path-stat', Buffer.from(JSON.stringify(stat)).toString('base64'))
  if (request.method === 'HEAD') return void response.end()
  const tar = pack()
  const base = whole.split('/').at(-1) ?? ''
  for (const [at, each] of [...files].filter(
    ([at]) => at === whole || at.startsWith(whole === '/' ? '/' : `${whole}/`),
  )) {
    const name = `${base}${at.slice(whole === '/' ? 0 : whole.length)}` || '/'
    const common = { name, mode: each.mode ?? 0o644, uid: each.uid ?? 0, mtime: new Date('2026-01-01T00:00:00Z') }
    if (each.link) tar.entry({ ...common, type: 'symlink', linkname: each.link })
    else if (each.content === undefined) tar.entry({ ...common, name: `${name}/`, type: 'directory' })
    else tar.entry(common, each.content as Buffer)
  }
  tar.finalize()
  for await (const chunk of tar) response.write(chunk)
  response.end()
}

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({
    name: 'kiel-1',
    containers: [
      fakeContainer({
        Id: web,
        Name: '/web',
        Mounts: [{ Type: 'bind', Source: '/srv', Destination: '/etc/ro', RW: false }],
      }),
    ],
  })
  files = new Map<string, Node>([
    ['/', {}],
    ['/etc', { uid: 7 }],
    ['/etc/motd', { content: 'hello\n', mode: 0o640, uid: 42 }],
    ['/etc/link', { link: '/etc/motd' }],
    ['/etc/ro', {}],
    ['/etc/app', {}],
    ['/etc/app/deep.txt', { content: 'x' }],
    ['/blob', { content: Buffer.from([0, 1, 2]) }],
    ['/big', { content: Buffer.alloc(600 * 1024, 65) }],
  ])
  engine.routes.set(`/containers/${web}/archive`, (...call) => void archive(...call))
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
  login = await test.login()
})
afterEach(() => test.end())

const look = (path: string) => login.call('GET', `/containers/${web}/files?path=${encodeURIComponent(path)}`)
const trail = async () =>
  (await login.call('GET', '/activity?action=container')).body as { action: string; target: string }[]
const upload = (folder: string, name: string, content: string, over = '') =>
  test.send('PUT', `/api/v1/containers/${web}/files?path=${folder}&name=${encodeURIComponent(name)}${over}`, {
    headers: { ...login.own, 'content-length': String(Buffer.byteLength(content)) },
    body: content,
  })

describe('files of a container without tools of its own', () => {
  it('are listed from the archive, only those right in the folder', async () => {
    const { body } = await look('/etc/../etc/')
    expect(body).toMatchObject({ kind: 'folder', path: '/etc', isComplete: true })
    expect(
      (body as { entries: { name: string; kind: string }[] }).entries.map(({ name, kind }) => `${kind} ${name}`),
    ).toEqual(['file motd', 'link link', 'folder ro', 'folder app'])
    expect(JSON.stringify(body)).toContain('"linkTarget":"/etc/motd"')
    expect(await trail()).toEqual([])
  })

  it('are shown when they are small and text, through a link too, and that leaves a line', async () => {
    expect((await look('/etc/link')).body).toMatchObject({
      kind: 'file',
      file: { name: 'link', mode: 0o640, uid: 42, size: 6 },
      content: { kind: 'text', text: 'hello\n' },
    })
    expect(await trail()).toMatchObject([{ action: 'container.read-file', target: 'kiel-1/web:/etc/link' }])
    expect((await look('/blob')).body).toMatchObject({ content: { kind: 'binary' } })
    expect((await look('/big')).body).toMatchObject({ content: { kind: 'too-large' } })
    expect((await look('/none')).status).toBe(404)
    expect((await look('etc')).status).toBe(400)
  })

  it('are downloaded as they are, folders as an archive', async () => {
    const file = await login.call('GET', `/containers/${web}/files/download?path=/etc/motd`)
    expect([file.text, file.headers.get('content-length')]).toEqual(['hello\n', '6'])
    expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''motd")
    const folder = await login.call('GET', `/containers/${web}/files/download?path=/etc`)
    expect(folder.headers.get('content-type')).toBe('application/x-tar')
    expect(folder.text).toContain('etc/app/deep.txt')
    expect((await trail()).map(({ action }) => action)).toEqual(['container.download', 'container.download'])
  })
})

it('a download of what grows says no length that it goes beyond', async () => {
  files.set('/grows', { content: 'one\ntwo\n', statSize: 4 })
  const file = await login.call('GET', `/containers/${web}/files/download?path=/grows`)
  expect([file.text, file.headers.get('content-length')]).toEqual(['one\ntwo\n', '8'])
})

describe('an upload', () => {
  it('makes the file and its folders, owned like the folder they go to', async () => {
    expect((await upload('/etc', 'new/sub/a.txt', 'one')).body).toEqual({ path: '/etc/new/sub/a.txt', isNew: true })
    expect(String(files.get('/etc/new/sub/a.txt')?.content)).toBe('one')
    expect(files.get('/etc/new/sub')).toMatchObject({ uid: 7, mode: 0o755 })
    expect(await trail()).toMatchObject([
      { action: 'container.upload', target: 'kiel-1/web:/etc/new/sub/a.txt', result: 'ok' },
    ])
  })

  it('replaces only what it is told to, and keeps owner and mode', async () => {
    const refused = await upload('/etc', 'motd', 'two')
    expect([refused.status, refused.body]).toMatchObject([409, { error: { details: { exists: true } } }])
    expect(String(files.get('/etc/motd')?.content)).toBe('hello\n')
    expect((await upload('/etc', 'link', 'two', '&overwrite=true')).body).toEqual({ path: '/etc/motd', isNew: false })
    expect(files.get('/etc/motd')).toMatchObject({ mode: 0o640, uid: 42 })
    expect(String(files.get('/etc/motd')?.content)).toBe('two')
    expect((await upload('/etc', 'app', 'x', '&overwrite=true')).status).toBe(409)
  })

  it('is refused where it cannot be, before anything is sent', async () => {
    expect((await upload('/etc/ro', 'a', 'x')).body).toMatchObject({
      error: { message: expect.stringContaining('The mount at /etc/ro is read only') },
    })
    expect((await upload('/etc', '../a', 'x')).status).toBe(400)
    expect((await upload('/none', 'a', 'x')).status).toBe(404)
    const container = test.cluster.container(web)
    if (container === undefined) throw new Error('no container')
    // What is written to an original that is just being read would be lost.
    const release = await test.parts.moves.hold(container)
    expect((await upload('/etc', 'held', 'x')).body).toMatchObject({ error: { code: 'conflict' } })
    expect((await login.call('POST', '/networks/bridge/connect', { containerId: web })).body).toMatchObject({
      error: { code: 'conflict', message: 'web is being recreated already.' },
    })
    expect(files.has('/etc/held')).toBe(false)
    release()
    expect(engine.requests.some((line) => line.startsWith('PUT'))).toBe(false)
  })
})
