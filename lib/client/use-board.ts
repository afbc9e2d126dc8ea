// All containers by host. Events keep them up to date, so they are read once.
import { useQuery } from '@tanstack/react-query'
import type { BoardAnswer } from '@/lib/contract/board'
import { api } from './api'
import { type Board, boardOf, foldBoard } from './board-fold'
import { overtaking } from './live'
import { keys } from './query-keys'

export const useBoard = () =>
  useQuery({
    queryKey: keys.board,
    queryFn: async ({ signal }): Promise<Board> => {
      const overtook = overtaking()
      const answer = await api.get<BoardAnswer>('/board', {}, signal).catch((error: unknown) => {
        overtook()
        throw error
      })
      return overtook().reduce(foldBoard, boardOf(answer))
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
