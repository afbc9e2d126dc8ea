// The shells that a container has.
import { useQuery } from '@tanstack/react-query'
import type { ShellChoices } from '@/lib/contract/terminals'
import { api } from './api'
import { keys } from './query-keys'

/** Asked only while the container can have one: `canRun`. */
export const useShells = (containerId: string, canRun: boolean) =>
  useQuery({
    queryKey: [...keys.containerDetail(containerId), 'shells'],
    queryFn: ({ signal }) => api.get<ShellChoices>(`/containers/${encodeURIComponent(containerId)}/shells`, {}, signal),
    enabled: canRun,
    staleTime: 60_000,
  })
