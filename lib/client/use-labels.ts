// Labels over all hosts, and whom an expression would match.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { LabelMatch, LabelUse } from '@/lib/contract/labels'
import { api } from './api'
import { keys } from './query-keys'

export const useLabels = () =>
  useQuery({ queryKey: keys.labels, queryFn: ({ signal }) => api.get<LabelUse[]>('/labels', {}, signal) })

export const useLabelMatch = (expression: string) =>
  useQuery({
    queryKey: keys.labelMatch(expression),
    queryFn: ({ signal }) => api.send<LabelMatch>('POST', '/labels/match', { expression }, signal),
    enabled: expression.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
