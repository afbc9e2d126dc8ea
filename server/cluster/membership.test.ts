// Who takes part, under which name, and what is remembered.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, quickTimes, type TestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { createCluster } from './cluster'

describe('membership', () => {
  let test: TestCluster
  beforeEach(async () => {
    test = openTestCluster()
    await test.cluster.start()
  })
  afterEach(() => test.end())
  const at = (address: string) => {
    const host = test.cluster.hosts().find((one) => one.address === address)
    if (!host) throw new Error(`no host at ${address}`)
    return host
  }

  it('keeps a second address of one engine pending, and takes it when the first is removed', async () => {
    const first = await test.engine({ id: 'SAME', name: 'kiel-1', containers: [fakeContainer({ Id: 'a1' })] })
    const second = await test.engine({ id: 'SAME', name: 'kiel-1', containers: [fakeContainer({ Id: 'a1' })] })
    await test.cluster.addHost({ address: first.address })
    const host = await test.cluster.addHost({ address: second.address })
    expect(host).toMatchObject({
      state: 'pending',
      problems: [
        {
          code: 'duplicate-engine',
          message: `ID duplicated. SAME is shared by this host ${second.address} and another host ${first.address} (kiel-1)`,
        },
      ],
    })
    expect(test.cluster.containersOf({})).toMatchObject([{ id: 'a1', hostName: 'kiel-1' }])
    expect(() => test.cluster.engine(host.id)).toThrow(/is pending/)
    await test.cluster.removeHost('kiel-1')
    await expect.poll(() => at(second.address).state).toBe('healthy')
    expect(test.cluster.container('a1')).toMatchObject({ hostId: host.id, hostName: 'kiel-1' })
  })

  it('does not mix the data of another engine behind a known address until it is accepted', async () => {
    const fake = await test.engine({ id: 'OLD', name: 'kiel-1', containers: [fakeContainer({ Id: 'old1' })] })
    const { id } = await test.cluster.addHost({ address: fake.address, labels: { zone: 'kiel' } })
    expect(test.cluster.host(id)?.state).toBe('healthy')
    await fake.stop()
    fake.info.ID = 'NEW'
    fake.containers.clear()
    fake.containers.set('new1', fakeContainer({ Id: 'new1' }))
    await fake.restart()
    await expect
      .poll(() => test.cluster.host(id)?.problems)
      .toMatchObject([{ code: 'engine-changed', engineId: 'NEW' }])
    expect(test.cluster.host(id)).toMatchObject({
      state: 'pending',
      stateReason: expect.stringContaining('NEW (kiel-1) instead of OLD'),
    })
    expect(test.cluster.containersOf({})).toMatchObject([{ id: 'old1', known: false }])
    await test.cluster.patchHost(id, { acceptEngine: 'NEW' })
    expect(test.cluster.containersOf({})).toEqual([])
    await expect.poll(() => test.cluster.host(id)?.state).toBe('healthy')
    expect(test.cluster.containersOf({})).toMatchObject([{ id: 'new1', known: true }])
    expect(test.cluster.host(id)?.labels.console).toEqual({ zone: 'kiel' })
    expect(test.store.rows.get(id)?.engineId).toBe('NEW')
  })

  it('notices another engine at the next full look even if no connection broke', async () => {
    const fake = await test.engine({ id: 'OLD', containers: [fakeContainer({ Id: 'old1' })] })
    const { id } = await test.cluster.addHost({ address: fake.address })
    fake.info.ID = 'NEW'
    fake.containers.set('new1', fakeContainer({ Id: 'new1' }))
    await expect(test.cluster.refresh(id)).rejects.toThrow(/Another engine answers/)
    expect(test.cluster.containersOf({})).toMatchObject([{ id: 'old1' }])
  })

  it('gives every host its own name', async () => {
    const [one, two] = [await test.engine({ name: 'n1' }), await test.engine({ name: 'n1' })]
    await test.cluster.addHost({ address: one.address })
    const second = await test.cluster.addHost({ address: two.address })
    expect(second.name).toBe('n1-2')
    expect(second.labels.builtin.node).toBe('n1-2')
    expect(second.problems).toMatchObject([{ code: 'name-taken', message: expect.stringContaining('n1 is taken by') }])
    await expect(test.cluster.patchHost(second.id, { name: 'n1' })).rejects.toMatchObject({ code: 'name_taken' })
    expect((await test.cluster.patchHost('n1-2', { name: 'kiel-9' })).name).toBe('kiel-9')
    const third = await test.engine({ name: 'other' })
    await expect(test.cluster.addHost({ address: third.address, name: 'n1' })).rejects.toMatchObject({
      code: 'name_taken',
    })
  })

  it('renames the host on its containers', async () => {
    const fake = await test.engine({ name: 'n1', containers: [fakeContainer({ Id: 'a1', Name: '/web' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    await test.cluster.patchHost(host.id, { name: 'kiel-1' })
    expect(test.cluster.container('kiel-1/web')).toMatchObject({ id: 'a1', hostName: 'kiel-1' })
    expect(test.cluster.container('n1/web')).toBeUndefined()
    fake.setState('a1', 'exited', 'die')
    await expect.poll(() => test.cluster.container('a1')).toMatchObject({ state: 'exited', hostName: 'kiel-1' })
  })

  it('refuses an address twice, one that is none, and certificates without TLS', async () => {
    const fake = await test.engine()
    await test.cluster.addHost({ address: fake.address })
    await expect(test.cluster.addHost({ address: fake.address.replace('tcp', 'http') })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(test.cluster.addHost({ address: 'gopher://x' })).rejects.toMatchObject({ code: 'invalid_address' })
    await expect(test.cluster.addHost({ address: 'tcp://127.0.0.1:9', tls: { ca: 'x' } })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(test.cluster.patchHost('nobody', { labels: {} })).rejects.toMatchObject({ code: 'not_found' })
    await expect(test.cluster.removeHost('nobody')).rejects.toMatchObject({ code: 'not_found' })
    expect(() => test.cluster.engine('nobody')).toThrow(/no host nobody/)
  })

  it('shows certificates that are none as a problem of the host', async () => {
    const host = await test.cluster.addHost({ address: 'tls://127.0.0.1:1', tls: { ca: 'x', cert: 'y', key: 'z' } })
    expect(host.problems).toMatchObject([{ code: 'tls', message: expect.stringContaining('cannot be used') }])
  })

  it('remembers hosts, ids, names, labels and availability over a restart, also of a host that is dead then', async () => {
    const [own, found] = [await test.engine({ name: 'n1' }), await test.engine({ name: 'n2' })]
    const added = await test.cluster.addHost({ address: own.address, labels: { zone: 'a' } })
    await test.cluster.setDiscovered([found.address])
    await expect.poll(() => at(found.address).state).toBe('healthy')
    await test.cluster.patchHost('n2', { availability: 'drain', labels: { zone: 'b' } })
    const discoveredId = at(found.address).id
    await test.cluster.stop()
    await own.stop()

    const next = createCluster({ store: test.store, log: silentLog, times: quickTimes })
    await next.start()
    expect(next.hosts()).toMatchObject([
      { id: added.id, name: 'n1', state: 'pending', labels: { console: { zone: 'a' } } },
    ])
    await next.setDiscovered([found.address])
    await next.settled(2_000)
    expect(next.host('n2')).toMatchObject({
      id: discoveredId,
      state: 'healthy',
      availability: 'drain',
      labels: { console: { zone: 'b' } },
    })
    await next.stop()
  })

  it('lets discovered hosts come and go with the list', async () => {
    const [one, two] = [await test.engine({ containers: [fakeContainer({ Id: 'a1' })] }), await test.engine()]
    await test.cluster.setDiscovered([one.address, two.address, 'not an address', one.address])
    await test.cluster.settled(2_000)
    expect(test.cluster.hosts().map((host) => host.state)).toEqual(['healthy', 'healthy'])
    const { id } = at(one.address)
    await expect(test.cluster.removeHost(id)).rejects.toMatchObject({ code: 'conflict' })
    await test.cluster.setDiscovered([two.address])
    expect(test.cluster.hosts()).toHaveLength(1)
    expect(test.cluster.container('a1')).toBeUndefined()
    await expect.poll(() => test.changes.flatMap((change) => change.hosts.removed)).toEqual([id])
    await expect.poll(() => one.connections()).toBe(0)
    await test.cluster.setDiscovered([two.address, one.address])
    expect(at(one.address).id).toBe(id)
  })

  it('goes on when what it learnt cannot be stored', async () => {
    const fake = await test.engine({ name: 'n1' })
    test.store.put = () => Promise.reject(new Error('database is locked'))
    await expect(test.cluster.addHost({ address: fake.address })).rejects.toThrow(/locked/)
    expect(test.cluster.hosts()).toEqual([])
    await test.cluster.setDiscovered([fake.address])
    await expect.poll(() => test.cluster.host('n1')?.state).toBe('healthy')
  })
})
