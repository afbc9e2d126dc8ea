import { describe, expect, it } from 'vitest'
import { createMirror } from '@/components/board/drag/mirror'
import { gib, seenContainer, seenHost } from '@/components/board/testing/board-scene'
import { placementRequest } from '@/lib/contract/placements'
import type { Plan } from '@/lib/contract/plan'
import { groupVerdict, hostVerdicts, isGhost, othersOf, requestWith, withGhosts } from './ghosts'

const hosts = [
  seenHost('a', {}, { zone: 'kiel' }),
  seenHost('b', {}, { zone: 'kiel' }),
  seenHost('c', {}, { zone: 'emden' }),
]
const ids = hosts.map(({ id }) => id)

const planned = (service: string, number: number, hostId: string | null, action = 'create') => ({
  service,
  number,
  name: `shop-${service}-${number}`,
  action,
  hostId,
  hostName: hostId,
})

const plan = {
  stack: 'shop',
  containers: [
    planned('web', 1, 'a', 'recreate'),
    planned('web', 2, 'b'),
    planned('db', 1, 'c'),
    planned('old', 1, 'a', 'remove'),
    planned('stuck', 1, null, 'blocked'),
  ],
  orphans: [{ containerId: 'orphan', remove: false }],
  asks: [
    {
      service: 'web',
      mode: 'replicated',
      request: placementRequest.parse({
        memoryBytes: 6 * gib,
        stack: 'shop',
        service: 'web',
        constraints: ['node.hostname == b'],
      }),
    },
    {
      service: 'db',
      mode: 'replicated',
      request: placementRequest.parse({ memoryBytes: 8 * gib, stack: 'shop', service: 'db' }),
    },
  ],
} as unknown as Plan

const byHost = new Map([
  ['a', [seenContainer('web', 'a', { stack: 'shop' }), seenContainer('wiki', 'a', { stack: 'wiki' })]],
  ['b', [seenContainer('orphan', 'b', { stack: 'shop' })]],
])
const others = othersOf(byHost, plan)
const state = () => createMirror()({ hosts, byHost: others, volumes: [], images: [] })

describe('the plan on the board', () => {
  it('shows what is planned in place of what runs, and leaves others and orphans', () => {
    const shown = withGhosts(others, plan)
    expect([...shown].map(([id, own]) => [id, own.map(({ name }) => name)])).toEqual([
      ['a', ['wiki', 'shop-web-1']],
      ['b', ['orphan', 'shop-web-2']],
      ['c', ['shop-db-1']],
    ])
    expect(shown.get('c')?.every(isGhost)).toBe(true)
    expect(shown.get('c')?.[0]?.reservation.memoryBytes).toBe(8 * gib)
  })

  it('asks for room for all containers of the service, with the rest of the plan in place', () => {
    const verdicts = hostVerdicts(state(), plan, 'web', ids, 'spread')
    expect(verdicts.get('a')).toMatchObject({ kind: 'fits', count: 2, taken: 2 })
    // `db` is planned there.
    expect(verdicts.get('c')).toMatchObject({ kind: 'refused', taken: 1 })
    expect(verdicts.get('c')?.reasons.map(({ filter }) => filter)).toEqual(['memory'])
  })

  it('asks of a label group whether its hosts together have room', () => {
    const ask = (value: string) =>
      groupVerdict(state(), plan, 'web', { kind: 'label', of: 'node', key: 'zone', value }, [], 'spread')
    expect(ask('kiel')).toEqual({ kind: 'fits', taken: 2, count: 2 })
    expect(ask('emden')).toEqual({ kind: 'refused', taken: 1, count: 2 })
    expect(ask('nowhere')).toEqual({ kind: 'refused', taken: 0, count: 2 })
  })

  it('counts the hosts of a group for a service that each of them gets once', () => {
    const asks = plan.asks.map((entry) => (entry.service === 'web' ? { ...entry, mode: 'global' as const } : entry))
    const pin = { kind: 'label' as const, of: 'node' as const, key: 'zone', value: 'kiel' }
    expect(groupVerdict(state(), { ...plan, asks }, 'web', pin, ['a', 'c'], 'spread')).toMatchObject({ count: 2 })
    expect(groupVerdict(state(), { ...plan, asks }, 'web', pin, [], 'spread')).toMatchObject({ kind: 'refused' })
  })

  it('leaves the state as it was', () => {
    const shared = state()
    const first = hostVerdicts(shared, plan, 'web', ids, 'spread')
    groupVerdict(shared, plan, 'web', { kind: 'label', of: 'node', key: 'zone', value: 'kiel' }, [], 'spread')
    expect(hostVerdicts(shared, plan, 'web', ids, 'spread')).toEqual(first)
  })

  it('lets go of the pin that the drop would replace, in both languages', () => {
    const request = placementRequest.parse({
      env: ['constraint:node==b', 'constraint:zone==kiel', 'constraint:disk==ssd'],
      constraints: ['node.hostname == b', 'node.labels.disk == ssd'],
    })
    expect(requestWith(request, { kind: 'label', of: 'node', key: 'zone', value: 'emden' })).toMatchObject({
      env: ['constraint:disk==ssd'],
      constraints: ['node.labels.disk == ssd', 'node.labels.zone == emden'],
    })
  })
})
