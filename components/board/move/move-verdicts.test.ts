import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import { type BoundHere, moveQuestion } from '@/lib/contract/moves'
import { createMirror } from '../drag/mirror'
import { moveVerdicts, serviceOf, volumesOf } from './move-verdicts'

const host = (name: string): Host =>
  ({
    id: name,
    name,
    address: `tcp://${name}:2375`,
    state: 'healthy',
    stateReason: null,
    failures: 0,
    availability: 'active',
    engine: null,
    total: { cpus: 8, memoryBytes: 2 ** 34 },
    labels: { engine: {}, console: {}, builtin: {} },
  }) as unknown as Host

const container = (name: string, hostId: string, over: Partial<BoardContainer> = {}): BoardContainer =>
  ({
    id: `${hostId}/${name}`,
    hostId,
    hostName: hostId,
    name,
    state: 'running',
    labels: {},
    networkMode: 'default',
    exposedPorts: [],
    requestedPorts: [],
    actualPorts: [],
    mounts: [],
    stack: 'shop',
    service: 'web',
    number: 1,
    reservation: { cpus: 0, memoryBytes: 0 },
    known: true,
    ...over,
  }) as unknown as BoardContainer

const judge = (
  held: BoardContainer[],
  others: BoardContainer[] = [],
  isUnread = false,
  boundHere: BoundHere | null = null,
) => {
  const hostIds = ['a', 'b', 'c']
  const byHost = new Map<string, BoardContainer[]>()
  for (const entry of [...held, ...others]) byHost.set(entry.hostId, [...(byHost.get(entry.hostId) ?? []), entry])
  const state = createMirror()({ hosts: [host('a'), host('b')], byHost, volumes: [], images: [] })
  const requests = new Map(
    held.map((own) => [own.id, moveQuestion.parse({ name: own.name, stack: 'shop', service: 'web', boundHere })]),
  )
  const verdicts = moveVerdicts({ state, held, requests, hostIds, byHost, strategy: 'spread', isUnread })
  return Object.fromEntries(
    [...verdicts].map(([id, { kind, reasons }]) => [id, [kind, ...reasons.map(({ filter }) => filter)].join(' ')]),
  )
}

describe('hosts for a container that is moved', () => {
  it('are refused when they left meanwhile, or have its name already', () => {
    expect(judge([container('web', 'a')])).toEqual({ a: 'here', b: 'fits', c: 'refused gone' })
    expect(judge([container('web', 'a')], [container('web', 'b', { stack: null })])).toMatchObject({
      b: 'refused name',
    })
  })

  it('are all refused while the old host does not answer or the container is paused', () => {
    expect(judge([container('web', 'a', { known: false })])).toMatchObject({ a: 'here', b: 'refused source' })
    expect(judge([container('web', 'a', { state: 'paused' })])).toMatchObject({ b: 'refused held' })
    expect(judge([container('web', 'a')], [], true)).toMatchObject({ b: 'refused unread' })
    expect(judge([container('web', 'a')], [], false, 'global')).toMatchObject({ a: 'here', b: 'refused global' })
  })
})

describe('what goes along', () => {
  it('are the volumes, each once, and on demand the whole service', () => {
    const mounts = [
      { type: 'volume', name: 'data', source: '', target: '/d', readOnly: false },
      { type: 'bind', source: '/etc', target: '/e', readOnly: true },
    ]
    expect(volumesOf([container('x', 'a', { mounts }), container('y', 'a', { mounts })])).toEqual(['data'])
    const one = container('web-1', 'a')
    const two = container('web-2', 'b', { number: 2 })
    const byHost = new Map([
      ['b', [two, container('db', 'b', { service: 'db' })]],
      ['a', [one]],
    ])
    expect(serviceOf(one, byHost)).toEqual([one, two])
    const alone = container('alone', 'a', { stack: null, service: null })
    expect(serviceOf(alone, byHost)).toEqual([alone])
  })
})
