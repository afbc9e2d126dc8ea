import { describe, expect, it } from 'vitest'
import type { Explanation } from '@/lib/contract/placements'
import { createPlacementState, explain } from '@/lib/scheduler'
import { hostRanks } from './host-rank'

const gib = 2 ** 30
const host = (name: string, usedGib: number, containers = 0, health = 100) => ({
  id: name,
  name,
  labels: {},
  health,
  total: { cpus: 4, memoryBytes: 10 * gib },
  containers: Array.from({ length: Math.max(containers, usedGib > 0 ? 1 : 0) }, (_, at) => ({
    id: `${name} ${at}`,
    name: `${name}-${at}`,
    reservation: { cpus: 0, memoryBytes: at === 0 ? usedGib * gib : 0 },
  })),
})
const ask = (hosts: ReturnType<typeof host>[], memoryGib: number, strategy: Explanation['strategy'] = 'spread') =>
  hostRanks(explain(createPlacementState(hosts), { memoryBytes: memoryGib * gib }, { strategy }))
const places = (ranks: ReturnType<typeof ask>) => [...ranks].map(([id, { place }]) => `${id} ${place}`).sort()

describe('the rank of a host', () => {
  it('is its place by what is reserved afterwards, equal ones by containers', () => {
    const ranks = ask([host('a', 5), host('b', 2, 3), host('c', 2, 1), host('full', 10)], 1)
    expect(places(ranks)).toEqual(['a 3', 'b 2', 'c 1'])
    expect(ranks.get('c')).toEqual({ place: 1, of: 3, reservedPercent: 30, isUnwell: false, containers: 1 })
  })

  it('is turned for binpack, and none for chance', () => {
    const hosts = [host('a', 5), host('b', 2)]
    expect(places(ask(hosts, 1, 'binpack'))).toEqual(['a 1', 'b 2'])
    expect(ask(hosts, 1, 'binpack').get('a')).toMatchObject({ reservedPercent: 60, isUnwell: false })
    expect(ask(hosts, 1, 'random').size).toBe(0)
  })

  it('rests on containers alone when nothing is reserved', () => {
    const ranks = ask([host('a', 0, 2), host('b', 0), host('c', 0)], 0)
    expect(places(ranks)).toEqual(['a 3', 'b 1', 'c 1'])
    expect(ranks.get('a')).toMatchObject({ reservedPercent: null, isUnwell: false })
  })

  it('tells a host that answers badly from a full one', () => {
    expect(ask([host('a', 2), host('b', 0, 0, 66)], 1).get('b')).toMatchObject({
      isUnwell: true,
      reservedPercent: null,
    })
  })
})
