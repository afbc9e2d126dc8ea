// Pure: the containers of the board by host, and what live events make of them. Only the hosts that an event touches get a
// new list, so that one change among thousands draws one column anew.
import type { BoardAnswer, BoardContainer } from '@/lib/contract/board'

export type Board = {
  revision: number
  strategy: BoardAnswer['strategy']
  /** Host id → its containers; hosts without any are left out. */
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
}

type ContainersEvent = { upserts: readonly BoardContainer[]; removed: readonly string[]; revision: number }

export function boardOf({ containers, revision, strategy }: BoardAnswer): Board {
  const byHost = new Map<string, BoardContainer[]>()
  for (const container of containers) {
    const own = byHost.get(container.hostId)
    if (own) own.push(container)
    else byHost.set(container.hostId, [container])
  }
  return { revision, strategy, byHost }
}

/** Events that the board was read after are dropped. */
export function foldBoard(board: Board, event: ContainersEvent): Board {
  if (event.revision <= board.revision) return board
  const news = new Map(event.upserts.map((container) => [container.id, container]))
  const gone = new Set(event.removed)
  const byHost = new Map(board.byHost)
  for (const [hostId, own] of board.byHost) {
    if (!own.some(({ id }) => gone.has(id) || news.has(id))) continue
    const next = own.flatMap((container) => {
      const now = news.get(container.id)
      if (gone.has(container.id) || (now && now.hostId !== hostId)) return []
      if (now) news.delete(container.id)
      return [now ?? container]
    })
    if (next.length > 0) byHost.set(hostId, next)
    else byHost.delete(hostId)
  }
  for (const container of news.values()) {
    byHost.set(container.hostId, [...(byHost.get(container.hostId) ?? []), container])
  }
  return { ...board, revision: event.revision, byHost }
}

export function foldBoardHosts(board: Board, removed: readonly string[]): Board {
  if (!removed.some((id) => board.byHost.has(id))) return board
  const byHost = new Map(board.byHost)
  for (const id of removed) byHost.delete(id)
  return { ...board, byHost }
}
