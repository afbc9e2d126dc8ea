// Where a lost container goes, and what keeps it where it was, over fake engines.
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { type Asked, createLostHost, askingLabels as Labels, makes, soon } from '@/server/testing/lost-host'
import type { ProxyContext } from '../types'
import { moveLost } from './move-lost'

const { open, scene, test, end } = createLostHost()
afterEach(end)

const inOverlay = {
  HostConfig: { NetworkMode: 'over' },
  NetworkSettings: { Ports: {}, Networks: { over: { NetworkID: 'net-over', IPAddress: '10.9.0.2' } } },
}
const Mounts = [{ Type: 'volume', Name: 'data', Source: '/data', Destination: '/data', Driver: 'local', RW: true }]

const refuse =
  (status: number, message: string): Parameters<FakeEngine['routes']['set']>[1] =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
const creates = ({ requests }: FakeEngine) => requests.filter((each) => each === 'POST /containers/create').length

/** Further hosts, each fuller than the one before, so that they are asked in this order and after n2. */
async function further(engines: readonly FakeEngine[], ...names: string[]): Promise<FakeEngine[]> {
  const more = await Promise.all(
    names.map((name, at) => {
      const containers = Array.from({ length: at + 1 }, (_, index) => fakeContainer({ Id: `${name}-${index}` }))
      return test().engine({ name, containers: containers.map((each) => ({ ...each, Name: `/${each.Id}` })) })
    }),
  )
  await test().cluster.setDiscovered([...engines, ...more].map(({ address }) => address))
  for (const [at, name] of names.entries())
    await expect.poll(() => test().cluster.container(`${name}-${at}`)?.known, soon).toBe(true)
  return more
}

describe('a lost container', () => {
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

  it('goes with a volume that is not of its host alone', async () => {
    const { one, two } = await open(() => true, {}, { Mounts })
    for (const engine of [one, two])
      for (const each of engine.volumes) each.Options = { type: 'nfs', o: 'addr=10.0.0.9' }
    for (const { id } of test().cluster.hosts()) await test().cluster.refresh(id, ['volumes'])
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
  })

  it('goes where its network is, though another host is emptier', async () => {
    const lan = { lan: { NetworkID: 'net-lan', IPAddress: '10.9.0.2' } }
    const more = { HostConfig: { NetworkMode: 'lan' }, NetworkSettings: { Ports: {}, Networks: lan } }
    const { one, two, engines } = await open(() => true, {}, more)
    const [three] = (await further(engines, 'n3')) as [FakeEngine]
    const asked: Asked[] = []
    makes(three, 'third', asked)
    for (const engine of [one, three]) {
      engine.networks.push({ Id: 'net-lan', Name: 'lan', Scope: 'local', Driver: 'bridge' })
    }
    for (const { id } of test().cluster.hosts()) await test().cluster.refresh(id, ['networks'])
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n3')
    expect([asked.length, creates(two)]).toEqual([1, 0])
  })

  it.each(['VolumesFrom', 'IpcMode', 'PidMode'])('goes beside whom it shares with by %s', async (key) => {
    const shared = key === 'VolumesFrom' ? ['db:ro'] : 'container:db'
    const { one, two, engines } = await open(() => true, {}, { HostConfig: { NetworkMode: 'bridge', [key]: shared } })
    const [three] = (await further(engines, 'n3')) as [FakeEngine]
    makes(three, 'third', [])
    three.add(fakeContainer({ Id: 'db', Name: '/db' }))
    await expect.poll(() => test().cluster.container('db')?.known, soon).toBe(true)
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n3')
    expect(creates(two)).toBe(0)
  })

  it('is tried on three hosts and no more, and the first says why', async () => {
    const { one, two, engines, recorded } = await open(() => true, { rescheduleRetryMs: 60_000 })
    const all = [two, ...(await further(engines, 'n3', 'n4', 'n5'))]
    for (const [at, engine] of all.entries())
      engine.routes.set('/containers/create', refuse(500, `the disk of n${at + 2} is full`))
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBe(1)
    expect(all.map(creates)).toEqual([1, 1, 1, 0])
    expect(recorded[0]).toMatchObject({ result: 'failed', target: 'n1/web' })
    expect(recorded[0]?.message).toContain('the disk of n2 is full')
  })

  it('says why the first host failed rather than that there is no second', async () => {
    const { one, two, recorded } = await open(() => true, { rescheduleRetryMs: 60_000 })
    two.routes.set('/containers/create', refuse(500, 'the disk is full'))
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBe(1)
    expect(recorded[0]?.message).toContain('the disk is full')
  })

  it('is not made a second time elsewhere when nobody knows whether the first one has started', async () => {
    const { one, two, engines, recorded } = await open(() => true, { rescheduleRetryMs: 60_000 })
    const [three] = (await further(engines, 'n3')) as [FakeEngine]
    two.pathFaults.set('/containers/new/start', 'reset')
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBe(1)
    expect(recorded[0]).toMatchObject({ result: 'refused', target: 'n1/web' })
    expect([creates(two), creates(three)]).toEqual([1, 0])
    expect(two.requests).not.toContain('DELETE /containers/new')
  })

  it('goes where its image is once a registry has failed', async () => {
    const { one, two, engines } = await open(() => true)
    const [three, four] = (await further(engines, 'n3', 'n4')) as [FakeEngine, FakeEngine]
    for (const engine of [two, three]) {
      engine.routes.set('/containers/create', refuse(404, 'No such image: web:1'))
      engine.routes.set('/images/create', refuse(500, 'the registry is away'))
    }
    makes(four, 'fourth', [])
    four.images.push({ Id: 'sha256:1', RepoTags: ['web:1'], Size: 1, Created: 1 })
    for (const { id } of test().cluster.hosts()) await test().cluster.refresh(id, ['images'])
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n4')
    expect([creates(two), creates(three)]).toEqual([1, 0])
  })

  it('stays when somebody else has its name by now, who is named', async () => {
    const { one, two, recorded } = await open(() => true, { rescheduleRetryMs: 60_000 })
    two.add(fakeContainer({ Id: 'namesake', Name: '/web' }))
    await expect.poll(() => test().cluster.container('namesake')?.known, soon).toBe(true)
    await one.stop()
    await expect.poll(() => recorded.length, soon).toBe(1)
    expect(recorded[0]?.message).toContain('The name web is already assigned')
    const [need] = (await scene.endpoint?.rescheduling?.list()) ?? []
    expect(need?.cause).toMatchObject({ act: 'move', why: { kind: 'name', place: 'n2/web' } })
    expect(creates(two)).toBe(0)
  })

  it('stays when nobody has read how it was made, or while somebody moves it by hand', async () => {
    await open(() => false)
    const container = test().cluster.container('web')
    if (!container) throw new Error('no container')
    const recorded: unknown[] = []
    let requireFree = () => {}
    const context = {
      cluster: test().cluster,
      moves: { requireFree: () => requireFree() },
      activity: { record: async (entry: unknown) => void recorded.push(entry) },
      caller: { actor: 'docker API', details: null },
    } as unknown as ProxyContext
    const move = () => moveLost(context, { kind: 'move', container, wasUp: true }, undefined)
    await expect(move()).rejects.toMatchObject({
      message: 'How web was made had not been read before n1 was lost.',
      details: { why: { kind: 'unread' } },
    })
    requireFree = () => {
      throw new AppError('conflict', 'web is being moved already.')
    }
    await expect(move()).rejects.toThrow('web is being moved already.')
    expect(recorded).toMatchObject([
      { action: 'container.reschedule', target: 'n1/web', message: expect.stringMatching(/^How /) },
      { action: 'container.reschedule', result: 'refused', message: 'web is being moved already.' },
    ])
  })
})
