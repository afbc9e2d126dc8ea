import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { PlacementRequest } from '@/lib/scheduler'
import { createMirror, type SeenCluster } from './mirror'
import { type HeldContainer, verdictsFor } from './verdicts'

const gib = 2 ** 30
const spread = { strategy: 'spread' } as const

const host = (name: string, over: Partial<Host> = {}, labels: Record<string, string> = {}): Host =>
  ({
    id: name,
    name,
    address: `tcp://${name}:2375`,
    state: 'healthy',
    stateReason: null,
    failures: 0,
    availability: 'active',
    engine: null,
    total: { cpus: 8, memoryBytes: 16 * gib },
    labels: { engine: labels, console: {}, builtin: {} },
    ...over,
  }) as Host

const container = (id: string, hostId: string, over: Partial<BoardContainer> = {}): BoardContainer =>
  ({
    id,
    hostId,
    name: id,
    labels: {},
    networkMode: 'default',
    exposedPorts: [],
    requestedPorts: [],
    actualPorts: [],
    mounts: [],
    stack: 'shop',
    service: 'web',
    reservation: { cpus: 0, memoryBytes: 0 },
    ...over,
  }) as BoardContainer

const clusterOf = (hosts: Host[], containers: BoardContainer[]): SeenCluster => {
  const byHost = new Map<string, BoardContainer[]>()
  for (const entry of containers) byHost.set(entry.hostId, [...(byHost.get(entry.hostId) ?? []), entry])
  return { hosts, byHost, volumes: [], images: [] }
}

const held = (of: BoardContainer, request: PlacementRequest = {}): HeldContainer => ({
  id: of.id,
  hostId: of.hostId,
  request: {
    name: of.name,
    stack: of.stack ?? '',
    service: of.service ?? '',
    portBindings: of.requestedPorts,
    memoryBytes: of.reservation.memoryBytes,
    ...request,
  },
})

const port80 = { requestedPorts: [{ port: '80/tcp', hostIp: '', hostPort: '8080' }] }
const ids = (cluster: SeenCluster) => cluster.hosts.map(({ id }) => id)

describe('verdicts while something is held', () => {
  it('name every host that takes it, the best of them, and all reasons of the others', () => {
    const web = container('web', 'a', { ...port80, reservation: { cpus: 0, memoryBytes: 4 * gib } })
    const cluster = clusterOf(
      [
        host('a'),
        host('b'),
        host('c', { availability: 'drain' }, { zone: 'x' }),
        host('d', { state: 'unreachable', stateReason: 'no answer' }),
        host('e'),
      ],
      [
        web,
        container('taker', 'c', port80),
        container('big', 'e', { reservation: { cpus: 0, memoryBytes: 10 * gib } }),
      ],
    )
    const verdicts = verdictsFor(createMirror()(cluster), [held(web)], ids(cluster), spread)
    expect(Object.fromEntries([...verdicts].map(([id, { kind, isBest }]) => [id, isBest ? 'best' : kind]))).toEqual({
      a: 'here',
      b: 'best',
      c: 'refused',
      d: 'refused',
      e: 'fits',
    })
    expect(verdicts.get('c')?.reasons).toEqual([
      { filter: 'availability', wants: 'active', actual: 'draining' },
      { filter: 'port', wants: '8080/tcp', actual: 'held by taker' },
    ])
    expect(verdicts.get('d')?.reasons).toEqual([{ filter: 'health', wants: 'answers', actual: 'no answer' }])
  })

  it('lay several one after the other: what the first takes the second does not have', () => {
    const own = { reservation: { cpus: 0, memoryBytes: 7 * gib } }
    const replicas = [container('w1', 'a', own), container('w2', 'b', own), container('w3', 'b', own)]
    const cluster = clusterOf([host('a'), host('b'), host('c')], replicas)
    const verdicts = verdictsFor(
      createMirror()(cluster),
      replicas.map((replica) => held(replica)),
      ids(cluster),
      spread,
    )
    // One is on `a` already, so two would come; there is room for one more.
    expect(verdicts.get('a')).toMatchObject({ kind: 'refused', count: 2, taken: 1 })
    expect(verdicts.get('b')).toMatchObject({ kind: 'refused', count: 1, taken: 0 })
    expect(verdicts.get('c')).toMatchObject({ kind: 'refused', count: 3, taken: 2 })
    expect(verdicts.get('c')?.reasons).toEqual([{ filter: 'memory', wants: '7 GiB', actual: '2.8 of 7 GiB free' }])
  })

  it('let a person overrule wishes, and show them', () => {
    const web = container('web', 'a')
    const cluster = clusterOf([host('a', {}, { disk: 'ssd' }), host('b', {}, { disk: 'hdd' })], [web])
    const request = { env: ['constraint:disk==~ssd'] }
    const verdict = verdictsFor(createMirror()(cluster), [held(web, request)], ids(cluster), spread).get('b')
    expect(verdict?.kind).toBe('fits')
    expect(verdict?.wishes).toEqual([{ filter: 'constraint', wants: 'disk == ssd', actual: 'hdd' }])
  })

  it('follow hosts and containers that come, change and go, and leave the state as it was', () => {
    const web = container('web', 'a', port80)
    const hosts = [host('a'), host('b')]
    const mirror = createMirror()
    const first = clusterOf(hosts, [web])
    const kinds = (cluster: SeenCluster) =>
      Object.fromEntries(
        [...verdictsFor(mirror(cluster), [held(web)], ['a', 'b', 'c'], spread)].map(([id, { kind }]) => [id, kind]),
      )
    expect(kinds(first)).toEqual({ a: 'here', b: 'fits' })
    expect(kinds(first)).toEqual({ a: 'here', b: 'fits' })
    expect(kinds(clusterOf([...hosts, host('c')], [web, container('x', 'b', port80)]))).toEqual({
      a: 'here',
      b: 'refused',
      c: 'fits',
    })
    expect(kinds(clusterOf([host('a')], [web]))).toEqual({ a: 'here' })
    expect(kinds(clusterOf([host('a'), host('b', { state: 'unreachable' })], [web]))).toEqual({
      a: 'here',
      b: 'refused',
    })
  })
})
