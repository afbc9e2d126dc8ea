// A container's past, read again when its state changes.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Container } from '@/lib/contract/containers'
import type { Death } from '@/lib/contract/deaths'
import type { ContainerHistory } from '@/lib/contract/history'
import { api } from './api'
import { keys } from './query-keys'

export const useHistory = ({ id, state, health, startedAt, known }: Container) =>
  useQuery({
    queryKey: keys.history(id, `${state} ${health} ${startedAt} ${known}`),
    queryFn: ({ signal }) => api.get<ContainerHistory>(`/containers/${encodeURIComponent(id)}/history`, {}, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

/** Also of one that is gone. */
export const useDeaths = (id: string) =>
  useQuery({
    queryKey: keys.deaths(id),
    queryFn: ({ signal }) => api.get<Death[]>(`/containers/${encodeURIComponent(id)}/deaths`, {}, signal),
  })
