import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import { type MoveRefusal, moveQuestion } from '@/lib/contract/moves'
import { createMirror } from '../drag/mirror'
import { onHosts, seenCluster, seenContainer, seenHost } from '../testing/board-scene'
import { partnersOf, volumesOf } from './held-containers'
import { moveVerdicts } from './move-verdicts'
import { serviceOf, stackOf } from './siblings'

const container = (name: string, hostId: string, over: Partial<BoardContainer> = {}): BoardContainer =>
  seenContainer(name, hostId, { id: `${hostId}/${name}`, ...over })

type Said = Partial<MoveRefusal>

const judge = (
  held: BoardContainer[],
  {
    others = [],
    refusals = [],
    isUnread = false,
  }: { others?: BoardContainer[]; refusals?: Said[]; isUnread?: boolean } = {},
) => {
  const hostIds = ['a', 'b', 'c']
  const byHost = onHosts([...held, ...others])
  const state = createMirror()(seenCluster([seenHost('a'), seenHost('b')], [...held, ...others]))
  const said = refusals.map((own): MoveRefusal => ({ code: 'x', message: 'No.', hostId: null, ...own }))
  const requests = new Map(
    held.map((own) => [own.id, moveQuestion.parse({ name: own.name, stack: 'shop', service: 'web', refusals: said })]),
  )
  const partners = partnersOf(held, requests, byHost)
  const verdicts = moveVerdicts({ state, held, partners, requests, hostIds, strategy: 'spread', isUnread })
  return Object.fromEntries(
    [...verdicts].map(([id, { kind, reasons }]) => [
      id,
      [kind, ...reasons.map(({ filter, actual }) => `${filter} ${actual}`.trim())].join(' '),
    ]),
  )
}

describe('hosts for a container that is moved', () => {
  it('are refused when they left meanwhile, and for what the server says of them or of all', () => {
    expect(judge([container('web', 'a')])).toEqual({ a: 'here', b: 'fits', c: 'refused gone' })
    const refusals = [{ hostId: 'b', message: 'b has a container named web already.' }]
    expect(judge([container('web', 'a')], { refusals })).toMatchObject({
      a: 'here',
      b: 'refused move b has a container named web already.',
    })
    expect(judge([container('web', 'a')], { refusals: [{ message: 'web is paused.' }] })).toMatchObject({
      a: 'here',
      b: 'refused move web is paused.',
    })
    expect(judge([container('web', 'a')], { isUnread: true })).toMatchObject({ b: 'refused unread' })
  })

  it('are refused once for what is said of several', () => {
    const held = [container('web', 'a'), container('api', 'a')]
    expect(judge(held, { refusals: [{}] })).toMatchObject({ b: 'refused move No.' })
  })

  it('fit with those who have to come along, and say so; held with them they just fit', () => {
    const web = container('web', 'a')
    const sidecar = container('sidecar', 'a')
    const refusals = [{ along: [{ id: sidecar.id, name: 'sidecar' }] }]
    expect(judge([web], { others: [sidecar], refusals })).toMatchObject({ a: 'here', b: 'fits along sidecar' })
    expect(judge([web, sidecar], { refusals })).toMatchObject({ b: 'fits' })
    // It is on no list any more, so it cannot come along.
    expect(judge([web], { refusals })).toMatchObject({ b: 'refused move No.' })
  })

  it('are refused when those who have to come along have no room there', () => {
    const web = container('web', 'a')
    const sidecar = container('sidecar', 'a')
    const refusals = [{ along: [{ id: sidecar.id, name: 'sidecar' }] }]
    const byHost = onHosts([web, sidecar])
    const state = createMirror()(seenCluster([seenHost('a'), seenHost('b')], [web, sidecar]))
    const question = (over: object) => moveQuestion.parse({ refusals: [], ...over })
    const requests = new Map([
      [
        web.id,
        question({ name: 'web', refusals: refusals.map((own) => ({ code: 'x', message: '', hostId: null, ...own })) }),
      ],
      [sidecar.id, question({ name: 'sidecar', memoryBytes: 2 ** 50 })],
    ])
    const partners = partnersOf([web], requests, byHost)
    const verdicts = moveVerdicts({ state, held: [web], partners, requests, hostIds: ['b'], strategy: 'spread' })
    expect(verdicts.get('b')).toMatchObject({ kind: 'refused', reasons: [{ filter: 'memory' }] })
  })
})

describe('what goes along', () => {
  it('are the volumes, each once, and on demand the whole service or stack', () => {
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
    expect(stackOf(one, byHost).map(({ name }) => name)).toEqual(['db', 'web-1', 'web-2'])
    const alone = container('alone', 'a', { stack: null, service: null })
    expect(serviceOf(alone, byHost)).toEqual([alone])
  })
})
