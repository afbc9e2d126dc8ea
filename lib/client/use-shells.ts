// The shells that a container has.
import { useQuery } from '@tanstack/react-query'
import type { ShellChoices } from '@/lib/contract/terminals'
import { api } from './api'
import { keys } from './query-keys'

export const useShells = (containerId: string) =>
  useQuery({
    queryKey: [...keys.containerDetail(containerId), 'shells'],
    queryFn: ({ signal }) => api.get<ShellChoices>(`/containers/${encodeURIComponent(containerId)}/shells`, {}, signal),
    staleTime: 60_000,
  })
