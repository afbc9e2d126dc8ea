// Hosts: the list, the connection test, and what an operator decides about one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AddHostRequest, ConnectionTest, Host, PatchHostRequest } from '@/lib/contract/hosts'
import { api } from './api'
import { upsert } from './live-fold'
import { keys } from './query-keys'

const hostPath = (id: string) => `/hosts/${encodeURIComponent(id)}`

export const useHosts = () =>
  useQuery({ queryKey: keys.hosts, queryFn: ({ signal }) => api.get<Host[]>('/hosts', {}, signal) })

export function useHost(id: string) {
  const client = useQueryClient()
  return useQuery({
    queryKey: keys.host(id),
    queryFn: ({ signal }) => api.get<Host>(hostPath(id), {}, signal),
    placeholderData: () => client.getQueryData<Host[]>(keys.hosts)?.find((host) => host.id === id),
  })
}

export const useTestConnection = () =>
  useMutation({ mutationFn: (request: AddHostRequest) => api.post<ConnectionTest>('/hosts/test', request) })

function useKeepHost() {
  const client = useQueryClient()
  return (host: Host) => {
    client.setQueryData(keys.host(host.id), host)
    client.setQueryData<Host[]>(keys.hosts, (list) => (list ? upsert(list, [host], [], (known) => known.id) : list))
    void client.invalidateQueries({ queryKey: keys.overview })
    void client.invalidateQueries({ queryKey: keys.labels })
  }
}

export function useAddHost() {
  const keep = useKeepHost()
  return useMutation({ mutationFn: (request: AddHostRequest) => api.post<Host>('/hosts', request), onSuccess: keep })
}

export function usePatchHost(id: string) {
  const keep = useKeepHost()
  return useMutation({
    mutationFn: (request: PatchHostRequest) => api.patch<Host>(hostPath(id), request),
    onSuccess: keep,
  })
}

export function useRemoveHost() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(hostPath(id)),
    onSuccess: (_, id) => {
      client.setQueryData<Host[]>(keys.hosts, (list) => list?.filter((host) => host.id !== id))
      client.removeQueries({ queryKey: keys.host(id) })
      void client.invalidateQueries({ queryKey: keys.overview })
    },
  })
}
