import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeEngine, startFakeEngine } from '@/server/testing/fake-engine'
import { type OwnedEngine, openEngine } from './engine'
import { type PullRequest, pullImage, splitReference } from './pull'
import type { TransferProgress } from './transfer'

describe('image references', () => {
  it.each([
    ['nginx', 'nginx', 'latest'],
    ['nginx:1.25', 'nginx', '1.25'],
    ['localhost:5000/nginx', 'localhost:5000/nginx', 'latest'],
    ['localhost:5000/a/nginx:1', 'localhost:5000/a/nginx', '1'],
    ['nginx@sha256:ab', 'nginx', 'sha256:ab'],
    ['r:5000/nginx:1@sha256:ab', 'r:5000/nginx', 'sha256:ab'],
  ])('%s', (reference, name, tag) => {
    expect(splitReference(reference)).toEqual({ name, tag })
  })
})

describe('pulling', () => {
  let fake: FakeEngine
  let engine: OwnedEngine
  let body: string
  let status: number
  let asked: { url: string; auth: string }
  beforeEach(async () => {
    fake = await startFakeEngine()
    engine = openEngine(fake.address)
    status = 200
    fake.routes.set('/images/create', (request, response) => {
      asked = { url: request.url ?? '', auth: String(request.headers['x-registry-auth'] ?? '') }
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body)
    })
  })
  afterEach(async () => {
    engine.close()
    await fake.stop()
  })
  const pull = async (request?: PullRequest) => {
    const seen: TransferProgress[] = []
    for await (const progress of pullImage(engine, 'r:5000/web:1', request)) seen.push(progress)
    return seen
  }

  it('tells each layer’s progress', async () => {
    body = [
      { status: 'Pulling from web', id: '1' },
      { status: 'Downloading', id: 'aa', progressDetail: { current: 10, total: 100 }, progress: '[=>  ]' },
      { status: 'Pull complete', id: 'aa', progressDetail: {} },
      { status: 'Digest: sha256:12' },
      { status: 'Status: Downloaded newer image for r:5000/web:1' },
    ]
      .map((line) => `${JSON.stringify(line)}\r\n`)
      .join('')
    const auth = { username: 'me', password: 'p', address: 'r:5000' }
    expect(await pull({ auth })).toEqual([
      { layer: '1', status: 'Pulling from web', current: null, total: null },
      { layer: 'aa', status: 'Downloading', current: 10, total: 100 },
      { layer: 'aa', status: 'Pull complete', current: null, total: null },
      { layer: '', status: 'Digest: sha256:12', current: null, total: null },
      { layer: '', status: 'Status: Downloaded newer image for r:5000/web:1', current: null, total: null },
    ])
    expect(asked.url).toBe('/v1.45/images/create?fromImage=r%3A5000%2Fweb&tag=1')
    expect(JSON.parse(Buffer.from(asked.auth, 'base64url').toString())).toEqual({
      username: 'me',
      password: 'p',
      serveraddress: 'r:5000',
    })
  })

  it('fails with the engine’s words when they come in the middle', async () => {
    body =
      '{"status":"Pulling from web","id":"1"}\n{"errorDetail":{"message":"manifest for r:5000/web:1 not found"},"error":"x"}\n'
    await expect(pull()).rejects.toMatchObject({
      code: 'registry_error',
      message: 'r:5000/web:1 cannot be pulled: manifest for r:5000/web:1 not found',
      details: { fix: 'Check name and tag.' },
    })
  })

  it.each([
    [404, '{"message":"pull access denied for web"}', 'registry_error', /access denied/],
    [200, '{"status":"Pulling from web"}\n', 'registry_error', /broke off/],
    [200, '<html>', 'engine_error', /not JSON/],
    [200, '{"error":"write /var/lib/docker: no space left on device"}', 'disk_full', /no space/],
  ])('status %i %s is %s', async (code, text, error, words) => {
    status = code
    body = text
    await expect(pull()).rejects.toMatchObject({ code: error, message: expect.stringMatching(words) })
  })
})
