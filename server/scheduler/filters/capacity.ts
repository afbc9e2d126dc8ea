// Memory and CPUs: what is reserved on a host, by containers in any state, may not exceed what it has. Strategies weigh
// the same numbers; these two stand after all filters because classic Swarm finds them out only while weighing.
import type { Fix } from '@/lib/contract/placements'
import type { Filter } from '../filter'
import { dropSlot } from '../host-set'
import { percentAfter } from '../percent'
import { bytesText, cpusText, shareText } from '../quantity'
import { type HostRecord, nanoCpus, type PlacementState } from '../state'
import type { Capacity, PlacementRequest } from '../types'

export interface Need {
  amount: number
  /** Whole percents, as classic Swarm compares, instead of the exact sum. */
  wholePercent: boolean
}

interface Dimension {
  name: 'memory' | 'cpu'
  total: 'totalMemoryBytes' | 'totalNanoCpus'
  used: 'usedMemoryBytes' | 'usedNanoCpus'
  text(amount: number): string
  wants(amount: number): string
  reservedBy(reservation: Capacity): number
}

function fits(total: number, used: number, { amount, wholePercent }: Need) {
  if (!wholePercent) return used + amount <= total
  return amount <= total && percentAfter(used, amount, total) <= 100
}

const capacityFilter = (dimension: Dimension): Filter<Need> => {
  const totalOn = (state: PlacementState, slot: number) => state[dimension.total][slot] as number
  const usedOn = (state: PlacementState, slot: number) => state[dimension.used][slot] as number
  return {
    name: dimension.name,
    questions: () => [],
    passes: (state, need, { slot }) => fits(totalOn(state, slot), usedOn(state, slot), need),
    narrow(state, need, among) {
      const total = state[dimension.total]
      const used = state[dimension.used]
      for (let i = 0; i < among.length; i++) {
        let word = among[i] as number
        while (word !== 0) {
          const slot = (i << 5) + 31 - Math.clz32(word & -word)
          word &= word - 1
          if (!fits(total[slot] as number, used[slot] as number, need)) dropSlot(among, slot)
        }
      }
    },
    condition: () => null,
    nobodyLeft: 'no resources available to schedule container',
    wants: ({ amount }) => dimension.wants(amount),
    actual(state, need, { slot }) {
      const free = Math.max(0, totalOn(state, slot) - usedOn(state, slot))
      if (fits(totalOn(state, slot), usedOn(state, slot), need)) return `${dimension.text(free)} free`
      return `${shareText(dimension.text(free), dimension.text(need.amount))} free`
    },
    fix(state, need, record): Fix {
      const total = totalOn(state, record.slot)
      const used = usedOn(state, record.slot)
      if (need.amount > total)
        return { kind: 'other', text: `Ask for at most ${dimension.text(total)} of ${dimension.name}` }
      const missing = used + need.amount - total
      const movable = smallestWith(record, dimension, missing)
      if (movable) return { kind: 'free-capacity', text: `Move ${movable} away from ${record.host.name}` }
      return {
        kind: 'free-capacity',
        text: `Free ${dimension.text(missing)} of ${dimension.name} on ${record.host.name}`,
      }
    },
  }
}

/** The container with the smallest reservation that is large enough. */
function smallestWith(record: HostRecord, { reservedBy }: Dimension, least: number): string | null {
  let name: string | null = null
  let smallest = Number.POSITIVE_INFINITY
  for (const container of record.containers.values()) {
    const reserved = container.reservation ? reservedBy(container.reservation) : 0
    if (reserved >= least && reserved < smallest) {
      smallest = reserved
      name = container.name
    }
  }
  return name
}

export const memory = capacityFilter({
  name: 'memory',
  total: 'totalMemoryBytes',
  used: 'usedMemoryBytes',
  text: bytesText,
  wants: bytesText,
  reservedBy: (reservation) => reservation.memoryBytes,
})

export const cpu = capacityFilter({
  name: 'cpu',
  total: 'totalNanoCpus',
  used: 'usedNanoCpus',
  text: cpusText,
  wants: (amount) => (amount === 1e9 ? '1 core' : `${cpusText(amount)} cores`),
  reservedBy: (reservation) => nanoCpus(reservation.cpus),
})

interface CapacityQuestion {
  filter: Filter<Need>
  need: Need
}

/** Nothing when nothing is reserved: a container without reservations goes to a full host as well. */
export function capacityQuestions(request: PlacementRequest, wholePercent: boolean): CapacityQuestion[] {
  const questions: CapacityQuestion[] = []
  if (request.memoryBytes !== undefined && request.memoryBytes > 0) {
    questions.push({ filter: memory, need: { amount: request.memoryBytes, wholePercent } })
  }
  if (request.cpus !== undefined && request.cpus > 0) {
    questions.push({ filter: cpu, need: { amount: nanoCpus(request.cpus), wholePercent } })
  }
  return questions
}
