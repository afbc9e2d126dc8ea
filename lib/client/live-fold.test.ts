import { describe, expect, it } from 'vitest'
import type { Page } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import type { Move } from '@/lib/contract/moves'
import { foldActivity, foldContainerPage, foldDeployment, foldMoves, upsert } from './live-fold'

const container = (id: string, state: Container['state'] = 'running') => ({ id, state }) as Container
const page = (revision: number, ...ids: string[]): Page<Container> => ({
  items: ids.map((id) => container(id)),
  total: ids.length,
  offset: 0,
  revision,
})

describe('live folding', () => {
  it('keeps the order of a list, replaces in place, appends what is new', () => {
    const idOf = (item: { id: string; v: number }) => item.id
    const list = [
      { id: 'a', v: 1 },
      { id: 'b', v: 1 },
    ]
    expect(
      upsert(
        list,
        [
          { id: 'c', v: 1 },
          { id: 'a', v: 2 },
        ],
        ['b'],
        idOf,
      ),
    ).toEqual([
      { id: 'a', v: 2 },
      { id: 'c', v: 1 },
    ])
    expect(upsert(list, [], [], idOf)).toBe(list)
  })

  it('puts a new move first and changes a known one in its place', () => {
    const move = (id: string, state: Move['state']) => ({ id, state }) as Move
    const list = [move('b', 'running'), move('a', 'succeeded')]
    expect(foldMoves(list, move('c', 'running')).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
    expect(foldMoves(list, move('b', 'failed'))).toEqual([move('b', 'failed'), move('a', 'succeeded')])
  })

  it('changes a shown row at once and asks for the window again', () => {
    const folded = foldContainerPage(page(4, 'a', 'b'), {
      type: 'containers',
      upserts: [container('b', 'exited')],
      removed: [],
      revision: 5,
    })
    expect(folded.page.items.map((item) => item.state)).toEqual(['running', 'exited'])
    expect(folded.stale).toBe(true)
  })

  it('drops an event that the page was read after', () => {
    const before = page(9, 'a')
    const event = { type: 'containers' as const, upserts: [container('a', 'dead')], removed: [], revision: 9 }
    expect(foldContainerPage(before, event)).toEqual({ page: before, stale: false })
  })

  it('leaves other deployments alone and merges operations by id', () => {
    const deployment = {
      id: 'd1',
      state: 'running',
      error: null,
      operations: [{ id: 'o1', state: 'running' }],
    } as never
    const event = (id: string) =>
      ({
        type: 'deployment',
        id,
        stack: 's',
        state: 'failed',
        error: 'no',
        operations: [{ id: 'o1', state: 'failed' }],
      }) as never
    expect(foldDeployment(deployment, event('d2'))).toBe(deployment)
    expect(foldDeployment(deployment, event('d1'))).toMatchObject({
      state: 'failed',
      operations: [{ state: 'failed' }],
    })
  })

  it('replaces the line of an act that ended', () => {
    const running = { id: 7, result: 'running' } as never
    const ended = { id: 7, result: 'ok' } as never
    expect(foldActivity([running], ended)).toEqual([ended])
    expect(foldActivity([running], { id: 8 } as never)).toHaveLength(2)
  })
})
