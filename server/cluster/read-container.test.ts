import { describe, expect, it } from 'vitest'
import { container as contract } from '@/lib/contract/containers'
import { fakeContainer } from '@/server/testing/fake-engine'
import { readContainer, readReservation } from './read-container'
import { clockSkewMs, readInfo, withKnownCluster } from './read-info'
import { readImages, readNetworks, readVolumes } from './read-inventory'

const place = { hostId: 'h1', hostName: 'n1', hostCpus: 8 }

describe('an inspect answer', () => {
  it('becomes the container of the contract', () => {
    const seen = readContainer(
      fakeContainer({
        Id: 'abc',
        Name: '/shop-web-1',
        Path: 'nginx',
        Args: ['-g', 'daemon off;'],
        State: {
          Status: 'running',
          Running: true,
          ExitCode: 0,
          StartedAt: '2026-01-02T03:04:05.123456789Z',
          Health: { Status: 'starting' },
        },
        Config: {
          Image: 'nginx:1',
          ExposedPorts: { '80/tcp': {} },
          Labels: {
            'com.docker.compose.project': 'shop',
            'com.docker.compose.service': 'web',
            'com.docker.compose.container-number': '1',
          },
        },
        HostConfig: { NetworkMode: 'shop_default', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
        NetworkSettings: {
          Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '443/tcp': null },
          Networks: { shop_default: { NetworkID: 'n', IPAddress: '10.0.0.2', MacAddress: '02:42', Aliases: null } },
        },
        Mounts: [{ Type: 'volume', Name: 'data', Source: '/v', Destination: '/data', RW: false }],
      }),
      place,
    )
    expect(contract.parse(seen?.container)).toMatchObject({
      name: 'shop-web-1',
      command: "nginx -g 'daemon off;'",
      startedAt: '2026-01-02T03:04:05.123Z',
      finishedAt: null,
      state: 'running',
      health: 'starting',
      status: 'Up (health: starting)',
      exitCode: null,
      stack: 'shop',
      service: 'web',
      number: 1,
      requestedPorts: [{ port: '80/tcp', hostIp: '', hostPort: '8080' }],
      actualPorts: [{ port: '80/tcp', hostIp: '0.0.0.0', hostPort: '8080' }],
      exposedPorts: ['80/tcp'],
      mounts: [{ type: 'volume', name: 'data', source: '/v', target: '/data', readOnly: true }],
    })
    expect(seen?.macs).toEqual(['n', '02:42'])
  })

  it.each([
    {},
    { Id: '' },
    { Id: 5 },
    null,
    'text',
    [],
    { Id: 'x', State: null, Config: null, HostConfig: null, NetworkSettings: null, Mounts: null },
  ])('may be anything: %j', (answer) => {
    const seen = readContainer(answer as never, place)
    if (seen) expect(contract.safeParse(seen.container).success).toBe(true)
    else expect(seen).toBeNull()
  })

  it('tells states also by the old flags', () => {
    const stateOf = (State: object) => readContainer(fakeContainer({ Id: 'a', State }), place)?.container
    expect(stateOf({ Running: true })?.state).toBe('running')
    expect(stateOf({ Paused: true, Running: true })?.state).toBe('paused')
    expect(
      stateOf({ Status: 'exited', ExitCode: 137, OOMKilled: true, StartedAt: '2026-01-01T00:00:00Z' }),
    ).toMatchObject({
      state: 'exited',
      exitCode: 137,
      oomKilled: true,
      status: 'Exited (137)',
    })
    expect(stateOf({})?.state).toBe('created')
  })
})

describe('reservations', () => {
  const of = (HostConfig: object, Labels: Record<string, string> = {}) =>
    readReservation(fakeContainer({ Id: 'a', HostConfig, Config: { Labels } }), place.hostCpus)
  it.each([
    ['nothing', {}, {}, { cpus: 0, memoryBytes: 0 }],
    ['limits', { NanoCpus: 5e8, Memory: 100 }, {}, { cpus: 0.5, memoryBytes: 100 }],
    ['a quota', { CpuQuota: 150_000, CpuPeriod: 100_000 }, {}, { cpus: 1.5, memoryBytes: 0 }],
    ['a quota of the default period', { CpuQuota: 50_000 }, {}, { cpus: 0.5, memoryBytes: 0 }],
    ['no limit', { CpuQuota: -1, Memory: -1 }, {}, { cpus: 0, memoryBytes: 0 }],
    ['a memory reservation beats the limit', { Memory: 100, MemoryReservation: 40 }, {}, { cpus: 0, memoryBytes: 40 }],
    ['shares are a weight', { CpuShares: 512 }, {}, { cpus: 0, memoryBytes: 0 }],
    [
      'shares as classic Swarm gave them',
      { CpuShares: 256 },
      { 'com.docker.swarm.id': 'x' },
      { cpus: 2, memoryBytes: 0 },
    ],
    [
      'our labels',
      { NanoCpus: 2e9, Memory: 100 },
      { 'io.lotse.reservation.cpus': '0.25', 'io.lotse.reservation.memory': '7' },
      { cpus: 0.25, memoryBytes: 7 },
    ],
    ['labels that are none', { NanoCpus: 2e9 }, { 'io.lotse.reservation.cpus': 'much' }, { cpus: 2, memoryBytes: 0 }],
  ])('%s', (_name, hostConfig, labels, expected) => {
    expect(of(hostConfig, labels)).toEqual(expected)
  })
})

describe('other answers', () => {
  it('may be anything', () => {
    for (const answer of [null, undefined, 'x', 5, {}, [null, 5, 'x', {}], { Volumes: null }, { Volumes: 'x' }]) {
      expect(readNetworks(answer)).toEqual([])
      expect(readImages(answer)).toEqual([])
      expect(readVolumes(answer)).toEqual([])
    }
    expect(readInfo({}, {})).toMatchObject({
      hostname: '',
      engine: { id: '', swarm: { state: 'inactive' } },
      total: { cpus: 0 },
    })
    expect(readInfo({ Labels: ['a=b=c', '=x', 'node=x'] }, {}).engineLabels).toEqual({ a: 'b=c' })
  })
  it('leave a manager without quorum, which does not tell its cluster, in the one it was in', () => {
    const of = (NodeID: string, ID: string, LocalNodeState = 'active') =>
      readInfo({ Swarm: { LocalNodeState, NodeID, ControlAvailable: true, Cluster: { ID } } }, {})
    const clusterOf = (...args: Parameters<typeof withKnownCluster>) => withKnownCluster(...args).engine.swarm.clusterId
    expect(clusterOf(of('n', ''), of('n', 'c'))).toBe('c')
    expect(clusterOf(of('n', 'd'), of('n', 'c'))).toBe('d')
    expect(clusterOf(of('other', ''), of('n', 'c'))).toBeUndefined()
    expect(clusterOf(of('n', '', 'inactive'), of('n', 'c'))).toBeUndefined()
    expect(clusterOf(of('n', ''), null)).toBeUndefined()
  })
  it('give a clock only when they came quickly', () => {
    const info = { SystemTime: new Date(10_000).toISOString() }
    expect(clockSkewMs(info, 9_000, 9_200)).toBe(900)
    expect(clockSkewMs(info, 9_000, 29_000)).toBeNull()
    expect(clockSkewMs({}, 9_000, 9_200)).toBeNull()
    expect(clockSkewMs({ SystemTime: 'noon' }, 9_000, 9_200)).toBeNull()
  })
  it('have one order', () => {
    expect(readVolumes({ Volumes: [{ Name: 'b' }, { Name: 'a' }] }).map((one) => one.name)).toEqual(['a', 'b'])
  })
})
