// Pure: what is held together, and what goes with it. Apart from the verdicts, since the board asks for these before anything
// is lifted.
import type { BoardContainer } from '@/lib/contract/board'
import type { MoveQuestion } from '@/lib/contract/moves'
import type { PlacementRequest } from '@/lib/scheduler'

export type Questions = ReadonlyMap<string, MoveQuestion>

/** Those that would have to come along, as far as they are on the board. */
export function partnersOf(
  held: readonly BoardContainer[],
  requests: Questions,
  byHost: ReadonlyMap<string, readonly BoardContainer[]>,
): BoardContainer[] {
  const ids = new Set(held.map(({ id }) => id))
  const found = new Map<string, BoardContainer>()
  for (const { id, hostId } of held)
    for (const { along = [] } of requests.get(id)?.refusals ?? [])
      for (const other of along) {
        const container = ids.has(other.id) ? undefined : byHost.get(hostId)?.find((own) => own.id === other.id)
        if (container) found.set(other.id, container)
      }
  return [...found.values()]
}

/** Only then hosts have to be known with their images. */
export const asksForImages = ({ env = [], labels = {} }: PlacementRequest): boolean =>
  [...env, labels['com.docker.swarm.affinities'] ?? ''].some((text) => /^affinity:image|"image[=!]=/.test(text))

/** Local data that has to be copied; whether a volume is shared by hosts the plan knows. */
export const volumesOf = (held: readonly BoardContainer[]): string[] => [
  ...new Set(
    held.flatMap(({ mounts }) => mounts.flatMap(({ type, name }) => (type === 'volume' && name ? [name] : []))),
  ),
]
