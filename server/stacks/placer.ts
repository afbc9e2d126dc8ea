// The scheduler with the cluster of one plan in its state: each container that is planned counts for the next.
import type { Explanation, StrategyName } from '@/lib/contract/placements'
import type { ClusterSnapshot } from '@/server/cluster/types'
import { explain } from '@/server/scheduler/explain'
import { stateFromInventory } from '@/server/scheduler/from-contract'
import { rank, schedule } from '@/server/scheduler/schedule'
import { addContainer, removeContainer } from '@/server/scheduler/state-changes'
import { type FilterName, filterNames, type PlacementContainer, type PlacementRequest } from '@/server/scheduler/types'

export type PlacementPolicy = { strategy?: StrategyName; overcommit?: number }

export type Placer = {
  /** The host to take, or null. */
  place(request: PlacementRequest, without?: readonly FilterName[]): string | null
  /** Every host that could take it, best first. */
  ranking(request: PlacementRequest): string[]
  explain(request: PlacementRequest): Explanation
  add(hostId: string, container: PlacementContainer): void
  remove(hostId: string, containerId: string): void
}

export const createPlacer = (snapshot: ClusterSnapshot, policy: PlacementPolicy = {}): Placer => {
  const state = stateFromInventory(snapshot, policy.overcommit === undefined ? {} : { overcommit: policy.overcommit })
  // A plan has to come out the same each time it is made: strategy random takes the first host of equal ones here.
  const options = policy.strategy === undefined ? {} : { strategy: policy.strategy }
  return {
    place: (request, without = []) => {
      const filters = without.length === 0 ? {} : { filters: filterNames.filter((name) => !without.includes(name)) }
      const decision = schedule(state, request, { ...options, ...filters })
      return decision.placed ? decision.hostId : null
    },
    ranking: (request) => {
      const ranking = rank(state, request, options)
      return ranking.placed ? ranking.groups.flatMap((group) => group.map(({ hostId }) => hostId)) : []
    },
    explain: (request) => explain(state, request, options),
    add: (hostId, container) => void addContainer(state, hostId, container),
    remove: (hostId, containerId) => void removeContainer(state, hostId, containerId),
  }
}
