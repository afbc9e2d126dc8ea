import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import { addContainer, explain, type PlacementRequest, placedContainer, removeContainer } from '@/lib/scheduler'
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

/** Each host by itself on a state built anew, each container asked about anew: slow, and plain. */
function slowVerdict(cluster: SeenCluster, all: readonly HeldContainer[], hostId: string) {
  const state = createMirror()(cluster)
  const coming = all.filter((one) => one.hostId !== hostId)
  if (coming.length === 0) return { kind: 'here', taken: 0, count: 0, reasons: [] }
  for (const one of coming) if (one.hostId !== null) removeContainer(state, one.hostId, one.id)
  for (const [taken, { id, request }] of coming.entries()) {
    const { rules, hosts } = explain(state, request, spread)
    const cells = hosts.find((one) => one.hostId === hostId)?.cells ?? []
    const failing = rules.flatMap(({ filter, wants, soft }, at) =>
      cells[at]?.ok === false && !soft ? [{ filter, wants, actual: cells[at].actual }] : [],
    )
    if (failing.length > 0) return { kind: 'refused', taken, count: coming.length, reasons: failing }
    addContainer(state, hostId, placedContainer(request, id))
  }
  return { kind: 'fits', taken: coming.length, count: coming.length, reasons: [] }
}

describe('verdicts on a whole service', () => {
  const hostNames = ['a', 'b', 'c']
  const replica = fc.record({
    at: fc.constantFrom(...hostNames),
    memoryBytes: fc.constantFrom(0, gib, 5 * gib),
    port: fc.constantFrom('', '8080', '8081'),
    volume: fc.constantFrom('', 'data', 'fresh'),
    env: fc.constantFrom('constraint:zone==x', 'constraint:zone==~x', 'affinity:container!=neighbour', 'odd=1'),
  })
  const scene = fc.record({
    zones: fc.array(fc.constantFrom('x', 'y'), { minLength: 3, maxLength: 3 }),
    drained: fc.constantFrom('', ...hostNames),
    replicas: fc.array(replica, { minLength: 2, maxLength: 5 }),
    most: fc.constantFrom(1, 2, 9),
  })

  it('say the same, with the same reasons, as each host asked by itself about each container', () => {
    fc.assert(
      fc.property(scene, ({ zones, drained, replicas, most }) => {
        const hosts = hostNames.map((name, at) =>
          seenHost(name, { availability: name === drained ? 'drain' : 'active' }, { zone: zones[at] ?? '' }),
        )
        const mounts = (volume: string) =>
          volume === '' ? [] : [{ type: 'volume', name: volume, source: '', target: '/d', readOnly: false }]
        const own = replicas.map(({ at, memoryBytes, port, volume }, n) =>
          seenContainer(`w${n}`, at, {
            requestedPorts: port === '' ? [] : [{ port: '80/tcp', hostIp: '', hostPort: port }],
            reservation: { cpus: 0, memoryBytes },
            mounts: mounts(volume),
          }),
        )
        const neighbour = seenContainer('neighbour', 'b', { service: 'db', mounts: mounts('data') })
        const cluster = seenCluster(hosts, [...own, neighbour])
        const all = own.map((one, n) => {
          const { env, volume } = replicas[n] as (typeof replicas)[number]
          return held(one, { env: [env], maxReplicasPerHost: most, volumes: volume === '' ? [] : [volume] })
        })
        const verdicts = verdictsFor(createMirror()(cluster), all, hostNames, spread)
        for (const name of hostNames) {
          const { kind, taken, count, reasons } = verdicts.get(name) ?? {}
          expect({ kind, taken, count, reasons }).toEqual(slowVerdict(cluster, all, name))
        }
      }),
      { numRuns: 300 },
    )
  })
})
