// What is to be done about containers that ask to be rescheduled: those of a lost host are made anew elsewhere, and a copy that
// comes back with its host goes. Level by level, from what is there now: whoever begins to act, and whenever, comes to the same. Pure.
import type { Container } from '@/lib/contract/containers'
import type { HostState } from '@/lib/contract/hosts'
import { policiesLabel, swarmIdLabel } from '@/server/recreate/own-labels'
import { oweOf, roundOf } from './copy-labels'

export type Rescheduling =
  | { kind: 'move'; container: Container; wasUp: boolean }
  /** `stays`: the copy that took its place. */
  | { kind: 'remove'; container: Container; stays: Container }
  /** A copy that was made and never started, because whoever made it did not come so far. `of`: what it is a copy of. */
  | { kind: 'clear'; container: Container; of: Container }
  /** As above, when it is the last one that answers: what is owed to it is done. */
  | { kind: 'finish'; container: Container }
  /** Of a lost host, and replaced: nobody is to begin anew with it when the other one is removed. */
  | { kind: 'forget'; container: Container; stays: Container }

/** More than one is there, and nothing says which is to stay. */
export type Undecided = { copies: [Container, Container, ...Container[]] }

/** What is there more often has its label from an image. */
const mostCopies = 20

export type Plan = { operations: Rescheduling[]; undecided: Undecided[] }

export type HostStates = {
  stateOf(hostId: string): HostState | undefined
  /** A host that has not been heard of yet may have a copy of anything. */
  isAwaited: boolean
}

const isAsked = (text: string): boolean => {
  try {
    const policies = JSON.parse(text) as unknown
    return Array.isArray(policies) && policies.includes('on-node-failure')
  } catch {
    return false
  }
}
const usual = '["on-node-failure"]'

export function asksForRescheduling({ labels }: Pick<Container, 'labels'>): boolean {
  const policies = labels[policiesLabel]
  if (policies === undefined || labels[swarmIdLabel] === undefined) return false
  return policies === usual || isAsked(policies)
}

export const isUp = ({ state }: Pick<Container, 'state'>): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused'
/** Somebody has asked for its end. */
const isGoing = ({ state }: Container): boolean => state === 'removing' || state === 'dead'
const isBegun = (container: Container) =>
  container.state === 'created' && container.startedAt === null && roundOf(container) > 0
const isOwed = (container: Container) => isBegun(container) && oweOf(container)?.start === true

/** Of two that were made in the same round one is as good as the other, so that everybody has to come to the same. */
const newestFirst = (one: Container, other: Container) =>
  roundOf(other) - roundOf(one) ||
  (roundOf(one) > 0 ? Number(isUp(other)) - Number(isUp(one)) : 0) ||
  Date.parse(other.createdAt) - Date.parse(one.createdAt) ||
  one.id.localeCompare(other.id)

/** Containers that are one and the same: what is done to one of them concerns the others. */
export const groupOf = ({ name, labels }: Container): string => `${labels[swarmIdLabel]} ${name}`

function planGroup(group: Container[], { stateOf, isAwaited }: HostStates): Rescheduling[] {
  const isOn = (container: Container, ...states: HostState[]) => states.some((it) => it === stateOf(container.hostId))
  const answers = (container: Container) => isOn(container, 'healthy', 'suspect')

  // As nearly all are nearly always: this is asked many times a second.
  const [only] = group
  if (group.length === 1 && only && answers(only) && !isBegun(only)) return []
  if (group.some((each) => isGoing(each) && answers(each))) return []
  // It has just been read of a host that is coming back, which is not said to be there before all of it is read.
  if (group.some((each) => each.known && isOn(each, 'unreachable'))) return []

  const [nextUp] = group.filter((each) => isOwed(each) && isOn(each, 'healthy')).sort(newestFirst)
  const halfMade = group.flatMap((container): Rescheduling[] => {
    if (!isBegun(container) || !isOn(container, 'healthy')) return []
    const others = group.filter((each) => isUp(each) && roundOf(each) <= roundOf(container))
    const of = others.find(answers)
    if (of) return [{ kind: 'clear', container, of }]
    // A host of which nobody knows yet whether it is lost may still have it.
    if (isAwaited || group.some((each) => isOn(each, 'pending')) || group.some((each) => isUp(each) && answers(each)))
      return []
    // Of several one is enough; the others go when it is up.
    if (isOwed(container)) return container === nextUp ? [{ kind: 'finish', container }] : []
    const [lost] = others
    return lost === undefined || lost === container ? [] : [{ kind: 'clear', container, of: lost }]
  })
  if (halfMade.length > 0) return halfMade

  const [stays, ...older] = group.filter(answers).sort(newestFirst)
  const lost = group.filter((each) => isOn(each, 'unreachable')).sort(newestFirst)
  if (stays === undefined) {
    const [last] = lost
    if (last === undefined || isGoing(last) || isAwaited || group.some((each) => isOn(each, 'pending'))) return []
    return [{ kind: 'move', container: last, wasUp: isUp(last) || isOwed(last) }]
  }
  if (!isOn(stays, 'healthy')) return []
  const forgotten = lost
    .filter((each) => roundOf(each) < roundOf(stays) && !(isBegun(stays) && isUp(each)))
    .map((container): Rescheduling => ({ kind: 'forget', container, stays }))
  // What runs is not given up for what does not.
  if (!isUp(stays) && older.some(isUp)) return forgotten
  // And only what was surely made in its place may stay in its place.
  const isCopied = (each: Container) =>
    each.hostId !== stays.hostId &&
    isOn(each, 'healthy') &&
    (roundOf(each) < roundOf(stays) || (roundOf(each) > 0 && each.image === stays.image))
  return [
    ...forgotten,
    ...older.filter(isCopied).map((container): Rescheduling => ({ kind: 'remove', container, stays })),
  ]
}

const byKey = (containers: Iterable<Container>, keyOf: (container: Container) => string) => {
  const groups = new Map<string, Container[]>()
  for (const container of containers) {
    const key = keyOf(container)
    const group = groups.get(key)
    if (group) group.push(container)
    else groups.set(key, [container])
  }
  return [...groups.values()]
}

/** Of what no operation touches: those of one name, and those of which one was made anew under a name of before. */
function undecidedIn(namesakes: Container[], touched: ReadonlySet<string>, { stateOf }: HostStates): Undecided[] {
  const there = namesakes.filter(({ hostId, id }) => stateOf(hostId) === 'healthy' && !touched.has(id))
  const copies = there.filter((one) =>
    there.some(
      (other) =>
        other.hostId !== one.hostId &&
        (other.name === one.name || (roundOf(other) !== roundOf(one) && other.image === one.image)),
    ),
  )
  const [first, second, ...rest] = copies.sort(newestFirst)
  return first && second ? [{ copies: [first, second, ...rest] }] : []
}

export function planRescheduling(containers: Iterable<Container>, states: HostStates): Plan {
  const asking = [...containers].filter(asksForRescheduling)
  // The label alone does not make a copy: an image that was committed of a container gives it to whatever is made of it.
  const operations = byKey(asking, groupOf).flatMap((group) => planGroup(group, states))
  const touched = new Set(operations.map(({ container }) => container.id))
  const sameId = byKey(asking, ({ labels }) => labels[swarmIdLabel] ?? '').filter(
    ({ length }) => length > 1 && length <= mostCopies,
  )
  return { operations, undecided: sameId.flatMap((group) => undecidedIn(group, touched, states)) }
}
