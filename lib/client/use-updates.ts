// Newer images of those in use: what the registries said last, and asking them now.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ImageUpdates } from '@/lib/contract/updates'
import { api } from './api'
import { keys } from './query-keys'

export const useImageUpdates = () =>
  useQuery({
    queryKey: keys.updates,
    queryFn: ({ signal }) => api.get<ImageUpdates>('/updates', {}, signal),
    refetchInterval: 60_000,
  })

export function useCheckUpdates() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<ImageUpdates>('/updates/check'),
    onSuccess: (found) => client.setQueryData(keys.updates, found),
  })
}
