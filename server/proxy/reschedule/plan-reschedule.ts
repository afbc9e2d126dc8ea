// What is to be done about containers that ask to be rescheduled: those of a lost host are made anew elsewhere, and a copy that
// comes back with its host goes. Level by level, from what is there now: whoever begins to act, and whenever, comes to the same. Pure.
import type { Container } from '@/lib/contract/containers'
import type { HostState } from '@/lib/contract/hosts'
import { swarmIdLabel } from '../objects/find-container'

/** How often it has been made anew, as clocks of hosts may differ by more than lies between two of its copies. */
export const roundLabel = 'io.lotse.rescheduled'
export const policiesLabel = 'com.docker.swarm.reschedule-policies'

export type Rescheduling =
  | { kind: 'move'; container: Container; wasUp: boolean }
  /** `stays`: the copy that took its place. */
  | { kind: 'remove'; container: Container; stays: Container }
  /** A copy that was made and never started, because whoever made it did not come so far. `of`: what it is a copy of. */
  | { kind: 'clear'; container: Container; of: Container }

export function asksForRescheduling({ labels }: Pick<Container, 'labels'>): boolean {
  try {
    const policies = JSON.parse(labels[policiesLabel] ?? '[]') as unknown
    return Array.isArray(policies) && policies.includes('on-node-failure') && labels[swarmIdLabel] !== undefined
  } catch {
    return false
  }
}

const isUp = ({ state }: Container): boolean => state === 'running' || state === 'restarting' || state === 'paused'
export const roundOf = ({ labels }: Pick<Container, 'labels'>): number =>
  Number.parseInt(labels[roundLabel] ?? '', 10) || 0
const newestFirst = (one: Container, other: Container) =>
  roundOf(other) - roundOf(one) || Date.parse(other.createdAt) - Date.parse(one.createdAt)

export function planRescheduling(
  containers: Iterable<Container>,
  stateOf: (hostId: string) => HostState | undefined,
): Rescheduling[] {
  // The label alone does not make a copy: an image that was committed of a container gives it to whatever is made of it.
  const copies = new Map<string, Container[]>()
  for (const container of containers) {
    if (!asksForRescheduling(container)) continue
    const key = `${container.labels[swarmIdLabel]} ${container.name}`
    copies.set(key, [...(copies.get(key) ?? []), container])
  }
  return [...copies.values()].flatMap((group): Rescheduling[] => {
    const halfMade = group.flatMap((container): Rescheduling[] => {
      const of = group.find((each) => isUp(each) && roundOf(each) <= roundOf(container))
      const isBegun = container.state === 'created' && container.startedAt === null && roundOf(container) > 0
      return isBegun && of && stateOf(container.hostId) === 'healthy' ? [{ kind: 'clear', container, of }] : []
    })
    if (halfMade.length > 0) return halfMade
    const there = group.filter(({ hostId }) => ['healthy', 'suspect'].includes(stateOf(hostId) ?? '')).sort(newestFirst)
    const [stays, ...older] = there
    if (stays === undefined) {
      const [lost] = group.filter(({ hostId }) => stateOf(hostId) === 'unreachable').sort(newestFirst)
      // A host of which nobody knows yet whether it is lost may still have it.
      const mayBeThere = group.some(({ hostId }) => stateOf(hostId) === 'pending')
      return lost === undefined || mayBeThere ? [] : [{ kind: 'move', container: lost, wasUp: isUp(lost) }]
    }
    // What runs is not given up for what does not.
    if (!isUp(stays) && older.some(isUp)) return []
    // And only what was surely made in its place may stay in its place.
    const isCopied = ({ hostId, ...older }: Container) =>
      hostId !== stays.hostId && stateOf(hostId) === 'healthy' && roundOf(older) < roundOf(stays)
    if (stateOf(stays.hostId) !== 'healthy') return []
    return older.filter(isCopied).map((container) => ({ kind: 'remove', container, stays }))
  })
}
