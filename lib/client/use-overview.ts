// What needs a human now; kept fresh by events.
import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/contract/overview'
import { api } from './api'
import { keys } from './query-keys'

export const useOverview = () =>
  useQuery({ queryKey: keys.overview, queryFn: ({ signal }) => api.get<Overview>('/overview', {}, signal) })
