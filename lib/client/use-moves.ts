// Moves of containers to other hosts: what one would do, doing it, and what is under way. Live events keep them current.
import { type QueryClient, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Move, MoveConsent, MovePlan, MoveQuestion, MoveRequest } from '@/lib/contract/moves'
import { api, request } from './api'
import { showBegun } from './begun'
import { keys } from './query-keys'

const movePath = (id: string) => `/moves/${encodeURIComponent(id)}`

const askedOf = (id: string) => ({
  queryKey: keys.placement(id),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<MoveQuestion>(`/containers/${encodeURIComponent(id)}/placement`, {}, signal),
  staleTime: 15_000,
  retry: false,
})

/** Asks ahead, so that the answer is there when a container is lifted. */
export const askAhead = (client: QueryClient, ids: readonly string[]): void => {
  for (const id of ids) void client.prefetchQuery(askedOf(id))
}

export const askAgain = (client: QueryClient, ids: readonly string[]): void => {
  for (const id of ids) void client.invalidateQueries({ queryKey: keys.placement(id) })
}

export type Requests = { byId: ReadonlyMap<string, MoveQuestion>; isAsking: boolean; error: unknown }

/** What each of these containers asks of a host, by id. */
export const useRequests = (ids: readonly string[]): Requests => {
  const answers = useQueries({ queries: ids.map(askedOf) })
  const isAsking = answers.some(({ isPending }) => isPending)
  const error = answers.find((answer) => answer.error)?.error ?? null
  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list of answers is a new one at each render; the stamp is not
  return useMemo(() => {
    const byId = new Map(
      ids.flatMap((id, at): [string, MoveQuestion][] => (answers[at]?.data ? [[id, answers[at].data]] : [])),
    )
    return { byId, isAsking, error }
  }, [ids, stamp, isAsking, error])
}

export const useMovePlan = (asked: MoveRequest) =>
  useQuery({
    queryKey: keys.movePlan(asked),
    queryFn: ({ signal }) => request<MovePlan>('/moves/plan', { method: 'POST', body: asked, signal }),
    gcTime: 0,
    retry: false,
  })

export const useUndoPlan = (id: string, consents: readonly MoveConsent[]) =>
  useQuery({
    queryKey: keys.movePlan({ undo: id, consents }),
    queryFn: ({ signal }) =>
      request<MovePlan>(`${movePath(id)}/undo/plan`, { method: 'POST', body: { consents }, signal }),
    gcTime: 0,
    retry: false,
  })

const useBegun = <Asked>(begin: (asked: Asked) => Promise<Move>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: begin,
    onSuccess: (move) => {
      showBegun(client, keys.move(move.id), move)
      void client.invalidateQueries({ queryKey: keys.moves, exact: true })
    },
  })
}

export const useBeginMove = () => useBegun((asked: MoveRequest) => api.post<Move>('/moves', asked))
export const useUndoMove = () =>
  useBegun(({ id, consents }: { id: string; consents: readonly MoveConsent[] }) =>
    api.post<Move>(`${movePath(id)}/undo`, { consents }),
  )
export const useCancelMove = () => useBegun((id: string) => api.post<Move>(`${movePath(id)}/cancel`))

/** Newest first. */
export const useMoves = () =>
  useQuery({ queryKey: keys.moves, queryFn: ({ signal }) => api.get<Move[]>('/moves', {}, signal) })

export const useMove = (id: string) =>
  useQuery({ queryKey: keys.move(id), queryFn: ({ signal }) => api.get<Move>(movePath(id), {}, signal) })
