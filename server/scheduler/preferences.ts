// `deploy.placement.preferences: spread`: before anything is weighed, the group of hosts (by label value) that has the
// fewest containers of the service wins; a second preference decides inside the groups of the first.
import { labelKeyOf, placementValues } from './placement-constraint'
import { replicatedService, replicaWatch } from './replicas'
import type { PlacementState } from './state'
import type { PlacementRequest } from './types'

const isKnown = (descriptor: string) => labelKeyOf(descriptor) !== null || descriptor.startsWith('node.')

/** For each preference, how many containers the group of a slot's host holds. Lower is better, the first decides first. */
export function groupCounts(state: PlacementState, request: PlacementRequest): Int32Array[] {
  const descriptors = request.preferences?.filter(isKnown) ?? []
  if (descriptors.length === 0) return []
  const service = replicatedService(request)
  const perHost = service ? replicaWatch(state, service).counts : state.containerCount
  const groupOf = new Array<string>(state.capacity).fill('')
  return descriptors.map((descriptor) => {
    const totals = new Map<string, number>()
    for (const record of state.records) {
      if (!record) continue
      const { slot, host } = record
      const group = `${groupOf[slot]}\n${placementValues(descriptor, host)?.[0] ?? ''}`
      groupOf[slot] = group
      totals.set(group, (totals.get(group) ?? 0) + (perHost[slot] as number))
    }
    return Int32Array.from(groupOf, (group) => totals.get(group) ?? 0)
  })
}
