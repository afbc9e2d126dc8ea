// What becomes of copies that are there already, over fake engines: the last one that runs is never taken away.
import { afterEach, describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { AppError } from '@/server/errors'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { openTestEndpoint } from '@/server/testing/docker-endpoint'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { createLostHost, hasImage, askingLabels as Labels, soon } from '@/server/testing/lost-host'
import type { ProxyContext } from '../types'
import { finishCopy, giveUpLost, removeBegun, removeReplaced } from './settle-copy'

const { open, scene, test, end } = createLostHost()
afterEach(end)

describe('what was begun for a lost host', () => {
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

  it('has what was begun for it elsewhere finished by a manager that knows nothing of it', async () => {
    const { one, two, engines, asked } = await open(() => true)
    await scene.endpoint?.close()
    await one.stop()
    const then = JSON.stringify({
      id: Labels['com.docker.swarm.id'],
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

  it('has nothing started or removed for what only its image says of a container', async () => {
    const { one, two, asked } = await open(() => true, { rescheduleRetryMs: 50 })
    const id = 'b'.repeat(64)
    const mine = { ...Labels, 'com.docker.swarm.id': id, 'io.lotse.rescheduled': '7' }
    const Started = { Status: 'running', Running: true, StartedAt: '2026-01-01T00:00:01Z' }
    const Created = { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' }
    const then = JSON.stringify({ id, image: 'trap:1', start: true, networks: [{ name: 'lan', endpoint: {} }] })
    const trap = { ...mine, 'io.lotse.rescheduled.then': then }
    const said = { [encodeURIComponent('sha256:trap')]: trap, [encodeURIComponent('sha256:copy')]: Labels }
    let looks = 0
    for (const engine of [one, two]) {
      for (const [image, ofImage] of Object.entries(said)) {
        engine.routes.set(`/images/${image}/json`, (_request, response) => {
          looks += 1
          response.end(JSON.stringify({ Config: { Labels: ofImage } }))
        })
      }
    }
    // As if it were half made, and as if it had taken the place of the one on n1.
    two.add(
      fakeContainer({
        Id: 'trap',
        Name: '/trap',
        Image: 'sha256:trap',
        Config: { Image: 'trap:1', Labels: trap },
        State: Created,
      }),
    )
    const Config = { Image: 'web:2', Labels: { ...Labels, 'io.lotse.rescheduled': '7' } }
    two.add(fakeContainer({ Id: 'twin', Name: '/web', Image: 'sha256:copy', Config, State: Started }))
    await expect.poll(() => test().cluster.container('twin'), soon).toBeDefined()
    await expect.poll(() => looks, soon).toBeGreaterThanOrEqual(2)
    await expect.poll(async () => scene.endpoint?.rescheduling?.list(), soon).toEqual([])
    two.remove('twin')
    await one.stop()
    await expect.poll(() => asked.map(({ name }) => name), soon).toEqual(['web'])
    expect(one.requests.concat(two.requests).filter((each) => /^DELETE|trap\/start|lan\/connect/.test(each))).toEqual(
      [],
    )
  })
})

/** The one on n1 was replaced by the one on n2, and either is what a test makes of it. */
async function twoCopies(over: Partial<Parameters<typeof fakeContainer>[0]>[] = []) {
  const own = openTestCluster({ failureRetry: 2 })
  const engines = await Promise.all(
    ['n1', 'n2'].map((name, at) =>
      own.engine({ name, containers: [fakeContainer({ Name: '/web', ...over[at], Id: `on-${name}` })] }),
    ),
  )
  await own.cluster.start()
  await own.cluster.setDiscovered(engines.map(({ address }) => address))
  await own.cluster.settled(5_000)
  const [one, two] = engines as [FakeEngine, FakeEngine]
  const copyOn = (name: string) => own.cluster.container(`on-${name}`) as Container
  const recorded: { action: string; target: string; result: string; message: string }[] = []
  const removed: string[] = []
  for (const engine of [one, two]) {
    hasImage(engine)
    engine.routes.set(`/containers/on-${engine.info.Name}`, (request, response) => {
      removed.push(`${request.method} ${request.url?.replace(/^\/v[\d.]+/, '')}`)
      response.writeHead(204).end()
    })
  }
  const order: string[] = []
  const context = {
    cluster: own.cluster,
    moves: { requireFree: () => undefined },
    activity: { record: async (entry: (typeof recorded)[0]) => void recorded.push(entry) },
    caller: { actor: 'docker API', details: null },
    beforeRemoval: async ({ id }: Container) => void order.push(`last words of ${id}`),
    leadership: { requireLead: () => void order.push('lead') },
  } as unknown as ProxyContext
  return { own, one, two, copyOn, context, recorded, removed, order }
}

describe('a copy', () => {
  let own: TestCluster | undefined
  afterEach(() => own?.end())
  const opened = async (...over: Parameters<typeof twoCopies>) => {
    const scene = await twoCopies(...over)
    own = scene.own
    return scene
  }
  const created = { Status: 'created', Running: false, StartedAt: '0001-01-01T00:00:00Z' }
  const exited = { Status: 'exited', Running: false, StartedAt: '2026-01-01T00:00:01Z' }

  it('that was replaced goes by force when it runs, after its last words and by who leads', async () => {
    const { copyOn, context, removed, order, recorded } = await opened()
    await removeReplaced(context, { kind: 'remove', container: copyOn('n1'), stays: copyOn('n2') })
    expect(removed).toEqual(['DELETE /containers/on-n1?force=1'])
    expect(order).toEqual(['last words of on-n1', 'lead'])
    expect(recorded).toMatchObject([
      {
        action: 'container.remove',
        target: 'n1/web',
        result: 'ok',
        message: 'It was rescheduled to n2 while n1 was lost.',
      },
    ])
  })

  it('that was replaced goes without force when it did not run: somebody may have started it meanwhile', async () => {
    const { copyOn, context, removed } = await opened([{ State: exited }])
    await removeReplaced(context, { kind: 'remove', container: copyOn('n1'), stays: copyOn('n2') })
    expect(removed).toEqual(['DELETE /containers/on-n1'])
  })

  it.each([
    ['has stopped', { State: exited }, 'does not run'],
    ['is gone', null, 'is not there'],
  ] as const)('stays when the other one %s without anybody having heard of it', async (_what, now, words) => {
    const { two, copyOn, context, removed, recorded } = await opened()
    const removal = { kind: 'remove', container: copyOn('n1'), stays: copyOn('n2') } as const
    if (now) two.containers.set('on-n2', fakeContainer({ Id: 'on-n2', Name: '/web', ...now }))
    else two.containers.delete('on-n2')
    const message = `n2/web ${words} any more, so the other one stays.`
    await expect(removeReplaced(context, removal)).rejects.toMatchObject({ code: 'conflict', message })
    expect(removed).toEqual([])
    expect(recorded).toMatchObject([{ result: 'refused', message }])
  })

  it('that stands still may go while the one that stays stands still too', async () => {
    const { copyOn, context, removed } = await opened([{ State: exited }, { State: exited }])
    await removeReplaced(context, { kind: 'remove', container: copyOn('n1'), stays: copyOn('n2') })
    expect(removed).toEqual(['DELETE /containers/on-n1'])
  })

  it.each(['on-n1', 'on-n2'])('stays while somebody moves one of the two by hand: %s', async (moving) => {
    const { one: onOne, two: onTwo, copyOn, context, removed } = await opened()
    context.moves.requireFree = ({ id }: Pick<Container, 'id'>) => {
      if (id === moving) throw new AppError('conflict', 'web is being moved already.')
    }
    const [one, two] = [copyOn('n1'), copyOn('n2')]
    await expect(removeReplaced(context, { kind: 'remove', container: one, stays: two })).rejects.toThrow(
      'moved already',
    )
    await expect(removeBegun(context, { kind: 'clear', container: one, of: two })).rejects.toThrow('moved already')
    const finish = { kind: 'finish', container: moving === one.id ? one : two } as const
    await expect(finishCopy(context, finish)).rejects.toThrow('moved already')
    expect([onOne, onTwo].flatMap(({ requests }) => requests).filter((each) => !each.startsWith('GET '))).toEqual([])
    expect(removed).toEqual([])
  })

  it.each([
    ['its image says who it is', 200, 'only looks like a copy'],
    ['its image is gone', 404, 'lost its image'],
    ['its engine fails to tell of its image', 500, 'on fire'],
  ])('is left alone, and the other one too, while %s', async (_what, status, words) => {
    for (const which of ['n1', 'n2']) {
      const Config = { Image: 'web:1', Labels }
      const { own, one, two, copyOn, context, removed } = await opened([{ Config }, { Config }])
      const engine = which === 'n1' ? one : two
      engine.routes.set('/images/sha256%3A1/json', (_request, response) => {
        const said = status === 200 ? { Config: { Labels } } : { message: 'the storage driver is on fire' }
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
      })
      const [mine, other] = [copyOn('n1'), copyOn('n2')]
      await expect(removeReplaced(context, { kind: 'remove', container: mine, stays: other })).rejects.toThrow(words)
      await expect(removeBegun(context, { kind: 'clear', container: mine, of: other })).rejects.toThrow(words)
      const it = copyOn(which)
      await expect(finishCopy(context, { kind: 'finish', container: it })).rejects.toThrow(words)
      const lost = which === 'n1' ? other : mine
      await expect(giveUpLost(context, { kind: 'forget', container: lost, stays: it })).rejects.toThrow(words)
      expect(own.cluster.container(lost.id)).toBeDefined()
      expect([...one.requests, ...two.requests].filter((each) => !each.startsWith('GET '))).toEqual([])
      expect(removed).toEqual([])
      await own.end()
    }
  })

  it('that was begun goes without force, when its original runs or cannot be asked', async () => {
    for (const isLost of [false, true]) {
      const { own, one, copyOn, context, removed, recorded } = await opened([{}, { State: created }])
      const clear = { kind: 'clear', container: copyOn('n2'), of: copyOn('n1') } as const
      if (isLost) {
        await one.stop()
        await expect.poll(() => own.cluster.host('n1')?.state, soon).toBe('unreachable')
      }
      await removeBegun(context, clear)
      expect(removed).toEqual(['DELETE /containers/on-n2'])
      const message = 'It was to take the place of the one on n1, and was never started.'
      expect(recorded).toMatchObject([{ action: 'container.remove', target: 'n2/web', result: 'ok', message }])
      await own.end()
    }
  })

  it('that was begun stays when its original does not run any more', async () => {
    const { one, copyOn, context, removed } = await opened([{}, { State: created }])
    const clear = { kind: 'clear', container: copyOn('n2'), of: copyOn('n1') } as const
    one.containers.set('on-n1', fakeContainer({ Id: 'on-n1', Name: '/web', State: exited }))
    await expect(removeBegun(context, clear)).rejects.toThrow('n1/web does not run any more')
    expect(removed).toEqual([])
  })

  it('that is finished joins the networks that it is not in yet, then starts, and is not removed when that fails', async () => {
    const networks = ['lan', 'back'].map((name) => ({ name, endpoint: { Aliases: [`web-${name}`] } }))
    const id = Labels['com.docker.swarm.id']
    const then = JSON.stringify({ id, start: true, image: 'web:1', networks })
    const Networks = { lan: { NetworkID: 'net-lan', IPAddress: '' } }
    const begun = {
      Config: { Image: 'web:1', Labels: { ...Labels, 'io.lotse.rescheduled.then': then } },
      State: created,
      NetworkSettings: { Ports: {}, Networks },
    }
    const { two, copyOn, context, removed, recorded } = await opened([{}, begun])
    const done: unknown[] = []
    for (const name of ['lan', 'back']) {
      two.routes.set(`/networks/${name}/connect`, (_request, response, body) => {
        done.push([name, JSON.parse(body.toString())])
        response.writeHead(200).end()
      })
    }
    let status = 204
    two.routes.set('/containers/on-n2/start', (_request, response) => {
      done.push('start')
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(status === 204 ? undefined : '{"message":"port is already allocated"}')
    })
    const finish = { kind: 'finish', container: copyOn('n2') } as const
    await finishCopy(context, finish)
    expect(done).toEqual([['back', { Container: 'on-n2', EndpointConfig: { Aliases: ['web-back'] } }], 'start'])
    status = 500
    await expect(finishCopy(context, finish)).rejects.toThrow('port is already allocated')
    expect(recorded.map(({ result, target }) => [result, target])).toEqual([
      ['ok', 'n2/web'],
      ['failed', 'n2/web'],
    ])
    expect(removed).toEqual([])
  })
})
