// What modern compose files ask: placement constraints and preferences, replicas per host, exact reservations,
// platforms, pins and volumes. None of it acts on a request that does not use it.
import { describe, expect, it } from 'vitest'
import { placedContainer } from './placed-container'
import { rank, schedule } from './schedule'
import { addContainer, createPlacementState } from './state-changes'
import { aContainer, aHost, GiB } from './testdata/cluster'
import type { PlacementHost, PlacementRequest } from './types'

function place(hosts: PlacementHost[], request: PlacementRequest) {
  const decision = schedule(createPlacementState(hosts), request)
  return decision.placed ? decision.hostId.replace('id-', '') : decision.error
}

/** Where each of so many replicas goes, one after the other. */
function replicas(hosts: PlacementHost[], request: PlacementRequest, count: number) {
  const state = createPlacementState(hosts)
  return Array.from({ length: count }, (_, index) => {
    const decision = schedule(state, request)
    if (!decision.placed) return null
    addContainer(state, decision.hostId, placedContainer(request, `replica-${index}`))
    return decision.hostId.replace('id-', '')
  })
}

describe('placement constraints', () => {
  const hosts = [
    aHost('n1', { labels: { zone: 'Kiel', rack: 'a' }, engineLabels: { rack: 'a' }, role: 'manager' }),
    aHost('n2', {
      labels: { zone: 'husum' },
      aliases: ['engine2'],
      ip: '10.0.0.2',
      platform: { os: 'linux', architecture: 'x86_64' },
    }),
  ]
  it.each([
    ['node.labels.zone == kiel', 'n1'],
    ['node.labels.zone==kiel', 'n1'],
    ['node.labels.zone != kiel', 'n2'],
    ['node.labels.rack != a', 'n2'],
    ['engine.labels.rack == a', 'n1'],
    ['node.hostname == n2', 'n2'],
    ['node.id == engine2', 'n2'],
    ['node.id != engine2', 'n1'],
    ['node.role == manager', 'n1'],
    ['node.role != manager', 'n2'],
    ['node.role == worker', 'n2'],
    ['node.ip == 10.0.0.2', 'n2'],
    ['node.platform.os == linux', 'n2'],
    ['node.platform.arch == amd64', 'n2'],
    ['node.platform.arch == x86_64', 'n2'],
  ])('%s', (constraint, expected) => {
    expect(place(hosts, { constraints: [constraint] })).toBe(expected)
  })
  it.each([
    ['node.labels.zone', "'node.labels.zone' needs == or !="],
    ['node.labels.zone ==', "'node.labels.zone ==' compares with nothing"],
    ['no de==x', "Key 'no de' is invalid"],
    ['zone==kiel', "'zone' is not known"],
    ['node.labels.==kiel', "'node.labels.' is not known"],
  ])('%s is refused with its reason', (constraint, error) => {
    expect(place(hosts, { constraints: [constraint] })).toContain(`error from placement filter: ${error}`)
  })
  it('must all hold', () => {
    expect(place(hosts, { constraints: ['node.role == manager', 'node.hostname == n2'] })).toContain(
      '[node.role == manager node.hostname == n2]',
    )
  })
})

describe('spread preferences', () => {
  const hosts = ['a1', 'a2', 'a3', 'b1'].map((name) =>
    aHost(name, { labels: { zone: name[0] ?? '', rack: name }, containers: name === 'b1' ? [aContainer('busy')] : [] }),
  )
  const web = { stack: 'shop', service: 'web' }

  it('balance the groups before the hosts', () => {
    const placed = replicas(hosts, { ...web, preferences: ['node.labels.zone'] }, 6)
    expect(placed.filter((name) => name === 'b1').length).toBe(3)
  })
  it('nest', () => {
    const placed = replicas(hosts, { ...web, preferences: ['node.labels.zone', 'node.labels.rack'] }, 6)
    expect(placed.filter((name) => name?.startsWith('a')).sort()).toEqual(['a1', 'a2', 'a3'])
  })
  it('count only containers of the service', () => {
    const other = aContainer('other', { stack: 'shop', service: 'db' })
    const [first] = replicas(
      [aHost('a', { labels: { zone: 'a' }, containers: [other] }), aHost('b', { health: 50, labels: { zone: 'b' } })],
      { ...web, preferences: ['node.labels.zone'] },
      1,
    )
    expect(first).toBe('a')
  })
  it('that nobody understands are passed over', () => {
    expect(place(hosts, { ...web, preferences: ['whatever'] })).toBe('a1')
  })
  it('order the ranking', () => {
    const ranking = rank(createPlacementState(hosts), { ...web, preferences: ['node.labels.zone'] })
    expect(ranking.placed && ranking.groups.length).toBe(2)
  })
})

describe('max_replicas_per_node', () => {
  const request = { stack: 'shop', service: 'web', maxReplicasPerHost: 1 }
  it('is never exceeded', () => {
    expect(replicas([aHost('a'), aHost('b')], request, 3)).toEqual(['a', 'b', null])
  })
  it('does not count another stack with a service of that name', () => {
    expect(place([aHost('a', { containers: [aContainer('x', { stack: 'mail', service: 'web' })] })], request)).toBe('a')
  })
})

describe('reservations', () => {
  it('may be fractions of a core and are exact', () => {
    expect(replicas([aHost('a', { total: { cpus: 1, memoryBytes: GiB } })], { cpus: 0.1 }, 11)).toEqual([
      ...Array(10).fill('a'),
      null,
    ])
  })
  it('of zero fit on a full host', () => {
    expect(place([aHost('a', { reservedElsewhere: { cpus: 99, memoryBytes: 99 * GiB } })], {})).toBe('a')
  })
})

describe('platforms', () => {
  const hosts = [
    aHost('arm', { platform: { os: 'linux', architecture: 'aarch64' } }),
    aHost('intel', { platform: { os: 'linux', architecture: 'x86_64' } }),
  ]
  it.each([
    ['linux/amd64', 'intel'],
    ['x86_64', 'intel'],
    ['linux/arm64/v8', 'arm'],
    ['linux', 'arm'],
  ])('%s', (platform, expected) => {
    expect(place(hosts, { platform })).toBe(expected)
  })
  it('that no host has are refused', () => {
    expect(place(hosts, { platform: 'windows/amd64' })).toContain('[platform==windows/amd64]')
  })
})

describe('availability', () => {
  it('keeps new containers off paused and draining hosts', () => {
    expect(place([aHost('a', { availability: 'paused' }), aHost('b', { availability: 'drain' }), aHost('c')], {})).toBe(
      'c',
    )
    expect(place([aHost('a', { availability: 'paused' })], {})).toBe('No active node available in the cluster')
  })
})

describe('a pin', () => {
  it.each(['id-b', 'b', 'engine-b'])('by %s', (host) => {
    expect(place([aHost('a'), aHost('b', { aliases: ['engine-b'] })], { host })).toBe('b')
  })
})

describe('a local volume', () => {
  const request = { volumes: ['data'] }
  it('keeps the container where it is', () => {
    expect(place([aHost('a'), aHost('b', { volumes: ['data'] })], request)).toBe('b')
  })
  it('keeps it there even if that host is gone, rather than start without the data', () => {
    expect(place([aHost('a'), aHost('b', { volumes: ['data'], health: 0 })], request)).toContain('[volume==data]')
  })
  it('that does not exist yet may be made anywhere, and then binds the next container', () => {
    expect(replicas([aHost('a'), aHost('b')], request, 2)).toEqual(['a', 'a'])
  })
})
