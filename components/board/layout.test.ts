import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import {
  blocksOf,
  freeIn,
  groupHosts,
  groupingKeys,
  holdHeightPx,
  leastBlockPx,
  partAt,
  scaleOf,
  stripOf,
} from './layout'

const gib = 2 ** 30
const container = (name: string, memoryGib: number, stack: string | null = null, number: number | null = null) =>
  ({
    id: name,
    name,
    stack,
    service: stack === null ? null : name,
    number,
    reservation: { cpus: 0, memoryBytes: memoryGib * gib },
  }) as BoardContainer
const host = (name: string, labels: Record<string, string> = {}, memoryGib = 32) =>
  ({
    id: name,
    name,
    labels: { engine: labels, console: {}, builtin: {} },
    total: { cpus: 4, memoryBytes: memoryGib * gib },
    reserved: { cpus: 0, memoryBytes: 8 * gib },
  }) as unknown as Host

describe('blocks', () => {
  const scale = scaleOf([host('a')], 'memory')

  it('keep their proportion, are never too low to read, and share rows when they are small', () => {
    const blocks = blocksOf([container('big', 16), container('small', 0.5), container('none', 0)], 'memory', scale)
    expect(blocks.map(({ heightPx }) => heightPx)).toEqual([250, leastBlockPx, leastBlockPx])
    expect(blocks.map(({ isHalf }) => isHalf)).toEqual([false, true, true])
  })

  it('stand by stack, service and number, those of no stack last', () => {
    const all = [
      container('z', 4),
      container('web', 4, 'shop', 2),
      container('web', 4, 'shop', 1),
      container('a', 4, 'ci'),
    ]
    expect(blocksOf(all, 'memory', scale).map(({ container: { stack, number } }) => `${stack} ${number}`)).toEqual([
      'ci null',
      'shop 1',
      'shop 2',
      'null null',
    ])
  })

  it('need a hold at least as high as they are', () => {
    const many = Array.from({ length: 60 }, (_, n) => container(`c${n}`, 2))
    const blocks = blocksOf(many, 'memory', scale)
    const sum = blocks.reduce((all, block) => all + block.heightPx + 2, 0)
    expect(holdHeightPx(blocks, host('a'), 'memory', scale)).toBeGreaterThanOrEqual(sum)
    expect(holdHeightPx([], host('a'), 'memory', scale)).toBe(500)
  })
})

describe('strips', () => {
  it('stay within their height, whatever is reserved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 64, noNaN: true }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 64 }),
        (reserved, total) => {
          const parts = stripOf(
            reserved.map((memory, n) => container(`c${n}`, memory)),
            total * gib,
            'memory',
            120,
          )
          expect(parts).toHaveLength(reserved.length)
          for (const [index, part] of parts.entries()) {
            const before = parts[index - 1]
            expect(part.heightPx).toBeGreaterThan(0)
            expect(part.topPx).toBeCloseTo(before ? before.topPx + before.heightPx : 0, 6)
            expect(part.topPx + part.heightPx).toBeLessThanOrEqual(120.001)
          }
        },
      ),
    )
  })
})

describe('a press on a strip', () => {
  const parts = stripOf([container('big', 16), container('thin', 0)], 32 * gib, 'memory', 120)
  const at = (px: number) => partAt(parts, px)?.container.name

  it('takes what is there, a thin part from a little beside it, and nothing where it is free', () => {
    expect([at(0), at(59), at(60.7), at(64), at(66), at(119)]).toEqual([
      'big',
      'big',
      'thin',
      'thin',
      undefined,
      undefined,
    ])
    expect(partAt([], 5)).toBeUndefined()
  })
})

describe('groups', () => {
  const hosts = [
    host('k10', { zone: 'b' }),
    host('k2', { zone: 'b' }),
    host('e1', { zone: 'a', disk: 'ssd' }),
    host('x'),
  ]

  it('follow a label, hosts without it last, names as people count', () => {
    const groups = groupHosts(hosts, 'zone')
    expect(groups.map(({ value }) => value)).toEqual(['a', 'b', null])
    expect(namesOfHosts(groups[1]?.hosts)).toEqual(['k2', 'k10'])
    expect(groupHosts(hosts, null)).toHaveLength(1)
  })

  it('are offered by keys that several hosts share', () => {
    expect(groupingKeys(hosts)).toEqual(['zone'])
    const alike = hosts.map(({ name }) => host(name, { rack: 'r1' }))
    expect(groupingKeys(alike)).toEqual([])
    expect(groupingKeys([...alike, host('other')])).toEqual(['rack'])
  })

  it('count what is free on hosts that answer', () => {
    expect(freeIn(hosts, 'memory', ({ name }) => name !== 'x')).toEqual({ free: 72 * gib, answering: 3, hosts: 4 })
  })
})

const namesOfHosts = (hosts: Host[] | undefined) => hosts?.map(({ name }) => name)
