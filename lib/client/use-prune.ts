// Cleaning up: the plan is read anew each time it is asked for, since anything may have come into use.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PrunePlan, PruneRequest, PruneResult } from '@/lib/contract/prune'
import { api } from './api'
import { keys } from './query-keys'

export type PruneKind = 'images' | 'volumes'

export const usePrunePlan = (kind: PruneKind) =>
  useQuery({
    queryKey: keys.prune(kind),
    queryFn: ({ signal }) => api.get<PrunePlan>(`/${kind}/prune`, {}, signal),
    // It is ticked by hand: what came and went meanwhile is told by the results.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
    retry: false,
  })

export function usePrune(kind: PruneKind) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (items: PruneRequest['items']) => api.post<PruneResult>(`/${kind}/prune`, { items }),
    onSettled: () => client.invalidateQueries({ queryKey: keys[kind] }),
  })
}
