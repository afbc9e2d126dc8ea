import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { OperationProgress } from '@/lib/contract/deployments'
import type { LiveEvent } from '@/lib/contract/events'
import type { Host } from '@/lib/contract/hosts'
import type { Move } from '@/lib/contract/moves'
import { createLiveBacklog } from './live-backlog'

const hello: LiveEvent = { type: 'hello', epoch: 'e', revision: 9, at: '2026-01-01T00:00:00Z' }
const container = (id: string, name = id) => ({ id, name }) as Container
const containers = (upserts: Container[], removed: string[] = [], revision = 1): LiveEvent => ({
  type: 'containers',
  upserts,
  removed,
  revision,
})
const operation = (id: string, state: OperationProgress['state']) => ({ id, state }) as OperationProgress
const deployment = (operations: OperationProgress[], state = 'running'): LiveEvent => ({
  type: 'deployment',
  id: 'd1',
  stack: 'shop',
  state,
  error: null,
  operations,
})
const move = (id: string, state: Move['state']) => ({ id, state, steps: [] as Move['steps'] }) as Move
const open = () => createLiveBacklog(() => hello)

describe('what a client has not been told yet', () => {
  it('is empty at first and after it was told', () => {
    const backlog = open()
    expect(backlog.isEmpty()).toBe(true)
    backlog.add({ type: 'changed', what: ['images'] })
    expect(backlog.isEmpty()).toBe(false)
    expect(backlog.drain()).toEqual([{ type: 'changed', what: ['images'] }])
    expect(backlog.isEmpty()).toBe(true)
    expect(backlog.drain()).toEqual([])
  })

  it('keeps of each thing only the newest', () => {
    const backlog = open()
    backlog.add(containers([container('a', 'old'), container('b')], [], 1))
    backlog.add(containers([container('a', 'new')], ['b'], 2))
    backlog.add({ type: 'hosts', upserts: [{ id: 'h' } as Host], removed: [] })
    backlog.add({ type: 'hosts', upserts: [], removed: ['h'] })
    backlog.add({ type: 'changed', what: ['images'] })
    backlog.add({ type: 'changed', what: ['volumes', 'images'] })
    for (const state of ['running', 'succeeded'] as const) backlog.add({ type: 'move', move: move('m1', state) })
    expect(backlog.drain()).toEqual([
      { type: 'hosts', upserts: [], removed: ['h'] },
      containers([], ['b'], 2),
      containers([container('a', 'new')], [], 2),
      { type: 'changed', what: ['images', 'volumes'] },
      { type: 'move', move: move('m1', 'succeeded') },
    ])
  })

  it('brings back what was removed and came again', () => {
    const backlog = open()
    backlog.add(containers([], ['a']))
    backlog.add(containers([container('a')]))
    expect(backlog.drain()).toEqual([containers([container('a')])])
  })

  it('folds the steps of one deployment and keeps its last state', () => {
    const backlog = open()
    backlog.add(deployment([operation('1', 'running'), operation('2', 'pending')]))
    backlog.add(deployment([operation('1', 'done')], 'succeeded'))
    expect(backlog.drain()).toEqual([deployment([operation('1', 'done'), operation('2', 'pending')], 'succeeded')])
  })

  it('splits what is large', () => {
    const backlog = open()
    backlog.add(containers(Array.from({ length: 600 }, (_, i) => container(String(i)))))
    const sizes = backlog.drain().map((event) => (event.type === 'containers' ? event.upserts.length : 0))
    expect(sizes).toEqual([250, 250, 100])
  })

  it('gives up telling one by one when it is too much, and starts over', () => {
    const backlog = open()
    for (let i = 0; i < 20_000; i++) backlog.add(containers([container(String(i))]))
    expect(backlog.drain()).toEqual([hello])
    expect(backlog.isEmpty()).toBe(true)
    backlog.add(containers([container('a')]))
    expect(backlog.drain()).toHaveLength(1)
  })

  it('loses no line of the audit trail without saying so', () => {
    const backlog = open()
    for (let i = 0; i < 150; i++) backlog.add({ type: 'activity', entry: { id: i } as never })
    expect(backlog.drain()).toHaveLength(150)
    for (let i = 0; i < 250; i++) backlog.add({ type: 'activity', entry: { id: i } as never })
    expect(backlog.drain()).toEqual([hello])
  })
})
