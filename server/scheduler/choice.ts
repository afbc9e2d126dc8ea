// From the hosts that may to the one that shall: weights, ties and chance.

import type { Search } from './candidates'
import { hostOrder, mostPreferred } from './host-order'
import { type HostSet, slotsOf } from './host-set'
import { percentAfter } from './percent'
import { groupCounts } from './preferences'
import { nanoCpus, type PlacementState } from './state'

interface Scale {
  nanoCpus: number
  memoryBytes: number
  healthFactor: number
}

const scaleOf = ({ request }: Search, healthFactor: number): Scale => ({
  nanoCpus: nanoCpus(request.cpus ?? 0),
  memoryBytes: request.memoryBytes ?? 0,
  healthFactor,
})

function weightOf(state: PlacementState, slot: number, scale: Scale): number {
  const cpus =
    scale.nanoCpus > 0
      ? percentAfter(state.usedNanoCpus[slot] as number, scale.nanoCpus, state.totalNanoCpus[slot] as number)
      : 100
  const memory =
    scale.memoryBytes > 0
      ? percentAfter(state.usedMemoryBytes[slot] as number, scale.memoryBytes, state.totalMemoryBytes[slot] as number)
      : 100
  return cpus + memory + scale.healthFactor * (state.health[slot] as number)
}

/** What the strategy thinks of one host; null for random. */
export function scoreOf(search: Search, slot: number): number | null {
  const { order } = search.strategy
  return order && weightOf(search.state, slot, scaleOf(search, order.healthFactor))
}

interface Candidate {
  slot: number
  groups: readonly number[]
  weight: number
  containers: number
}

/** All of them, best first, as the strategy alone sees it. */
function compare(a: Candidate, b: Candidate, direction: number): number {
  for (let i = 0; i < a.groups.length; i++) {
    const difference = (a.groups[i] as number) - (b.groups[i] as number)
    if (difference !== 0) return difference
  }
  return direction * (a.weight - b.weight || a.containers - b.containers)
}

/** Slots from best to worst in groups that tie; inside a group by name. For random the order is by name throughout. */
export function rankHosts(search: Search, hosts: HostSet): number[][] {
  const { state, request, strategy } = search
  const counts = groupCounts(state, request)
  const { position } = hostOrder(state)
  const scale = strategy.order && scaleOf(search, strategy.order.healthFactor)
  const direction = strategy.order?.lowestWins === false ? -1 : 1
  const candidates: Candidate[] = slotsOf(hosts).map((slot) => ({
    slot,
    groups: counts.map((count) => count[slot] as number),
    weight: scale ? weightOf(state, slot, scale) : 0,
    containers: scale ? (state.containerCount[slot] as number) : 0,
  }))
  candidates.sort((a, b) => compare(a, b, direction) || (position[a.slot] as number) - (position[b.slot] as number))
  const ranked: number[][] = []
  let last: Candidate | undefined
  for (const candidate of candidates) {
    if (last && compare(last, candidate, direction) === 0) ranked.at(-1)?.push(candidate.slot)
    else ranked.push([candidate.slot])
    last = candidate
  }
  return ranked
}

/** The first of `rankHosts` without ranking the others; for random, any of its first group. */
export function bestHost(search: Search, hosts: HostSet, random: (() => number) | undefined): number {
  const { strategy, request } = search
  if (strategy.order && !request.preferences?.length) {
    const scale = scaleOf(search, strategy.order.healthFactor)
    if (scale.nanoCpus > 0 || scale.memoryBytes > 0)
      return lightest(search.state, hosts, scale, strategy.order.lowestWins)
    const { fewestFirst, mostFirst } = hostOrder(search.state)
    return mostPreferred(strategy.order.lowestWins ? fewestFirst : mostFirst, hosts)
  }
  const [group] = rankHosts(search, hosts) as [number[]]
  if (strategy.order || !random) return group[0] as number
  return group[Math.min(group.length - 1, Math.floor(random() * group.length))] as number
}

/** Looks at every host, so columns are taken out of the state first; all is turned so that less is better. */
function lightest(state: PlacementState, hosts: HostSet, scale: Scale, lowestWins: boolean): number {
  const { position } = hostOrder(state)
  const { health, containerCount, totalNanoCpus, usedNanoCpus, totalMemoryBytes, usedMemoryBytes } = state
  const { nanoCpus: askedCpus, memoryBytes: askedMemory } = scale
  const direction = lowestWins ? 1 : -1
  const healthFactor = direction * scale.healthFactor
  let best = -1
  let bestWeight = Number.POSITIVE_INFINITY
  let bestContainers = 0
  for (let i = 0; i < hosts.length; i++) {
    let word = hosts[i] as number
    while (word !== 0) {
      const slot = (i << 5) + 31 - Math.clz32(word & -word)
      word &= word - 1
      let weight = healthFactor * (health[slot] as number)
      if (askedCpus > 0) {
        weight += direction * percentAfter(usedNanoCpus[slot] as number, askedCpus, totalNanoCpus[slot] as number)
      }
      if (askedMemory > 0) {
        weight +=
          direction * percentAfter(usedMemoryBytes[slot] as number, askedMemory, totalMemoryBytes[slot] as number)
      }
      if (weight > bestWeight) continue
      const containers = direction * (containerCount[slot] as number)
      if (weight === bestWeight) {
        if (containers > bestContainers) continue
        if (containers === bestContainers && (position[slot] as number) > (position[best] as number)) continue
      }
      best = slot
      bestWeight = weight
      bestContainers = containers
    }
  }
  return best
}
