import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import type { PlacementRequest } from '@/lib/scheduler'
import { gib, seenCluster, seenContainer, seenHost } from '../testing/board-scene'
import { createMirror, type SeenCluster } from './mirror'
import { type HeldContainer, verdictsFor } from './verdicts'

const spread = { strategy: 'spread' } as const

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
    const web = seenContainer('web', 'a', { ...port80, reservation: { cpus: 0, memoryBytes: 4 * gib } })
    const cluster = seenCluster(
      [
        seenHost('a'),
        seenHost('b'),
        seenHost('c', { availability: 'drain' }, { zone: 'x' }),
        seenHost('d', { state: 'unreachable', stateReason: 'no answer' }),
        seenHost('e'),
      ],
      [
        web,
        seenContainer('taker', 'c', port80),
        seenContainer('big', 'e', { reservation: { cpus: 0, memoryBytes: 10 * gib } }),
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
    const replicas = [seenContainer('w1', 'a', own), seenContainer('w2', 'b', own), seenContainer('w3', 'b', own)]
    const cluster = seenCluster([seenHost('a'), seenHost('b'), seenHost('c')], replicas)
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
    const web = seenContainer('web', 'a')
    const cluster = seenCluster([seenHost('a', {}, { disk: 'ssd' }), seenHost('b', {}, { disk: 'hdd' })], [web])
    const request = { env: ['constraint:disk==~ssd'] }
    const verdict = verdictsFor(createMirror()(cluster), [held(web, request)], ids(cluster), spread).get('b')
    expect(verdict?.kind).toBe('fits')
    expect(verdict?.wishes).toEqual([{ filter: 'constraint', wants: 'disk == ssd', actual: 'hdd' }])
  })

  it('follow hosts and containers that come, change and go, and leave the state as it was', () => {
    const web = seenContainer('web', 'a', port80)
    const hosts = [seenHost('a'), seenHost('b')]
    const mirror = createMirror()
    const first = seenCluster(hosts, [web])
    const kinds = (cluster: SeenCluster) =>
      Object.fromEntries(
        [...verdictsFor(mirror(cluster), [held(web)], ['a', 'b', 'c'], spread)].map(([id, { kind }]) => [id, kind]),
      )
    expect(kinds(first)).toEqual({ a: 'here', b: 'fits' })
    expect(kinds(first)).toEqual({ a: 'here', b: 'fits' })
    expect(kinds(seenCluster([...hosts, seenHost('c')], [web, seenContainer('x', 'b', port80)]))).toEqual({
      a: 'here',
      b: 'refused',
      c: 'fits',
    })
    expect(kinds(seenCluster([seenHost('a')], [web]))).toEqual({ a: 'here' })
    expect(kinds(seenCluster([seenHost('a'), seenHost('b', { state: 'unreachable' })], [web]))).toEqual({
      a: 'here',
      b: 'refused',
    })
  })
})
