// Containers of the whole cluster, in windows: the server filters and sorts, only what is in sight is fetched.
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Page } from '@/lib/contract/common'
import type { ActPlan, Container, ContainerAction, ContainerDetail } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'
import { api, isApiError } from './api'
import { type ContainerListQuery, keys } from './query-keys'

const pageSize = 100
/** So many rows before a window comes into sight it is asked for: less than a second of the fastest scroll. */
const aheadRows = 60
/** As many as one answer may hold. */
const mostAtOnce = 1000

const containerPath = (id: string) => `/containers/${encodeURIComponent(id)}`

const fetchPage = (query: ContainerListQuery, offset: number, limit: number, signal?: AbortSignal) =>
  api.get<Page<Container>>('/containers', { ...query, offset, limit }, signal)

const containerPage = (query: ContainerListQuery, page: number) => ({
  queryKey: keys.containerPage(query, page),
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(query, page * pageSize, pageSize, signal),
})

const pageOf = (row: number) => Math.floor(Math.max(0, row) / pageSize)

export function useContainers(query: ContainerListQuery) {
  const client = useQueryClient()
  const [{ firstPage, lastPage }, setRange] = useState({ firstPage: 0, lastPage: 0 })
  const wanted = Array.from({ length: lastPage - firstPage + 1 }, (_, n) => firstPage + n)
  const pages = useQueries({
    queries: wanted.map((page) => ({
      ...containerPage(query, page),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  })
  const byPage = new Map(wanted.map((page, n) => [page, pages[n]?.data]))
  const some = pages.find((page) => page.data !== undefined)?.data
  // A jump far down has no window yet: the list must keep its length meanwhile, or it would jump back up.
  const lastTotal = useRef<number>(undefined)
  const freshTotal = some?.total
  useEffect(() => {
    if (freshTotal !== undefined) lastTotal.current = freshTotal
  }, [freshTotal])
  const total = freshTotal ?? lastTotal.current
  // Told at each row that comes into sight; only another window is a change.
  const onRange = useCallback(
    (first: number, last: number) => {
      const next = { firstPage: pageOf(first), lastPage: pageOf(Math.max(first, last)) }
      setRange((now) => (now.firstPage === next.firstPage && now.lastPage === next.lastPage ? now : next))
      // Who has not scrolled yet reads, or types a filter that each key answers anew.
      if (first === 0) return
      const lastRow = (lastTotal.current ?? 0) - 1
      for (const page of [pageOf(first - aheadRows), pageOf(Math.min(lastRow, last + aheadRows))]) {
        if (page < next.firstPage || page > next.lastPage) void client.prefetchQuery(containerPage(query, page))
      }
    },
    [client, query],
  )
  return {
    total: total ?? 0,
    rowAt: (index: number): Container | undefined => byPage.get(pageOf(index))?.items[index % pageSize],
    /** As it is now, if it is in a window that is loaded. */
    find: (id: string): Container | undefined =>
      pages.flatMap((page) => page.data?.items ?? []).find((container) => container.id === id),
    onRange,
    isLoading: total === undefined && pages.some((page) => page.isPending),
    isFetching: pages.some((page) => page.isFetching),
    error:
      some === undefined && !pages.some((page) => page.isPending)
        ? (pages.find((page) => page.error)?.error ?? null)
        : null,
    refetch: () => Promise.all(pages.map((page) => page.refetch())),
  }
}

/** Everything that matches, as far as one answer reaches. */
export const fetchMatching = (query: ContainerListQuery) => fetchPage(query, 0, mostAtOnce)

/** A short list by filter, for panes and the palette. */
export const useContainerList = (query: ContainerListQuery, limit: number, enabled = true) =>
  useQuery({
    queryKey: [...keys.containerLists, query, `first-${limit}`],
    queryFn: ({ signal }) => fetchPage(query, 0, limit, signal),
    placeholderData: keepPreviousData,
    enabled,
  })

/** A hanging engine holds up only what must be asked of it: what a list already knows is shown at once. */
export function useContainer(id: string, enabled = true) {
  const client = useQueryClient()
  return useQuery({
    queryKey: keys.containerDetail(id),
    queryFn: ({ signal }) => api.get<ContainerDetail>(containerPath(id), {}, signal),
    placeholderData: () => {
      const pages = client.getQueriesData<Page<Container>>({ queryKey: keys.containerLists })
      const container = pages.flatMap(([, page]) => page?.items ?? []).find((item) => item.id === id)
      return container && { container, inspect: null, decision: null }
    },
    enabled,
  })
}

/** A masked value in the clear; the server writes down who asked. */
export const useReveal = (id: string) =>
  useMutation({
    mutationFn: (name: string) => api.post<{ name: string; value: string }>(`${containerPath(id)}/reveal`, { name }),
  })

export const useExplanation = (id: string, when: 'decided' | 'now', enabled = true) =>
  useQuery({
    queryKey: keys.explanation(id, when),
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Explanation | null>(`${containerPath(id)}/explanation`, { when }, signal)
      } catch (error) {
        if (when === 'decided' && isApiError(error) && error.code === 'not_found') return null
        throw error
      }
    },
    enabled,
    staleTime: when === 'now' ? 0 : Number.POSITIVE_INFINITY,
  })

/** What an act would do beyond the containers it is for. */
export function useActPlan(containers: readonly Container[], action: ContainerAction, volumes: boolean) {
  const request = { ids: containers.map(({ id }) => id), action, volumes }
  return useQuery({
    queryKey: keys.actPlan(request),
    queryFn: () => api.post<ActPlan>('/containers/actions/plan', request),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  })
}

export type ActOptions = { force?: boolean; volumes?: boolean }
export type ActResult = { container: Container; error: unknown }

const atOnce = 6

/** Acts on each container by itself, a few at a time: one that fails does not hold up the others, and each result is told. */
export async function actOnAll(
  containers: Container[],
  action: ContainerAction,
  options: ActOptions,
  onResult: (result: ActResult) => void,
): Promise<void> {
  const waiting = [...containers]
  const worker = async () => {
    for (let container = waiting.shift(); container; container = waiting.shift()) {
      try {
        await api.post<void>(`${containerPath(container.id)}/actions`, { action, ...options })
        onResult({ container, error: null })
      } catch (error) {
        onResult({ container, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, containers.length) }, worker))
}
