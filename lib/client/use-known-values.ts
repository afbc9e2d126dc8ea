// Names that this side knows, to complete what is typed into a filter of containers.
import { useMemo } from 'react'
import { useHosts } from './use-hosts'
import { useStackList } from './use-stack-list'

export function useKnownValues() {
  const hosts = useHosts().data
  const stacks = useStackList().data
  return useMemo(
    () => ({
      host: (hosts ?? []).map((host) => host.name),
      stack: (stacks ?? []).map((stack) => stack.name),
      service: [...new Set((stacks ?? []).flatMap((stack) => stack.services.map((service) => service.name)))].sort(),
    }),
    [hosts, stacks],
  )
}
