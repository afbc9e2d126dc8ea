// From an engine's event to the index and its subscribers.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'

describe('what engines tell', () => {
  let test: TestCluster
  beforeEach(() => {
    test = openTestCluster()
  })
  afterEach(() => test.end())
  const join = async (...addresses: string[]) => {
    await test.cluster.setDiscovered(addresses)
    await test.cluster.settled(2_000)
    await expect.poll(() => test.changes.at(-1)?.revision === test.cluster.revision()).toBe(true)
    test.changes.length = 0
  }

  it('reads exactly what an event touched', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' }), fakeContainer({ Id: 'a2' })] })
    await join(fake.address)
    fake.requests.length = 0
    fake.setState('a1', 'exited', 'die')
    await expect.poll(() => test.cluster.container('a1')?.state).toBe('exited')
    expect(fake.requests.filter((line) => line !== 'GET /_ping')).toEqual(['GET /containers/a1/json'])
    await expect
      .poll(() => test.changes.flatMap((change) => change.containers.upserted))
      .toMatchObject([{ id: 'a1', state: 'exited' }])
    expect(test.changes.flatMap((change) => change.hosts.upserted).at(-1)).toMatchObject({
      containers: { running: 1, stopped: 1 },
    })
  })

  it('tells a burst of events once and reads each thing once', async () => {
    const fake = await test.engine()
    await join(fake.address)
    fake.requests.length = 0
    for (let number = 0; number < 50; number += 1) fake.add(fakeContainer({ Id: `c${number}`, Name: `/c${number}` }))
    for (let number = 0; number < 50; number += 1) {
      for (const action of ['network connect', 'start', 'exec_create: ls', 'exec_start: ls', 'exec_die', 'top']) {
        fake.emit({ Type: 'container', Action: action, Actor: { ID: `c${number}` } })
      }
    }
    await expect.poll(() => test.cluster.containersOf({}).length).toBe(50)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(fake.requests.filter((line) => line.startsWith('GET /containers/')).length).toBeLessThanOrEqual(150)
    // Of 350 that could have been told.
    expect(test.changes.length).toBeLessThan(50)
  })

  it('knows a container that is gone before it could be read', async () => {
    const fake = await test.engine()
    await join(fake.address)
    fake.add(fakeContainer({ Id: 'short' }))
    fake.remove('short')
    fake.add(fakeContainer({ Id: 'stays' }))
    await expect.poll(() => test.cluster.container('stays')).toBeDefined()
    expect(test.cluster.container('short')).toBeUndefined()
    fake.remove('stays')
    await expect.poll(() => test.cluster.container('stays')).toBeUndefined()
    await expect.poll(() => test.changes.flatMap((change) => change.containers.removed)).toEqual(['stays'])
  })

  it('ignores health checks until their result changes', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    await join(fake.address)
    const container = fake.containers.get('a1')
    if (container?.State) container.State.Health = { Status: 'unhealthy' }
    fake.emit({ Type: 'container', Action: 'health_status: unhealthy', Actor: { ID: 'a1' } })
    await expect
      .poll(() => test.cluster.container('a1'))
      .toMatchObject({ health: 'unhealthy', status: 'Up (unhealthy)' })
  })

  it('survives lines that are no events', async () => {
    const fake = await test.engine()
    await join(fake.address)
    fake.emit({})
    fake.emit({ Type: 'container', Action: 'start' })
    fake.emit({ Type: 'container', Action: 'start', Actor: { ID: '../../etc' } })
    fake.add(fakeContainer({ Id: 'after' }))
    await expect.poll(() => test.cluster.container('after')).toBeDefined()
    fake.emit('garbage' as never)
    await expect.poll(() => test.cluster.hosts()[0]?.state).toBe('healthy')
    fake.add(fakeContainer({ Id: 'later' }))
    await expect.poll(() => test.cluster.container('later')).toBeDefined()
  })

  it('tries again when reading what an event touched fails', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    await join(fake.address)
    fake.pathFaults.set('/containers/a1', 'error')
    fake.setState('a1', 'exited', 'die')
    await expect
      .poll(() => fake.requests.filter((line) => line === 'GET /containers/a1/json').length)
      .toBeGreaterThan(2)
    fake.pathFaults.clear()
    await expect.poll(() => test.cluster.container('a1')?.state).toBe('exited')
  })

  it('finds by the full look what no event told', async () => {
    await test.end()
    test = openTestCluster({ resyncMinMs: 40, resyncMaxMs: 60 })
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' }), fakeContainer({ Id: 'a2' })] })
    await join(fake.address)
    const container = fake.containers.get('a1')
    if (container) container.State = { Status: 'paused', Paused: true }
    fake.containers.delete('a2')
    fake.containers.set('a3', fakeContainer({ Id: 'a3' }))
    fake.volumes.push({ Name: 'data' })
    await expect.poll(() => test.cluster.container('a1')?.state).toBe('paused')
    await expect.poll(() => test.cluster.containersOf({}).map((one) => one.id)).toEqual(['a1', 'a3'])
    await expect.poll(() => test.cluster.volumes()).toMatchObject([{ name: 'data' }])
    // Nothing differs: nothing is told.
    const lookedTwice = () => {
      fake.requests.length = 0
      return expect
        .poll(() => fake.requests.filter((line) => line === 'GET /containers/json').length)
        .toBeGreaterThan(1)
    }
    await lookedTwice()
    const before = test.changes.filter((change) => change.containers.upserted.length > 0).length
    await lookedTwice()
    expect(fake.requests.filter((line) => /^GET \/containers\/a/.test(line))).toEqual([])
    expect(test.changes.filter((change) => change.containers.upserted.length > 0)).toHaveLength(before)
  })

  it('merges networks and images over the hosts and keeps local ones apart', async () => {
    const overlay = {
      Id: 'ov1',
      Name: 'backend',
      Scope: 'swarm',
      Driver: 'overlay',
      IPAM: { Config: [{ Subnet: '10.9.0.0/24' }] },
    }
    const attached = {
      NetworkSettings: {
        Networks: { backend: { NetworkID: 'ov1', IPAddress: '10.9.0.5', MacAddress: '02:42', Aliases: ['web'] } },
      },
    }
    const one = await test.engine({ name: 'n1', containers: [fakeContainer({ Id: 'a1', Name: '/web', ...attached })] })
    const two = await test.engine({
      name: 'n2',
      containers: [
        fakeContainer({ Id: 'b1', Name: '/db', Mounts: [{ Type: 'volume', Name: 'data', Destination: '/d' }] }),
      ],
    })
    one.networks.push(overlay)
    two.networks.push(overlay)
    one.images.push({ Id: 'sha256:1', RepoTags: ['web:1'], Size: 5 })
    two.images.push({ Id: 'sha256:1', RepoTags: ['web:1', 'web:latest', '<none>:<none>'], Size: 5 })
    two.volumes.push({ Name: 'data', Labels: { 'com.docker.compose.project': 'shop' } })
    await join(one.address, two.address)
    const [n1, n2] = [test.cluster.host('n1')?.id, test.cluster.host('n2')?.id]
    expect(
      test.cluster.networks().map((network) => [network.displayName, network.hostIds, network.containerCount]),
    ).toEqual([
      ['backend', [n1, n2], 1],
      ['n1/bridge', [n1], 0],
      ['n2/bridge', [n2], 1],
    ])
    expect(test.cluster.network('backend')?.endpoints).toEqual([
      {
        containerId: 'a1',
        containerName: 'web',
        hostId: n1,
        hostName: 'n1',
        ipAddress: '10.9.0.5',
        macAddress: '02:42',
        aliases: ['web'],
      },
    ])
    expect(test.cluster.network('n2/bridge')?.endpoints).toMatchObject([{ containerId: 'b1' }])
    expect(test.cluster.network('bridge')).toBeUndefined()
    expect(test.cluster.images()).toMatchObject([
      { id: 'sha256:1', tags: ['web:1', 'web:latest'], hostNames: ['n1', 'n2'], containerCount: 2 },
    ])
    expect(test.cluster.volumes()).toMatchObject([{ name: 'data', hostName: 'n2', stack: 'shop', usedBy: ['db'] }])
    expect(test.cluster.snapshot()).toMatchObject({
      hosts: [{ name: 'n1' }, { name: 'n2' }],
      containers: [{ id: 'b1' }, { id: 'a1' }],
    })
  })

  it('tells when Swarm-mode membership changes', async () => {
    const fake = await test.engine()
    await join(fake.address)
    fake.info.Swarm = { LocalNodeState: 'active', NodeID: 'x', ControlAvailable: true, Cluster: { ID: 'c' } }
    fake.emit({ Type: 'node', Action: 'create', Actor: { ID: 'x' } })
    await expect.poll(() => test.changes.some((change) => change.overlay)).toBe(true)
    await expect
      .poll(() => test.cluster.hosts()[0]?.engine?.swarm)
      .toMatchObject({ state: 'active', isManager: true, clusterId: 'c' })
  })

  it('a subscriber that throws keeps nobody else from hearing', async () => {
    const fake = await test.engine()
    await join(fake.address)
    test.cluster.subscribe(() => {
      throw new Error('mine')
    })
    const heard: string[] = []
    const leave = test.cluster.subscribe((change) => heard.push(...change.containers.upserted.map((one) => one.id)))
    fake.add(fakeContainer({ Id: 'a1' }))
    await expect.poll(() => heard).toEqual(['a1'])
    leave()
    fake.add(fakeContainer({ Id: 'a2' }))
    await expect.poll(() => test.cluster.container('a2')).toBeDefined()
    expect(heard).toEqual(['a1'])
  })
})
