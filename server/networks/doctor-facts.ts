// What the doctor knows before it judges: who should answer to a name on a network, and what each host told. Pure.
import type { Container } from '@/lib/contract/containers'
import type { DoctorOutcome } from '@/lib/contract/doctor'
import { isOn, type Member, type ReachIndex } from './reach-index'

export type Expected = {
  address: string
  /** `host/name` */
  owner: string
  containerId: string
  hostId: string
  state: Container['state']
  known: boolean
}

/** An entry in the gossip of an engine: all that its name server knows of containers on other hosts. */
export type GossipEntry = { name: string; address: string }
/** `virtual`: addresses of services of Swarm mode, which stand for those of their tasks. */
export type Gossip = { entries: GossipEntry[]; virtual: string[] }

export type ProbeAnswer = {
  /** Null: no tool in the image could look names up. */
  resolved: string[] | null
  connections: Map<string, { outcome: DoctorOutcome; words: string }>
}

export type HostFacts = {
  hostId: string
  hostName: string
  answers: boolean
  /** The address that the others reach it by, as Swarm mode knows it. */
  nodeAddress: string | null
  asker: Container | null
  /** Null: the network has none, or the engine did not tell. */
  gossip: Gossip | null
  probe: ProbeAnswer | null
  problem: { kind: 'no-tools' | 'probe-failed' | 'not-readable'; words: string } | null
  image: string | null
}

const lower = (text: string): string => text.toLowerCase()

const answersTo = (member: Member, lane: string, name: string): string[] =>
  member.endpoints
    .filter(
      (each) =>
        each.lane === lane &&
        [...each.names, member.container.id.slice(0, 12)].some((known) => lower(known) === lower(name)),
    )
    .map(({ address }) => address)

/** Everybody on the network who goes by the name, running or not; one entry for a namespace that several share. */
export const expectedFor = (index: ReachIndex, lane: string, name: string): Expected[] => {
  const found = new Map<string, Expected>()
  for (const member of index.members.values()) {
    const { container, space } = member
    if (space !== container.id) continue
    for (const address of answersTo(member, lane, name)) {
      found.set(container.id, {
        address,
        owner: `${container.hostName}/${container.name}`,
        containerId: container.id,
        hostId: container.hostId,
        state: container.state,
        known: container.known,
      })
    }
  }
  return [...found.values()]
}

/** Other networks on which somebody goes by the name. */
export const networksWithName = (index: ReachIndex, lane: string, name: string): string[] => {
  const found = new Set<string>()
  for (const member of index.members.values()) {
    for (const each of member.endpoints) {
      if (each.lane !== lane && isOn(member) && answersTo(member, each.lane, name).length > 0) found.add(each.lane)
    }
  }
  return [...found].flatMap((key) => {
    const known = index.lanes.get(key)
    return known?.hasNames ? [known.name] : []
  })
}

/** Address → `host/name`, of everybody on the network. */
export const ownersOn = (index: ReachIndex, lane: string): Map<string, string> => {
  const owners = new Map<string, string>()
  for (const { container, endpoints } of index.members.values()) {
    for (const each of endpoints) {
      if (each.lane === lane && each.address !== '') owners.set(each.address, `${container.hostName}/${container.name}`)
    }
  }
  return owners
}

/** Of the containers of each host on the network, the one to look from: running, and rather not one that is looked for. */
export const askersOn = (index: ReachIndex, lane: string, expected: Expected[]): Map<string, Container> => {
  const wanted = new Set(expected.map(({ containerId }) => containerId))
  const askers = new Map<string, Container>()
  for (const member of index.members.values()) {
    const { container, space } = member
    if (!isOn(member) || space !== container.id || !member.endpoints.some((each) => each.lane === lane)) continue
    const other = askers.get(container.hostId)
    if (!other || (wanted.has(other.id) && !wanted.has(container.id))) askers.set(container.hostId, container)
  }
  return askers
}
