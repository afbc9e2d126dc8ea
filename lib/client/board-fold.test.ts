import { describe, expect, it } from 'vitest'
import type { BoardContainer } from '@/lib/contract/board'
import { boardOf, foldBoard, foldBoardHosts } from './board-fold'

const container = (id: string, hostId: string, state: BoardContainer['state'] = 'running') =>
  ({ id, hostId, state }) as BoardContainer
const board = boardOf({
  strategy: 'spread',
  revision: 4,
  containers: [container('a', 'kiel'), container('b', 'kiel'), container('c', 'emden')],
})
const idsOn = (hostId: string, of = board) => of.byHost.get(hostId)?.map(({ id }) => id)

describe('the board', () => {
  it('changes, adds and removes, and leaves the lists of other hosts as they are', () => {
    const next = foldBoard(board, {
      revision: 5,
      upserts: [container('b', 'kiel', 'exited'), container('d', 'kiel')],
      removed: ['a'],
    })
    expect(idsOn('kiel', next)).toEqual(['b', 'd'])
    expect(next.byHost.get('kiel')?.[0]?.state).toBe('exited')
    expect(next.byHost.get('emden')).toBe(board.byHost.get('emden'))
  })

  it('drops events that it was read after', () => {
    expect(foldBoard(board, { revision: 4, upserts: [], removed: ['a'] })).toBe(board)
  })

  it('forgets a host with its last container, and a host that is removed', () => {
    const next = foldBoard(board, { revision: 5, upserts: [], removed: ['c'] })
    expect(next.byHost.has('emden')).toBe(false)
    expect(foldBoardHosts(board, ['kiel']).byHost.has('kiel')).toBe(false)
    expect(foldBoardHosts(board, ['wismar'])).toBe(board)
  })

  it('shows a container once when its engine is known by another host now', () => {
    const next = foldBoard(board, { revision: 5, upserts: [container('c', 'kiel')], removed: [] })
    expect(idsOn('emden', next)).toBeUndefined()
    expect(idsOn('kiel', next)).toEqual(['a', 'b', 'c'])
  })
})
