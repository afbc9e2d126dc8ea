// Who can reach whom, and which ports and subnets are taken. Events make it ask again; what was shown stays until the new answer is there.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PortMap, PortProtocol, SubnetMap } from '@/lib/contract/network-maps'
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

export const usePortMap = (wanted: number, protocol: PortProtocol) =>
  useQuery({
    queryKey: keys.portMap(wanted, protocol),
    queryFn: ({ signal }) => api.get<PortMap>('/ports', { wanted, protocol }, signal),
    placeholderData: keepPreviousData,
  })

export const useSubnetMap = (prefix: number) =>
  useQuery({
    queryKey: keys.subnetMap(prefix),
    queryFn: ({ signal }) => api.get<SubnetMap>('/subnets', { prefix }, signal),
    placeholderData: keepPreviousData,
  })
