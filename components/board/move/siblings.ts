// Pure: what belongs to a container and can be held with it.
import type { BoardContainer } from '@/lib/contract/board'

type ByHost = ReadonlyMap<string, readonly BoardContainer[]>

/** The containers of its service, wherever they are; itself alone when it belongs to none. */
export function serviceOf(container: BoardContainer, byHost: ByHost): BoardContainer[] {
  const { stack, service } = container
  if (stack === null || service === null) return [container]
  return [...byHost.values()]
    .flat()
    .filter((other) => other.stack === stack && other.service === service)
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
}

/** The containers of its stack, wherever they are, service by service. */
export function stackOf(container: BoardContainer, byHost: ByHost): BoardContainer[] {
  const { stack } = container
  if (stack === null) return [container]
  const byName = (a: BoardContainer, b: BoardContainer) => a.name.localeCompare(b.name, 'en', { numeric: true })
  return [...byHost.values()]
    .flat()
    .filter((other) => other.stack === stack)
    .sort(byName)
}
