// A host that is lost, and another that takes what was on it: engines that make what they are asked for, and the endpoint over them.
import { expect } from 'vitest'
import { AppError } from '@/server/errors'
import type { ProxyParts } from '@/server/proxy/types'
import { openTestCluster } from './cluster'
import { openTestEndpoint, type TestEndpoint } from './docker-endpoint'
import { type FakeEngine, fakeContainer } from './fake-engine'

export const soon = { timeout: 20_000 }
export const askingLabels = {
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
  'com.docker.swarm.id': 'f'.repeat(64),
}
/** An engine that has the image of what it runs, which says nothing of its own. */
export const hasImage = (engine: FakeEngine, Labels: Record<string, string> = {}) =>
  engine.routes.set('/images/sha256%3A1/json', (_request, response) => {
    response.end(JSON.stringify({ Config: { Labels } }))
  })
export type Asked = { name: string | null; body: Record<string, unknown> }

/** Makes what it is asked for and tells of it, as an engine does. */
export const makes = (engine: FakeEngine, id: string, asked: Asked[]) => {
  engine.routes.set('/containers/create', (request, response, sent) => {
    const body = JSON.parse(sent.toString()) as Record<string, unknown>
    const name = new URL(request.url ?? '', 'http://x').searchParams.get('name')
    asked.push({ name, body })
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ Id: id, Warnings: [] }))
    const Config = { Image: 'web:1', Labels: body.Labels as Record<string, string> }
    engine.add(fakeContainer({ Id: id, Name: `/${name}`, Created: '2026-02-01T00:00:00Z', Config }))
  })
  engine.routes.set(`/containers/${id}/start`, (_request, response) => response.writeHead(204).end())
}
/** Another cluster each time: a port may come back with another engine behind it. */
export function createLostHost() {
  let test = openTestCluster({ failureRetry: 2 })
  const scene = { endpoint: undefined as TestEndpoint | undefined }
  const open = async (
    isPrimary: () => boolean,
    over: Partial<ProxyParts> = {},
    more: Partial<Parameters<typeof fakeContainer>[0]> = {},
  ) => {
    const engines = [await test.engine({ name: 'n1' }), await test.engine({ name: 'n2' })] as [FakeEngine, FakeEngine]
    const [one, two] = engines
    for (const engine of engines) hasImage(engine)
    const HostConfig = { NetworkMode: 'bridge', Memory: 2 ** 20, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
    one.volumes.push({ Name: 'data', Driver: 'local', Mountpoint: '/data', Labels: null, Options: null })
    two.volumes.push({ Name: 'data', Driver: 'local', Mountpoint: '/data', Labels: null, Options: null })
    one.add(
      fakeContainer({ Name: '/web', Config: { Image: 'web:1', Labels: askingLabels }, HostConfig, ...more, Id: 'old' }),
    )
    one.add(fakeContainer({ Id: 'plain', Name: '/plain' }))
    one.routes.set('/containers/old', (request, response) => {
      if (request.method === 'DELETE') one.remove('old')
      response.writeHead(204).end()
    })
    const asked: Asked[] = []
    makes(two, 'new', asked)
    await test.cluster.start()
    await test.cluster.setDiscovered(engines.map(({ address }) => address))
    await test.cluster.settled(5_000)
    const endpoint = await openTestEndpoint(test.cluster, {
      reschedules: true,
      ...over,
      leadership: {
        role: () => (isPrimary() ? { role: 'primary' } : { role: 'replica', primary: 'm1:1' }),
        primaryTls: null,
        requireLead() {
          if (!isPrimary()) throw new AppError('host_unreachable', 'No elected primary cluster manager')
        },
      },
    })
    scene.endpoint = endpoint
    await expect.poll(() => one.requests.filter((each) => each === 'GET /containers/old/json').length, soon).toBe(2)
    return { one, two, engines, asked, recorded: endpoint.recorded }
  }
  return {
    open,
    /** The one that is closed at the end; a test may put another in its place. */
    scene,
    test: () => test,
    async end() {
      await scene.endpoint?.close()
      await test.end()
      test = openTestCluster({ failureRetry: 2 })
    },
  }
}
