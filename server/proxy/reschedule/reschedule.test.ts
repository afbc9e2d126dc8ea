import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTestCluster } from '@/server/testing/cluster'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { type Asked, createLostHost, askingLabels as Labels, makes, soon } from '@/server/testing/lost-host'
import { keptFile } from '../kept-file'
import { rememberRequests } from './remembered'

const { open, scene, test, end } = createLostHost()
afterEach(end)

describe('a host that is lost', () => {
  it('has its containers made anew elsewhere as they were, and its copies removed when it is back', async () => {
    const { one, asked, recorded } = await open(() => true)
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
    expect(asked).toMatchObject([
      {
        name: 'web',
        body: { Image: 'web:1', Labels: { ...Labels, 'io.lotse.rescheduled': '1' }, HostConfig: { Memory: 2 ** 20 } },
      },
    ])
    expect(asked[0]?.body.HostConfig).toMatchObject({ PortBindings: { '80/tcp': [{ HostPort: '8080' }] } })
    expect(test().cluster.container('old')).toBeUndefined()
    expect(test().cluster.container('plain')?.hostName).toBe('n1')
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    await expect.poll(() => test().cluster.container('web')?.id, soon).toBe('new')
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
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('unreachable')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(asked).toEqual([])
    isPrimary = true
    await expect.poll(() => asked.length, soon).toBe(1)
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
  })

  const inOverlay = {
    HostConfig: { NetworkMode: 'over' },
    NetworkSettings: { Ports: {}, Networks: { over: { NetworkID: 'net-over', IPAddress: '10.9.0.2' } } },
  }
  const Mounts = [{ Type: 'volume', Name: 'data', Source: '/data', Destination: '/data', Driver: 'local', RW: true }]

  it('keeps what has data of a local volume, also where another host has one of that name', async () => {
    const { one, asked, recorded } = await open(() => true, {}, { Mounts })
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBeGreaterThan(0)
    expect(recorded[0]).toMatchObject({
      action: 'container.reschedule',
      result: 'refused',
      message: 'web has data on n1 in the local volume data.',
    })
    expect(asked).toEqual([])
  })

  it('keeps what has a named volume of which its host has told nothing', async () => {
    const { one, asked, recorded } = await open(() => true, {}, { Mounts: [{ ...Mounts[0], Name: 'untold' }] })
    await one.stop()
    await expect.poll(() => recorded[0]?.message, soon).toBe('web has data on n1 in the local volume untold.')
    expect(asked).toEqual([])
  })

  it('starts nothing when it is back before the other one is made', async () => {
    const { one, two, asked, recorded } = await open(() => true)
    let answer: () => void = () => undefined
    two.routes.set('/containers/create', (_request, response) => {
      answer = () => void response.writeHead(201).end(JSON.stringify({ Id: 'new', Warnings: [] }))
    })
    two.routes.set('/containers/new', (_request, response) => response.writeHead(204).end())
    await one.stop()
    await expect.poll(() => two.requests.includes('POST /containers/create'), soon).toBe(true)
    await one.restart()
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('healthy')
    answer()
    await expect.poll(() => two.requests.includes('DELETE /containers/new'), soon).toBe(true)
    await expect.poll(() => recorded.at(-1)?.message, soon).toBe('n1 is back, and with it web.')
    expect(two.requests).not.toContain('POST /containers/new/start')
    expect([test().cluster.container('old')?.hostName, asked]).toEqual(['n1', []])
  })

  it('has what was begun for it elsewhere and never started taken away, and begun anew', async () => {
    const { one, two, asked } = await open(() => true, { rescheduleRetryMs: 50 })
    await one.stop()
    const State = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
    const Config = { Image: 'web:1', Labels: { ...Labels, 'io.lotse.rescheduled': '1' } }
    two.routes.set('/containers/half', (_request, response) => {
      two.remove('half')
      response.writeHead(204).end()
    })
    two.add(fakeContainer({ Id: 'half', Name: '/web', Config, State }))
    await expect.poll(() => two.containers.has('half'), soon).toBe(false)
    await expect.poll(() => test().cluster.container('web')?.id, soon).toBe('new')
    expect(asked).toHaveLength(1)
  })

  it('keeps what was begun for it when its host is back without it, as only its engine knows', async () => {
    const { one, two } = await open(() => true)
    one.pathFaults.set('/containers/old/json', 'error')
    const State = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
    const Config = { Image: 'web:1', Labels: { ...Labels, 'io.lotse.rescheduled': '1' } }
    two.add(fakeContainer({ Id: 'half', Name: '/web', Config, State }))
    const asksForOld = () => one.requests.filter((each) => each === 'GET /containers/old/json').length
    const before = asksForOld()
    await expect.poll(() => test().cluster.container('half'), soon).toBeDefined()
    await expect.poll(asksForOld, soon).toBeGreaterThan(before)
    await expect.poll(async () => (await scene.endpoint?.rescheduling?.list())?.length, soon).toBe(1)
    expect(two.requests).not.toContain('DELETE /containers/half')
  })

  it('keeps its networks when it is back while one host after the other fails', async () => {
    const { two, one, engines } = await open(() => true, {}, inOverlay)
    const three = await test().engine({ name: 'n3' })
    makes(three, 'third', [])
    for (const engine of [...engines, three])
      engine.networks.push({ Id: 'net-over', Name: 'over', Scope: 'global', Driver: 'overlay' })
    await test().cluster.setDiscovered([...engines, three].map(({ address }) => address))
    // So that it is asked second.
    three.add(fakeContainer({ Id: 'some', Name: '/some' }))
    await expect.poll(() => test().cluster.container('some')?.hostName, soon).toBe('n3')
    for (const { id } of test().cluster.hosts()) await test().cluster.refresh(id, ['networks'])
    let fail: () => void = () => undefined
    two.routes.set('/containers/create', (_request, response) => {
      fail = () => void response.writeHead(500).end(JSON.stringify({ message: 'no space left on device' }))
    })
    await one.stop()
    const left = (engine: typeof one) => engine.requests.filter((each) => each.endsWith('/disconnect')).length
    await expect.poll(() => two.requests.includes('POST /containers/create'), soon).toBe(true)
    expect(left(two)).toBe(1)
    await one.restart()
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('healthy')
    fail()
    await expect.poll(() => scene.endpoint?.recorded.length, soon).toBe(1)
    expect(left(three)).toBe(0)
  })

  it('has such a one made anew without its data where that is asked for, and says so', async () => {
    const Config = { Image: 'web:1', Labels: { ...Labels, 'io.lotse.reschedule.volumes': 'empty' } }
    const { one, recorded } = await open(() => true, {}, { Mounts, Config })
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
    await expect.poll(() => recorded[0]?.message, soon).toMatch(/ as new, without the data of data$/)
  })

  it('leaves alone what a stack keeps running', async () => {
    const isKeptByOthers = vi.fn(async () => () => true)
    const { one, asked } = await open(() => true, { isKeptByOthers })
    await one.stop()
    await expect.poll(() => isKeptByOthers.mock.calls.length, soon).toBeGreaterThan(0)
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('unreachable')
    expect(asked).toEqual([])
  })

  it('loses its copy also when whoever made the other one has been started anew meanwhile', async () => {
    const { one, engines } = await open(() => true)
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
    await scene.endpoint?.close()
    const later = openTestCluster({ failureRetry: 2 })
    await later.cluster.start()
    await later.cluster.setDiscovered(engines.map(({ address }) => address))
    await expect.poll(() => later.cluster.container('web')?.id, soon).toBe('new')
    scene.endpoint = await openTestEndpoint(later.cluster, { reschedules: true })
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    await expect.poll(() => later.cluster.container('web')?.id, soon).toBe('new')
    await scene.endpoint.close()
    await later.end()
  })

  it('passes over a host that fails, and takes the next', async () => {
    const three = await test().engine({ name: 'n3' })
    const { one, two, engines } = await open(() => true)
    const asked: Asked[] = []
    makes(three, 'third', asked)
    three.volumes.push({ Name: 'data', Driver: 'local', Mountpoint: '/data', Labels: null, Options: null })
    await test().cluster.setDiscovered([...engines, three].map(({ address }) => address))
    // So that it is asked second.
    three.add(fakeContainer({ Id: 'some', Name: '/some' }))
    await expect.poll(() => test().cluster.container('some')?.hostName, soon).toBe('n3')
    two.pathFaults.set('/containers/create', 'error')
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n3')
    expect(two.requests).toContain('POST /containers/create')
    expect(asked).toHaveLength(1)
  })

  it('has its containers made anew without waiting for one that answers and takes no part', async () => {
    const { one, two, engines, asked } = await open(() => true)
    const twin = await test().engine({ name: 'n3', id: two.info.ID as string })
    await test().cluster.setDiscovered([...engines, twin].map(({ address }) => address))
    const isHeldBack = () =>
      test()
        .cluster.hosts()
        .some(({ state, problems }) => state === 'pending' && problems.length > 0)
    await expect.poll(isHeldBack, soon).toBe(true)
    await one.stop()
    await expect.poll(() => asked.length, soon).toBe(1)
  })

  it('has the last of many made anew also while those before it fail slowly, again and again', async () => {
    const { one, two, recorded } = await open(() => true, { rescheduleRetryMs: 50 })
    const names = Array.from({ length: 24 }, (_, at) => `many${String(at).padStart(2, '0')}`)
    for (const name of names) {
      const Config = { Image: 'web:1', Labels: { ...Labels, 'com.docker.swarm.id': name.padEnd(64, '0') } }
      one.add(fakeContainer({ Id: name, Name: `/${name}`, Config }))
    }
    // By the cluster, and by whoever is to make it anew.
    const isRead = (name: string) => one.requests.filter((each) => each === `GET /containers/${name}/json`).length > 1
    await expect.poll(() => names.every(isRead), soon).toBe(true)
    const turns = new Set<string | null>()
    two.routes.set('/containers/create', (request, response) => {
      turns.add(new URL(request.url ?? '', 'http://x').searchParams.get('name'))
      // Longer than until they may be tried again.
      setTimeout(() => response.writeHead(500).end(JSON.stringify({ message: 'no space left on device' })), 100)
    })
    await one.stop()
    // The answer about the last one may have been on its way.
    const isUnread = (name: string) => recorded.some(({ message }) => message?.startsWith(`How ${name} was made`))
    await expect.poll(() => names.filter((name) => !turns.has(name) && !isUnread(name)), soon).toEqual([])
    expect(turns.size).toBeGreaterThan(20)
  })

  it('has who lives in the network of another made anew beside it, as soon as that is there', async () => {
    const { one, two, asked } = await open(() => true, { rescheduleRetryMs: 60_000 })
    const beside = { ...Labels, 'com.docker.swarm.id': 'b'.repeat(64) }
    const HostConfig = { NetworkMode: 'container:old' }
    const NetworkSettings = { Ports: {}, Networks: {} }
    // Before the other one in every order.
    one.add(
      fakeContainer({
        Id: 'a-beside',
        Name: '/a-beside',
        Config: { Image: 'x:1', Labels: beside },
        HostConfig,
        NetworkSettings,
      }),
    )
    await expect
      .poll(() => one.requests.filter((each) => each === 'GET /containers/a-beside/json').length, soon)
      .toBe(2)
    const create = two.routes.get('/containers/create')
    two.routes.set('/containers/create', (request, response, body) => {
      const name = new URL(request.url ?? '', 'http://x').searchParams.get('name')
      makes(two, name === 'web' ? 'new' : 'new-beside', asked)
      two.routes.get('/containers/create')?.(request, response, body)
      if (create) two.routes.set('/containers/create', create)
    })
    await one.stop()
    await expect.poll(() => asked.map(({ name }) => name), soon).toEqual(['web', 'a-beside'])
    expect(asked[1]?.body.HostConfig).toMatchObject({ NetworkMode: 'container:web' })
  })

  it('has what was begun for it elsewhere finished by a manager that knows nothing of it', async () => {
    const { one, two, engines, asked } = await open(() => true)
    await scene.endpoint?.close()
    await one.stop()
    const then = JSON.stringify({
      start: true,
      image: 'web:1',
      networks: [{ name: 'lan', endpoint: { Aliases: ['web'] } }],
    })
    const Config = {
      Image: 'web:1',
      Labels: { ...Labels, 'io.lotse.rescheduled': '1', 'io.lotse.rescheduled.then': then },
    }
    const State = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
    two.add(fakeContainer({ Id: 'half', Name: '/web', Config, State }))
    const joined: unknown[] = []
    two.routes.set('/networks/lan/connect', (_request, response, body) => {
      joined.push(JSON.parse(body.toString()))
      response.writeHead(200).end()
    })
    two.routes.set('/containers/half/start', (_request, response) => {
      response.writeHead(204).end()
      const half = two.containers.get('half')
      if (half) half.State = { ...half.State, StartedAt: '2026-02-01T00:00:00Z' }
      two.setState('half', 'running', 'start')
    })
    const later = openTestCluster({ failureRetry: 2 })
    await later.cluster.start()
    await later.cluster.setDiscovered(engines.map(({ address }) => address))
    scene.endpoint = await openTestEndpoint(later.cluster, { reschedules: true })
    await expect.poll(() => later.cluster.container('half')?.state, soon).toBe('running')
    expect(joined).toEqual([{ Container: 'half', EndpointConfig: { Aliases: ['web'] } }])
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    expect([two.containers.has('half'), asked]).toEqual([true, []])
    await scene.endpoint.close()
    await later.end()
  })

  it('has its containers made anew also by a server that was started after it was lost', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'reschedule-'))
    const file = () => keptFile(path.join(directory, 'rescheduling.json'), silentLog, 'requests')
    const { one, engines, asked } = await open(() => true, { keptRequests: file() })
    await expect.poll(() => JSON.stringify(file().read() ?? ''), soon).toContain('web:1')
    await one.stop()
    await test().cluster.stop()
    await scene.endpoint?.close()
    const later = openTestCluster({ failureRetry: 2 }, { store: test().store })
    await later.cluster.start()
    await later.cluster.setDiscovered(engines.map(({ address }) => address))
    scene.endpoint = await openTestEndpoint(later.cluster, { reschedules: true, keptRequests: file() })
    await expect.poll(() => later.cluster.container('web')?.hostName, soon).toBe('n2')
    expect(asked).toMatchObject([{ name: 'web', body: { Labels: { 'io.lotse.rescheduled': '1' } } }])
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    expect(asked).toHaveLength(1)

    // What was removed meanwhile, or known too long ago, is not brought back.
    await scene.endpoint.close()
    const old = new Date(Date.now() - 3_600_000)
    await utimes(path.join(directory, 'rescheduling.json'), old, old)
    const kept = rememberRequests(later.cluster, silentLog, () => undefined, file())
    expect([...kept.containers()].map(({ id }) => id)).toEqual(['new'])
    kept.stop()
    await later.end()
    await rm(directory, { recursive: true, force: true })
  })

  it('keeps what has no place elsewhere', async () => {
    const { one, two, asked, recorded } = await open(() => true)
    const HostConfig = { NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
    two.add(fakeContainer({ Id: 'holder', Name: '/holder', HostConfig }))
    await expect.poll(() => test().cluster.container('holder'), soon).toBeDefined()
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBeGreaterThan(0)
    expect(recorded[0]).toMatchObject({ action: 'container.reschedule', result: 'refused', target: 'n1/web' })
    expect(recorded[0]?.message).toContain('[port 8080 (Bridge mode)]')
    expect(asked).toEqual([])
    expect(test().cluster.container('web')?.hostName).toBe('n1')
  })
})
