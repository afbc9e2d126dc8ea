import { afterEach, describe, expect, it } from 'vitest'
import { fakeContainer } from '@/server/testing/fake-engine'
import { createLostHost, askingLabels as Labels, soon } from '@/server/testing/lost-host'

const { open, scene, test, end } = createLostHost()
afterEach(end)

describe('what needs a human', () => {
  const Mounts = [{ Type: 'volume', Name: 'data', Source: '/data', Destination: '/data', Driver: 'local', RW: true }]
  const needs = async () => (await scene.endpoint?.rescheduling?.list())?.map(({ cause }) => cause) ?? []
  it('says what keeps a container, until it is solved', async () => {
    const { one, two } = await open(() => true, { rescheduleRetryMs: 50 })
    const HostConfig = { NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
    two.add(fakeContainer({ Id: 'holder', Name: '/holder', HostConfig }))
    await expect.poll(() => test().cluster.container('holder'), soon).toBeDefined()
    expect(await needs()).toEqual([])
    await one.stop()
    const hosts = [{ host: 'n2', says: 'port 8080/tcp: held by holder', fix: 'Free port 8080 on n2 (held by holder)' }]
    const why = { kind: 'place', hosts, more: 0 }
    await expect.poll(needs, soon).toMatchObject([{ kind: 'reschedule', act: 'move', host: 'n1', names: ['web'], why }])
    two.remove('holder')
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
    expect(await needs()).toEqual([])
  })

  it.each([
    ['a local volume', { Mounts: [{ ...Mounts[0] }] }, { kind: 'volume', volumes: ['data'] }],
    [
      'a network that is nowhere else',
      {
        HostConfig: { NetworkMode: 'lan' },
        NetworkSettings: { Ports: {}, Networks: { lan: { NetworkID: 'net-lan', IPAddress: '10.9.0.2' } } },
      },
      { kind: 'network', networks: ['lan'] },
    ],
    [
      'an image',
      { Config: { Image: 'gone:1', Labels } },
      { kind: 'image', image: 'gone:1', host: 'n2', message: 'pull access denied' },
    ],
  ] as const)('names %s that keeps it', async (_what, more, why) => {
    const { one, two } = await open(() => true, {}, more as Parameters<typeof open>[2])
    if (why.kind === 'network') {
      one.networks.push({ Id: 'net-lan', Name: 'lan', Scope: 'local', Driver: 'bridge' })
      await test().cluster.refresh(test().cluster.host('n1')?.id ?? '', ['networks'])
    }
    if (why.kind === 'image') {
      const refuse =
        (status: number, message: string): Parameters<typeof two.routes.set>[1] =>
        (_request, response) =>
          void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
      two.routes.set('/containers/create', refuse(404, 'No such image: gone:1'))
      two.routes.set('/images/create', refuse(404, 'pull access denied'))
    }
    await one.stop()
    await expect.poll(needs, soon).toMatchObject([{ act: 'move', why }])
  })

  it('is told of a second loss as of the first', async () => {
    const { one, recorded } = await open(() => true, { rescheduleRetryMs: 50 }, {
      Mounts: [{ ...Mounts[0] }],
    } as Parameters<typeof open>[2])
    const told = () => recorded.filter(({ action, result }) => action === 'container.reschedule' && result !== 'ok')
    for (const times of [1, 2]) {
      await one.stop()
      await expect.poll(() => told().length, soon).toBe(times)
      await one.restart()
      await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('healthy')
      expect(await needs()).toEqual([])
    }
  })

  it('loses no copy while the other one has just gone without anybody having noticed', async () => {
    const { one, two } = await open(() => true)
    await one.stop()
    await expect.poll(() => test().cluster.container('web')?.hostName, soon).toBe('n2')
    two.pathFaults.set('/containers/new/json', 'error')
    await one.restart()
    await expect.poll(needs, soon).toMatchObject([{ act: 'remove', host: 'n1', other: 'n2' }])
    expect(one.requests).not.toContain('DELETE /containers/old')
  })

  it('names who has its name by now', async () => {
    const { one, two } = await open(() => true)
    two.add(fakeContainer({ Id: 'taken', Name: '/web' }))
    await expect.poll(() => test().cluster.container('taken'), soon).toBeDefined()
    await one.stop()
    await expect.poll(needs, soon).toMatchObject([{ act: 'move', why: { kind: 'name', place: 'n2/web' } }])
    expect(two.requests).not.toContain('POST /containers/create')
  })

  it('asks nobody about one that is being moved by hand, and leaves it alone', async () => {
    const requireFree = ({ name }: { name: string }) => {
      if (name === 'web') throw new Error('web is being moved already.')
    }
    const moves = { requireFree, requireUnneeded: () => undefined }
    const { one, two, asked, recorded } = await open(() => true, { moves })
    two.add(fakeContainer({ Id: 'twin', Name: '/web', Config: { Image: 'web:1', Labels } }))
    await expect.poll(() => test().cluster.container('twin'), soon).toBeDefined()
    expect(await needs()).toEqual([])
    await one.stop()
    await expect.poll(() => test().cluster.host('n1')?.state, soon).toBe('unreachable')
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect([asked, recorded, await needs()]).toEqual([[], [], []])
  })

  it('asks a person which of two copies of an earlier version is to stay, and never removes the last', async () => {
    const { one, two } = await open(() => true)
    two.add(
      fakeContainer({ Id: 'twin', Name: '/web', Config: { Image: 'web:1', Labels }, Created: '2026-02-01T00:00:00Z' }),
    )
    const copies = [
      { id: 'twin', hostName: 'n2', isUp: true },
      { id: 'old', hostName: 'n1', isUp: true },
    ]
    await expect.poll(needs, soon).toMatchObject([{ kind: 'copies', copies }])
    const removeCopy = (id: string, stays: string) => scene.endpoint?.rescheduling?.removeCopy(id, stays)
    const refused = { code: 'conflict' }
    await expect(removeCopy('old', 'old')).rejects.toMatchObject(refused)
    await expect(removeCopy('plain', 'old')).rejects.toMatchObject(refused)
    two.routes.set('/containers/twin', (request, response) => {
      if (request.method === 'DELETE') two.remove('twin')
      response.writeHead(204).end()
    })
    // Of two people who want it the other way round at once, too.
    const [, other] = await Promise.allSettled([removeCopy('old', 'twin'), removeCopy('twin', 'old')])
    expect(other).toMatchObject({ status: 'rejected', reason: refused })
    expect(one.containers.has('old')).toBe(false)
    expect(await needs()).toEqual([])
    await expect(removeCopy('twin', 'old')).rejects.toMatchObject(refused)
    expect(two.containers.has('twin')).toBe(true)
  })
})
