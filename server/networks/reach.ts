// The answer to "who can reach this": from the cluster's memory alone, no engine asked. Pure.
import type { Reach, ReachCannot, ReachChoice, ReachRow } from '@/lib/contract/reach'
import { dependentsOf } from './reach-dependents'
import {
  briefOf,
  edgeOf,
  isOn,
  type Party,
  partyKeyOf,
  partyWith,
  portsOf,
  type ReachIndex,
  usesHostNetwork,
} from './reach-index'
import { waysBetween, whyNot } from './reach-ways'

/** More than this nobody reads; the counts say how many there are. */
const maxRows = 200
const maxCannot = 40
const maxGates = 20
const maxEdge = 6

/** A service by its key, or one container by its id: then its siblings are others. */
export const partyOf = (index: ReachIndex, key: string): Party | null => {
  const party = index.parties.get(key)
  if (party) return party
  const member = index.members.get(key)
  return member ? partyWith(key, [member]) : null
}

const without = (party: Party, target: Party): Party | null => {
  if (party.stack !== target.stack) return party
  const ids = new Set(target.members.map(({ container }) => container.id))
  if (!party.members.some(({ container }) => ids.has(container.id))) return party
  const members = party.members.filter(({ container }) => !ids.has(container.id))
  return members.length === 0 ? null : partyWith(party.key, members)
}

const byNearness =
  (target: Party) =>
  (a: { party: { stack: string | null; name: string } }, b: { party: { stack: string | null; name: string } }) => {
    const own = (stack: string | null) => (stack !== null && stack === target.stack ? 0 : 1)
    return own(a.party.stack) - own(b.party.stack) || (a.party.name < b.party.name ? -1 : 1)
  }

/** Ways by name first, those through a gateway last, as a whole list and in each row. */
const rank = { name: 0, localhost: 1, address: 2, gateway: 3 } as const
const rankOf = (row: ReachRow): number => Math.min(...row.ways.map(({ kind }) => rank[kind]))
const isLast = (row: ReachRow): number => (rankOf(row) === rank.gateway ? 1 : 0)

const interest: Record<ReachCannot['reason'], number> = {
  'other-host': 0,
  isolated: 1,
  'no-common': 2,
  'not-connected': 3,
}

export const reachOf = (index: ReachIndex, target: Party): Reach => {
  const others = [...index.parties.values()].flatMap((party) => without(party, target) ?? [])
  const reachedBy: ReachRow[] = []
  const reaches: ReachRow[] = []
  const cannot: ReachCannot[] = []
  for (const other of others) {
    const brief = briefOf(other)
    const lanes = [...other.lanes]
    const ways = waysBetween(other, target, index)
    const back = waysBetween(target, other, index)
    if (ways.length > 0) reachedBy.push({ party: brief, ways, lanes })
    else cannot.push({ party: brief, lanes, ...whyNot(other, target, index) })
    if (back.length > 0) reaches.push({ party: brief, ways: back, lanes })
  }
  const near = byNearness(target)
  for (const rows of [reachedBy, reaches]) rows.sort((a, b) => isLast(a) - isLast(b) || near(a, b))
  cannot.sort((a, b) => interest[a.reason] - interest[b.reason] || near(a, b))
  const gates = reachedBy
    .filter((row) => row.ways.some(({ kind }) => kind !== 'gateway'))
    .flatMap(({ party }) => {
      const edge = edgeOf(index.parties.get(party.key) ?? target).filter(({ open }) => open)
      return edge.length > 0 ? [{ party, edge: edge.slice(0, maxEdge) }] : []
    })
    .slice(0, maxGates)
  const listed = {
    reachedBy: reachedBy.slice(0, maxRows),
    reaches: reaches.slice(0, maxRows),
    cannot: cannot.slice(0, maxCannot),
  }
  const ofLanes = [...target.lanes]
  const shown = new Set([...ofLanes, ...Object.values(listed).flatMap((rows) => rows.flatMap(({ lanes }) => lanes))])
  const [first] = target.members
  const family = first ? index.parties.get(partyKeyOf(first.container)) : undefined
  return {
    of: {
      ...briefOf(target),
      containers: target.members.map(({ container: { id, name, hostId, hostName, state } }) => ({
        id,
        name,
        hostId,
        hostName,
        state,
      })),
      ports: portsOf(target),
      hostNetworkOn: [...new Set(target.members.filter(usesHostNetwork).map(({ container }) => container.hostName))],
      siblings: (family?.members ?? []).filter((member) => isOn(member) && !target.members.includes(member)).length,
    },
    ofLanes,
    lanes: [...shown].flatMap((key) => index.lanes.get(key) ?? []),
    ...listed,
    counts: { reachedBy: reachedBy.length, reaches: reaches.length, cannot: cannot.length },
    breaks: dependentsOf(target, index),
    edge: edgeOf(target),
    gates,
  }
}

const matches = (text: string, words: string[]): boolean => words.every((word) => text.includes(word))

/** What can be asked about: those that are open to the outside first, since that is where questions begin. */
export const choicesOf = (index: ReachIndex, q: string, limit: number): { total: number; items: ReachChoice[] } => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = [...index.parties.values()]
    .map((party) => ({ party, brief: briefOf(party), edge: edgeOf(party) }))
    .filter(({ party, brief }) => {
      const names = party.members.map(({ container }) => `${container.hostName}/${container.name} ${container.image}`)
      return matches(`${brief.name} ${names.join(' ')}`.toLowerCase(), words)
    })
  const openFirst = (edge: { open: boolean }[]) => (edge.some(({ open }) => open) ? 0 : 1)
  found.sort((a, b) => openFirst(a.edge) - openFirst(b.edge) || (a.brief.name < b.brief.name ? -1 : 1))
  const items = found.slice(0, limit).map(({ party, brief, edge }) => ({
    ...brief,
    networks: [...party.lanes].flatMap((key) => index.lanes.get(key)?.name ?? []),
    edge: [...new Set(edge.map(({ hostPort }) => hostPort))],
  }))
  return { total: found.length, items }
}
