// Networks over the cluster and overlay networking itself.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  CreateNetworkRequest,
  EnableOverlayRequest,
  Network,
  NetworkDetail,
  OverlayResult,
  OverlayStatus,
  OverlayStep,
} from '@/lib/contract/networks'
import { frameTexts } from '@/lib/texts/frame'
import { ApiError, api, open } from './api'
import { textsNow } from './language'
import { keys } from './query-keys'
import { readValues } from './read-lines'

const pathOf = (id: string) => `/networks/${encodeURIComponent(id)}`

export const useNetworks = (enabled = true) =>
  useQuery({ queryKey: keys.networks, queryFn: ({ signal }) => api.get<Network[]>('/networks', {}, signal), enabled })

export const useNetwork = (id: string) =>
  useQuery({ queryKey: keys.network(id), queryFn: ({ signal }) => api.get<NetworkDetail>(pathOf(id), {}, signal) })

export const useOverlay = () =>
  useQuery({ queryKey: keys.overlay, queryFn: ({ signal }) => api.get<OverlayStatus>('/overlay', {}, signal) })

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

/** Enables overlay networking on hosts; `steps` fills as the server tells what it does. */
export function useEnableOverlay() {
  const [steps, setSteps] = useState<OverlayStep[]>([])
  const mutation = useNetworkAct(async (request: EnableOverlayRequest): Promise<OverlayResult> => {
    setSteps([])
    const { overlayEnd, overlayStep } = await import('@/lib/contract/networks')
    const response = await open('/overlay/enable', { method: 'POST', body: request, accept: 'application/x-ndjson' })
    let result: OverlayResult | null = null
    for await (const told of readValues(response)) {
      const ended = overlayEnd.safeParse(told)
      if (ended.success) result = ended.data.result
      else setSteps((old) => withStep(old, overlayStep.parse(told)))
    }
    if (!result) throw new ApiError(0, 'offline', textsNow(frameTexts).lost.early)
    return result
  })
  return { ...mutation, steps }
}

/** A step told again replaces what was told of it before. */
const withStep = (steps: OverlayStep[], step: OverlayStep): OverlayStep[] =>
  steps.some((known) => isSameStep(known, step))
    ? steps.map((known) => (isSameStep(known, step) ? step : known))
    : [...steps, step]

const isSameStep = (a: OverlayStep, b: OverlayStep) => a.kind === b.kind && a.hostId === b.hostId
