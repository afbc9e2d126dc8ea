// Who can reach whom. Events make it ask again; what was shown stays until the new answer is there.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Reach, ReachChoice } from '@/lib/contract/reach'
import { api } from './api'
import { keys } from './query-keys'

export const useReach = (of: string) =>
  useQuery({
    queryKey: keys.reachOf(of),
    queryFn: ({ signal }) => api.get<Reach>('/reach', { of }, signal),
    enabled: of !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })

export const useReachChoices = (q: string, limit: number) =>
  useQuery({
    queryKey: keys.reachChoices(q, limit),
    queryFn: ({ signal }) => api.get<{ total: number; items: ReachChoice[] }>('/reach/choices', { q, limit }, signal),
    placeholderData: keepPreviousData,
  })
