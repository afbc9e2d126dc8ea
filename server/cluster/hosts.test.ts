// Host states through everything that engines and networks do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'

describe('the state of a host', () => {
  let test: TestCluster
  beforeEach(() => {
    test = openTestCluster()
  })
  afterEach(() => test.end())
  const stateOf = (address: string) => test.cluster.hosts().find((host) => host.address === address)?.state
  const only = () => {
    const [host] = test.cluster.hosts()
    if (!host) throw new Error('no host')
    return host
  }

  it('starts at once although every host in the list is dead, and then says why', async () => {
    await test.cluster.start()
    await test.cluster.setDiscovered(Array.from({ length: 200 }, (_, number) => `tcp://127.0.0.1:${number + 1}`))
    // Nobody has been waited for: of none is known yet that it is dead.
    expect(test.cluster.hosts()).toHaveLength(200)
    expect(new Set(test.cluster.hosts().map((host) => host.state))).toEqual(new Set(['pending']))
    await expect.poll(() => stateOf('tcp://127.0.0.1:1'), { timeout: 20_000 }).toBe('unreachable')
    const host = test.cluster.host('127.0.0.1:1')
    expect(host).toMatchObject({
      lastSeenAt: null,
      stateReason: '127.0.0.1:1 refuses the connection',
      problems: [{ code: 'connection', fix: expect.stringContaining('is dockerd started with') }],
    })
  })

  it('is healthy with facts, labels and sums once it has answered', async () => {
    const fake = await test.engine({
      name: 'kiel-1',
      containers: [
        fakeContainer({ Id: 'a1', HostConfig: { NanoCpus: 1.5e9, Memory: 2 ** 30, MemoryReservation: 2 ** 29 } }),
        fakeContainer({ Id: 'a2', State: { Status: 'exited', ExitCode: 1 }, HostConfig: { Memory: 2 ** 30 } }),
      ],
    })
    fake.info.Labels = ['storage=ssd', 'node=fake', 'flag']
    await test.cluster.setDiscovered([fake.address])
    await test.cluster.settled(2_000)
    expect(test.cluster.host('kiel-1')).toMatchObject({
      state: 'healthy',
      stateReason: null,
      failures: 0,
      problems: [],
      total: { cpus: 4, memoryBytes: 8 * 2 ** 30 },
      reserved: { cpus: 1.5, memoryBytes: 2 ** 29 + 2 ** 30 },
      containers: { total: 2, running: 1, paused: 0, stopped: 1 },
      labels: {
        engine: { storage: 'ssd', flag: '' },
        console: {},
        builtin: {
          node: 'kiel-1',
          storagedriver: 'overlay2',
          kernelversion: '6.1.0',
          operatingsystem: 'Fake Linux',
          ostype: 'linux',
        },
      },
      engine: { id: fake.info.ID, version: '26.1.5', apiVersion: '1.45' },
    })
  })

  it.each(['hang', 'reset'] as const)(
    'turns suspect, then unreachable when the engine does this: %s; and back',
    async (fault) => {
      const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
      const other = await test.engine()
      await test.cluster.setDiscovered([fake.address, other.address])
      await test.cluster.settled(2_000)
      const states: string[] = []
      test.cluster.subscribe(({ hosts }) => {
        for (const { address, state } of hosts.upserted) if (address === fake.address) states.push(state)
      })
      fake.fault = fault
      await expect.poll(() => states).toContain('suspect')
      expect(test.cluster.container('a1')?.known).toBe(false)
      const hostId = test.cluster.container('a1')?.hostId ?? ''
      const waiting = test.cluster.engine(hostId)
      const call = waiting.json('GET', '/slow', { timeoutMs: 60_000 }).catch((error: Error) => error.message)
      await expect.poll(() => stateOf(fake.address)).toBe('unreachable')
      // Nobody waits for a dead engine: what was under way has failed, and a new call is refused at once.
      expect(await call).toMatch(/gives no answer|closed the connection/)
      expect(() => test.cluster.engine(hostId)).toThrow(/is unreachable: /)
      expect(stateOf(other.address)).toBe('healthy')
      expect(test.cluster.container('a1')).toMatchObject({ state: 'running', known: false })
      fake.fault = 'none'
      await expect.poll(() => stateOf(fake.address)).toBe('healthy')
      expect(test.cluster.container('a1')?.known).toBe(true)
      expect(() => test.cluster.engine(hostId)).not.toThrow()
    },
  )

  it('notices a restart, reads everything again and says so', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' }), fakeContainer({ Id: 'a2' })] })
    await test.cluster.setDiscovered([fake.address])
    await test.cluster.settled(2_000)
    await fake.stop()
    await expect.poll(() => only().state).not.toBe('healthy')
    fake.containers.delete('a2')
    fake.containers.set('a3', fakeContainer({ Id: 'a3' }))
    await fake.restart()
    await expect.poll(() => only().state).toBe('healthy')
    expect(only().problems).toMatchObject([{ code: 'engine-restarted' }])
    expect(
      test.cluster
        .containersOf({})
        .map((container) => container.id)
        .sort(),
    ).toEqual(['a1', 'a3'])
    await expect.poll(() => fake.eventStreams()).toBe(1)
  })

  it.each(['html', 'truncate', 'error'] as const)('survives an engine that answers nonsense: %s', async (fault) => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    fake.fault = fault
    await test.cluster.setDiscovered([fake.address])
    await test.cluster.settled(2_000)
    expect(only().state).not.toBe('healthy')
    expect(only().stateReason).toMatch(/not JSON|before its answer was complete|on fire/)
    fake.fault = 'none'
    await expect.poll(() => only().state).toBe('healthy')
    expect(test.cluster.container('a1')).toBeDefined()
  })

  it('stays usable when one list cannot be read', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    fake.pathFaults.set('/images/json', 'error')
    fake.pathFaults.set('/networks', 'html')
    await test.cluster.setDiscovered([fake.address])
    await expect.poll(() => only().state).toBe('healthy')
    expect(test.cluster.container('a1')).toBeDefined()
  })

  it('does not run in circles when every event stream is ended at once', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    let opened = 0
    fake.routes.set('/events', (_request, response) => {
      opened += 1
      response.writeHead(200)
      response.flushHeaders()
      setTimeout(() => response.end(), 10)
    })
    await test.cluster.setDiscovered([fake.address])
    await expect.poll(() => opened).toBeGreaterThan(1)
    opened = 0
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(opened).toBeLessThan(20)
    fake.routes.delete('/events')
    await expect.poll(() => fake.eventStreams()).toBe(1)
    await expect.poll(() => only().state).toBe('healthy')
  })

  it('tells a clock that is wrong', async () => {
    const fake = await test.engine()
    fake.info.SystemTime = new Date(Date.now() - 60_000).toISOString()
    await test.cluster.setDiscovered([fake.address])
    await test.cluster.settled(2_000)
    expect(only().state).toBe('healthy')
    expect(only().clockSkewMs).toBeLessThan(-59_000)
    expect(only().problems).toMatchObject([{ code: 'clock-skew', message: expect.stringContaining('behind ours') }])
    delete fake.info.SystemTime
    await test.cluster.refresh(only().id)
    expect(only()).toMatchObject({ problems: [], clockSkewMs: expect.closeTo(0, -3) })
  })

  it('refuses an engine that is too old, and takes it once it is updated', async () => {
    const fake = await test.engine()
    fake.version.ApiVersion = '1.20'
    await test.cluster.setDiscovered([fake.address])
    await test.cluster.settled(2_000)
    expect(only()).toMatchObject({ state: 'pending', problems: [{ code: 'api-version', fix: expect.any(String) }] })
    fake.version.ApiVersion = '1.41'
    await expect.poll(() => only().state).toBe('healthy')
  })

  it('ends quietly while engines hang', async () => {
    const fake = await test.engine()
    fake.fault = 'hang'
    await test.cluster.setDiscovered([fake.address])
    await expect.poll(() => fake.requests.length).toBeGreaterThan(0)
    await test.cluster.stop()
    await expect.poll(() => fake.connections()).toBe(0)
  })
})
