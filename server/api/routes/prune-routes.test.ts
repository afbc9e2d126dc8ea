import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrunePlan } from '@/lib/contract/prune'
import { openTestApi, type TestApi } from '@/server/testing/api'
import type { FakeEngine } from '@/server/testing/fake-engine'

let test: TestApi
let engine: FakeEngine
let call: Awaited<ReturnType<TestApi['login']>>['call']
let hostId: string

const answer = (path: string, status: number, body: unknown) =>
  engine.routes.set(path, (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({ name: 'kiel-1' })
  engine.images = [
    { Id: 'sha256:1', RepoTags: ['nginx:1', 'nginx:latest'], Created: 1, Size: 10 },
    { Id: 'sha256:2', RepoTags: [], Created: 1, Size: 20 },
  ] as FakeEngine['images']
  engine.volumes = [{ Name: 'data', Driver: 'local' }] as FakeEngine['volumes']
  answer('/system/df', 200, {
    Images: [{ Id: 'sha256:2', Size: 20, SharedSize: 15 }],
    Volumes: [{ Name: 'data', UsageData: { Size: 4 } }],
  })
  call = (await test.login()).call
  hostId = ((await call('POST', '/hosts', { address: engine.address })).body as { id: string }).id
})
afterEach(() => test.end())

describe('cleaning up', () => {
  it('shows what would go and how much that frees, and removes nothing by that', async () => {
    const images = (await call('GET', '/images/prune')).body as PrunePlan
    expect(
      images.items.map(({ id, leastBytes, mostBytes, proposed }) => [id, leastBytes, mostBytes, proposed]),
    ).toEqual([
      ['sha256:2', 5, 20, true],
      ['sha256:1', null, 10, false],
    ])
    const volumes = (await call('GET', '/volumes/prune')).body as PrunePlan
    expect(volumes.items).toMatchObject([{ id: 'data', mostBytes: 4, proposed: false, hostNames: ['kiel-1'] }])
    expect(engine.requests.filter((line) => line.startsWith('DELETE'))).toEqual([])
  })

  it('removes an image of several names name by name, tells each result and leaves one line', async () => {
    let first = true
    engine.routes.set('/images/sha256%3A1', (_request, response) => {
      const message = 'conflict: unable to delete (must be forced) - image is referenced in multiple repositories'
      response.writeHead(first ? 409 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(first ? { message } : []))
      first = false
    })
    answer('/images/sha256%3A1/json', 200, { RepoTags: ['nginx:1', 'nginx:latest'] })
    answer('/images/nginx%3A1', 200, [])
    answer('/images/nginx%3Alatest', 200, [])
    answer('/images/sha256%3A2', 409, { message: 'image has dependent child images' })
    const items = [
      { id: 'sha256:1', hostId },
      { id: 'sha256:2', hostId },
    ]
    expect((await call('POST', '/images/prune', { items })).body).toEqual({
      results: [
        { id: 'sha256:1', hostId, hostName: 'kiel-1', error: null },
        { id: 'sha256:2', hostId, hostName: 'kiel-1', error: 'image has dependent child images' },
      ],
    })
    expect((await call('GET', '/activity?action=image.prune')).body).toMatchObject([
      { target: '2', message: '1 of 2 removed; kiel-1: image has dependent child images' },
    ])
  })

  it('touches nothing when a host or a name is no such thing', async () => {
    const refused = async (items: unknown) => (await call('POST', '/volumes/prune', { items })).status
    expect(
      await refused([
        { id: 'data', hostId },
        { id: 'data', hostId: 'nowhere' },
      ]),
    ).toBe(404)
    expect(await refused([{ id: '..', hostId }])).toBe(404)
    expect(await refused([])).toBe(400)
    expect(engine.requests.filter((line) => line.startsWith('DELETE'))).toEqual([])
  })
})
