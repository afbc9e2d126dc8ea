// Which containers the filter of the board means, in the same language as the list of containers. What can be asked of a
// container is made once: all of them are asked at each key press.
import type { BoardContainer } from '@/lib/contract/board'
import { compileFilter, parseFilter } from '@/lib/filter'
import { type ContainerFacts, containerFacts, containerFields, containerFilterKeys } from '@/lib/filter-fields'

const factsOf = new WeakMap<BoardContainer, ContainerFacts>()

function facts(container: BoardContainer): ContainerFacts {
  const known = factsOf.get(container)
  if (known) return known
  const made = containerFacts(container)
  factsOf.set(container, made)
  return made
}

export type Match = (container: BoardContainer) => boolean

/** Null: nothing is asked, everything matches. */
export function matchOf(q: string): Match | null {
  const test = compileFilter(parseFilter(q, containerFilterKeys), containerFields)
  return test && ((container) => test(facts(container)))
}
