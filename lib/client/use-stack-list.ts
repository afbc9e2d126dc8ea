// All stacks, and each one's flag: the mark a container carries wherever it is named.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Stack } from '@/lib/contract/stacks'
import { api } from './api'
import { keys } from './query-keys'

export const useStackList = () =>
  useQuery({ queryKey: keys.stacks, queryFn: ({ signal }) => api.get<Stack[]>('/stacks', {}, signal) })

/** The flag of a stack by name; undefined while it is not known. */
export function useStackFlags(): (stack: string | null) => number | undefined {
  const { data } = useStackList()
  return useMemo(() => {
    const flags = new Map((data ?? []).map((stack) => [stack.name, stack.flag]))
    return (stack) => (stack === null ? undefined : flags.get(stack))
  }, [data])
}
