import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import { type BoundHere, moveQuestion } from '@/lib/contract/moves'
import { createMirror } from '../drag/mirror'
import { onHosts, seenCluster, seenContainer, seenHost } from '../testing/board-scene'
import { moveVerdicts, serviceOf, volumesOf } from './move-verdicts'

const container = (name: string, hostId: string, over: Partial<BoardContainer> = {}): BoardContainer =>
  seenContainer(name, hostId, { id: `${hostId}/${name}`, ...over })

const judge = (
  held: BoardContainer[],
  others: BoardContainer[] = [],
  isUnread = false,
  boundHere: BoundHere | null = null,
) => {
  const hostIds = ['a', 'b', 'c']
  const byHost = onHosts([...held, ...others])
  const state = createMirror()(seenCluster([seenHost('a'), seenHost('b')], [...held, ...others]))
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
