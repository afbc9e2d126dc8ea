// All ways by which one party gets to another, and why there is none. Pure.
import type { ReachCannot, ReachLane, ReachWay } from '@/lib/contract/reach'
import { isOn, type Member, type Party, portsOf, type ReachIndex, usesHostNetwork } from './reach-index'

type Pair = { from: Member; to: Member }

const pairsOf = (from: Member[], to: Member[]): Pair[] =>
  from.flatMap((one) =>
    to.filter((other) => other.container.id !== one.container.id).map((other) => ({ from: one, to: other })),
  )

const wayOf = (way: Partial<ReachWay> & Pick<ReachWay, 'kind'>, to: Party): ReachWay => ({
  lane: null,
  names: [],
  addresses: [],
  ports: portsOf(to),
  crossesHosts: false,
  isPartial: false,
  now: false,
  ...way,
})

const bothOn = ({ from, to }: Pair): boolean => isOn(from) && isOn(to)

const inOneSpace = (from: Party, to: Party): ReachWay[] => {
  const sharing = from.members.some(({ space }) => to.members.some((other) => other.space === space))
  if (!sharing) return []
  const pairs = pairsOf(from.members, to.members).filter((pair) => pair.from.space === pair.to.space)
  if (pairs.length === 0) return []
  return [wayOf({ kind: 'localhost', names: ['localhost'], now: pairs.some(bothOn) }, to)]
}

/** By name where the engine has names; those that all answer to first, then each container's own. */
const rankedNames = (members: Member[], lane: string): string[] => {
  const counts = new Map<string, number>()
  for (const { endpoints } of members) {
    const names = new Set(endpoints.filter((each) => each.lane === lane).flatMap((each) => each.names))
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name)
}

const isOnLane = (lane: string) => (member: Member) => member.endpoints.some((each) => each.lane === lane)
const addressesOn = (members: Member[], lane: string): string[] =>
  members.flatMap(({ endpoints }) =>
    endpoints.filter((each) => each.lane === lane && each.address !== '').map(({ address }) => address),
  )

const overLane = (from: Party, to: Party, lane: ReachLane): ReachWay[] => {
  const callers = from.members.filter(isOnLane(lane.key))
  const called = to.members.filter(isOnLane(lane.key))
  const pairs = pairsOf(callers, called).filter((pair) => pair.from.space !== pair.to.space)
  if (lane.isolated || pairs.length === 0) return []
  return [
    wayOf(
      {
        kind: lane.hasNames ? 'name' : 'address',
        lane: lane.key,
        names: lane.hasNames ? rankedNames(called, lane.key) : [],
        addresses: addressesOn(called, lane.key),
        crossesHosts: pairs.some((pair) => pair.from.container.hostId !== pair.to.container.hostId),
        isPartial: callers.length < from.members.length || called.length < to.members.length,
        now: pairs.some(bothOn),
      },
      to,
    ),
  ]
}

/** A host has an address on each of its bridges, so what uses its network reaches the containers there. */
const fromHostNetwork = (from: Party, to: Party, { lanes }: ReachIndex): ReachWay[] => {
  const hosts = new Map(from.members.filter(usesHostNetwork).map((member) => [member.container.hostId, member]))
  if (hosts.size === 0) return []
  return [...to.lanes].flatMap((key) => {
    const lane = lanes.get(key)
    if (lane?.driver !== 'bridge') return []
    const called = to.members.filter((member) => isOnLane(key)(member) && hosts.has(member.container.hostId))
    if (called.length === 0) return []
    const now = called.some((member) => isOn(member) && isOn(hosts.get(member.container.hostId) ?? member))
    const isPartial = called.length < to.members.length
    return [wayOf({ kind: 'gateway', lane: key, addresses: addressesOn(called, key), isPartial, now }, to)]
  })
}

export const waysBetween = (from: Party, to: Party, index: ReachIndex): ReachWay[] => {
  const lanes = [...from.lanes].flatMap((key) => (to.lanes.has(key) ? (index.lanes.get(key) ?? []) : []))
  return [
    ...inOneSpace(from, to),
    ...lanes.flatMap((lane) => overLane(from, to, lane)),
    ...fromHostNetwork(from, to, index),
  ]
}

type Why = Pick<ReachCannot, 'reason' | 'network'>

const bareName = (lane: ReachLane): string => lane.name.slice(lane.name.indexOf('/') + 1)

export const whyNot = (from: Party, to: Party, { lanes }: ReachIndex): Why => {
  const [own, others] = [from, to].map((party) => [...party.lanes].flatMap((key) => lanes.get(key) ?? []))
  if (!own?.length || !others?.length) return { reason: 'not-connected', network: null }
  const isolated = own.find((lane) => lane.isolated && others.includes(lane))
  if (isolated) return { reason: 'isolated', network: isolated.name }
  const local = new Set(others.filter(({ isLocal, hasNames }) => isLocal && hasNames).map(bareName))
  const sameName = own.find((lane) => lane.isLocal && lane.hasNames && local.has(bareName(lane)))
  return sameName ? { reason: 'other-host', network: bareName(sameName) } : { reason: 'no-common', network: null }
}
