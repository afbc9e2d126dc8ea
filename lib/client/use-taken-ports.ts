// Ports of hosts that containers of the cluster hold, running or not, so that a free one can be proposed.
import { useQuery } from '@tanstack/react-query'
import type { Page } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import { api } from './api'
import { keys } from './query-keys'

const pageSize = 1000

async function takenPorts(signal: AbortSignal): Promise<number[]> {
  const taken = new Set<number>()
  for (let offset = 0; ; offset += pageSize) {
    const page = await api.get<Page<Container>>('/containers', { q: 'port:*', limit: pageSize, offset }, signal)
    for (const { actualPorts, requestedPorts } of page.items)
      for (const { hostPort } of [...actualPorts, ...requestedPorts]) if (hostPort) taken.add(Number(hostPort))
    if (offset + pageSize >= page.total) return [...taken]
  }
}

/** Undefined until they are read. */
export function useTakenPorts(): ReadonlySet<number> | undefined {
  const { data } = useQuery({
    queryKey: keys.takenPorts,
    queryFn: ({ signal }) => takenPorts(signal),
    select: asSet,
    staleTime: 5_000,
  })
  return data
}

const asSet = (ports: number[]): ReadonlySet<number> => new Set(ports)
