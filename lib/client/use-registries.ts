// Logins at registries. They change only by hand, so nothing is live: a change reads the list again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PutRegistryRequest, Registry, RegistryTest, TestRegistryRequest } from '@/lib/contract/registries'
import { api } from './api'
import { keys } from './query-keys'

const pathOf = (address: string) => `/registries/${encodeURIComponent(address)}`

export const useRegistries = () =>
  useQuery({ queryKey: keys.registries, queryFn: ({ signal }) => api.get<Registry[]>('/registries', {}, signal) })

export const useTestRegistry = () =>
  useMutation({ mutationFn: (request: TestRegistryRequest) => api.post<RegistryTest>('/registries/test', request) })

export function usePutRegistry() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ address, ...login }: PutRegistryRequest & { address: string }) =>
      api.put<Registry>(pathOf(address), login),
    onSettled: () => client.invalidateQueries({ queryKey: keys.registries }),
  })
}

export function useRemoveRegistry() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (address: string) => api.delete(pathOf(address)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.registries }),
  })
}
