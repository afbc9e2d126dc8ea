// Networks over the cluster and overlay networking itself.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  CreateNetworkRequest,
  EnableOverlayRequest,
  Network,
  NetworkDetail,
  OverlayStatus,
} from '@/lib/contract/networks'
import { api } from './api'
import { keys } from './query-keys'

const pathOf = (id: string) => `/networks/${encodeURIComponent(id)}`

export const useNetworks = () =>
  useQuery({ queryKey: keys.networks, queryFn: ({ signal }) => api.get<Network[]>('/networks', {}, signal) })

export const useNetwork = (id: string) =>
  useQuery({ queryKey: keys.network(id), queryFn: ({ signal }) => api.get<NetworkDetail>(pathOf(id), {}, signal) })

export const useOverlay = () =>
  useQuery({ queryKey: keys.overlay, queryFn: ({ signal }) => api.get<OverlayStatus>('/networks/overlay', {}, signal) })

function useNetworkAct<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.networks })
      void client.invalidateQueries({ queryKey: keys.overlay })
    },
  })
}

export const useCreateNetwork = () =>
  useNetworkAct((request: CreateNetworkRequest) => api.post<Network>('/networks', request))
export const useRemoveNetwork = () => useNetworkAct((id: string) => api.delete<void>(pathOf(id)))
export const useConnect = (id: string) =>
  useNetworkAct((containerId: string) => api.post<void>(`${pathOf(id)}/connect`, { containerId }))
export const useDisconnect = (id: string) =>
  useNetworkAct((containerId: string) => api.post<void>(`${pathOf(id)}/disconnect`, { containerId }))
export const useEnableOverlay = () =>
  useNetworkAct((request: EnableOverlayRequest) => api.post<OverlayStatus>('/networks/overlay', request))
