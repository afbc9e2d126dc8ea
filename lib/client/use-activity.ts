// The record of changes, newest first, older ones on demand. New entries come by live events.
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ActivityEntry } from '@/lib/contract/activity'
import { api } from './api'
import { keys } from './query-keys'

const pageSize = 200

export function useActivity(q: string) {
  const query = useInfiniteQuery({
    queryKey: [...keys.activity, 'pages', `filter ${q}`],
    queryFn: ({ pageParam, signal }) =>
      api.get<ActivityEntry[]>('/activity', { q, limit: pageSize, before: pageParam }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.id),
  })
  return {
    entries: query.data?.pages.flat() ?? [],
    error: query.data ? null : query.error,
    isLoading: query.isLoading,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
