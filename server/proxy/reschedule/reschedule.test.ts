import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import { openTestCluster } from '@/server/testing/cluster'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const test = openTestCluster({ failureRetry: 2 })
let endpoint: TestEndpoint | undefined
afterEach(async () => {
  await endpoint?.close()
  await test.end()
})

const soon = { timeout: 20_000 }
const Labels = {
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
  'com.docker.swarm.id': 'f'.repeat(64),
}
type Asked = { name: string | null; body: Record<string, unknown> }

/** Makes what it is asked for and tells of it, as an engine does. */
const makes = (engine: FakeEngine, id: string, asked: Asked[]) => {
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
const open = async (isPrimary: () => boolean) => {
  const engines = [await test.engine({ name: 'n1' }), await test.engine({ name: 'n2' })] as [FakeEngine, FakeEngine]
  const [one, two] = engines
  const HostConfig = { NetworkMode: 'bridge', Memory: 2 ** 20, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
  one.add(fakeContainer({ Id: 'old', Name: '/web', Config: { Image: 'web:1', Labels }, HostConfig }))
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
  endpoint = await openTestEndpoint(test.cluster, {
    reschedules: true,
    leadership: {
      role: () => (isPrimary() ? { role: 'primary' } : { role: 'replica', primary: 'm1:1' }),
      primaryTls: null,
      requireLead() {
        if (!isPrimary()) throw new AppError('host_unreachable', 'No elected primary cluster manager')
      },
    },
  })
  await expect.poll(() => one.requests.filter((each) => each === 'GET /containers/old/json').length, soon).toBe(2)
  return { one, two, asked, recorded: endpoint.recorded }
}

describe('a host that is lost', () => {
  it('has its containers made anew elsewhere as they were, and its copies removed when it is back', async () => {
    const { one, asked, recorded } = await open(() => true)
    await one.stop()
    await expect.poll(() => test.cluster.container('web')?.hostName, soon).toBe('n2')
    expect(asked).toMatchObject([{ name: 'web', body: { Image: 'web:1', Labels, HostConfig: { Memory: 2 ** 20 } } }])
    expect(asked[0]?.body.HostConfig).toMatchObject({ PortBindings: { '80/tcp': [{ HostPort: '8080' }] } })
    expect(test.cluster.container('old')).toBeUndefined()
    expect(test.cluster.container('plain')?.hostName).toBe('n1')
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    await expect.poll(() => test.cluster.container('web')?.id, soon).toBe('new')
    expect(asked).toHaveLength(1)
    await expect
      .poll(() => recorded.map(({ action, result, target }) => [action, result, target]), soon)
      .toEqual([
        ['container.reschedule', 'ok', 'n2/web'],
        ['container.remove', 'ok', 'n1/web'],
      ])
  })

  it('is the business of whoever acts, from the moment on which he does', async () => {
    let isPrimary = false
    const { one, asked } = await open(() => isPrimary)
    await one.stop()
    await expect.poll(() => test.cluster.host('n1')?.state, soon).toBe('unreachable')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(asked).toEqual([])
    isPrimary = true
    await expect.poll(() => asked.length, soon).toBe(1)
    await expect.poll(() => test.cluster.container('web')?.hostName, soon).toBe('n2')
  })

  it('keeps what has no place elsewhere', async () => {
    const { one, two, asked, recorded } = await open(() => true)
    const HostConfig = { NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
    two.add(fakeContainer({ Id: 'holder', Name: '/holder', HostConfig }))
    await expect.poll(() => test.cluster.container('holder'), soon).toBeDefined()
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBeGreaterThan(0)
    expect(recorded[0]).toMatchObject({ action: 'container.reschedule', result: 'refused', target: 'n1/web' })
    expect(recorded[0]?.message).toContain('[port 8080 (Bridge mode)]')
    expect(asked).toEqual([])
    expect(test.cluster.container('web')?.hostName).toBe('n1')
  })
})
