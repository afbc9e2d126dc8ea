import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTestCluster } from '@/server/testing/cluster'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { createLostHost, hasImage, askingLabels as Labels, makes, soon } from '@/server/testing/lost-host'
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

  it('has its copies removed also when the image of the new one was committed of the container itself', async () => {
    const { one, two, asked } = await open(() => true)
    hasImage(two, Labels)
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.id, soon).toBe('new')
    await one.restart()
    await expect.poll(() => one.containers.has('old'), soon).toBe(false)
    expect([two.containers.has('new'), asked.length]).toEqual([true, 1])
  })

  it.each(['late', 'broken'])('is not given up for what only looks like its copy, whose image is %s', async (how) => {
    const { one, two, asked } = await open(() => true, { rescheduleRetryMs: 50 })
    const ofImage = { ...Labels, 'io.lotse.rescheduled': '9' }
    let looks = 0
    two.routes.set('/images/twin/json', (_request, response) => {
      looks += 1
      if (how === 'late') setTimeout(() => response.end(JSON.stringify({ Config: { Labels: ofImage } })), 300)
      else response.writeHead(500).end(JSON.stringify({ message: 'the storage driver is on fire' }))
    })
    await one.stop()
    two.add(fakeContainer({ Id: 'twin', Name: '/web', Image: 'twin', Config: { Image: 'web:2', Labels: ofImage } }))
    const acts = async () => {
      const needs = (await scene.endpoint?.rescheduling?.list()) ?? []
      return needs.map(({ cause }) => (cause.kind === 'reschedule' ? cause.act : cause.kind))
    }
    // Known to be no copy it is only in the way, as any other of that name.
    await expect.poll(acts, soon).toEqual([how === 'late' ? 'move' : 'forget'])
    expect(looks).toBeGreaterThan(0)
    two.remove('twin')
    await expect.poll(() => asked.map(({ name }) => name), soon).toEqual(['web'])
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

  it('leaves alone what a stack keeps running', async () => {
    const isKeptByOthers = vi.fn(async () => () => true)
    const { one, asked } = await open(() => true, { isKeptByOthers })
    await one.stop()
    await expect.poll(() => isKeptByOthers.mock.calls.length, soon).toBeGreaterThan(0)
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('unreachable')
    expect(asked).toEqual([])
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
})
