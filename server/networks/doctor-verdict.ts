// From what the hosts told to what is wrong: one cause a host, the gravest first. Pure, so that every fault can be tried.
import type { Container } from '@/lib/contract/containers'
import type { DoctorAddress, DoctorCause, DoctorHost, DoctorOutcome } from '@/lib/contract/doctor'
import type { ReachLane } from '@/lib/contract/reach'
import type { Expected, HostFacts } from './doctor-facts'

export type Case = {
  lane: ReachLane
  name: string
  port: number | null
  expected: Expected[]
  elsewhere: string[]
  owners: Map<string, string>
  /** Addresses of the same name on other networks of an asker: container id → address → network. */
  otherNetworks: (asker: Container, address: string) => string | null
  /** Container id → sockets that listen, e.g. `127.0.0.1:8080`; absent: not looked at. */
  listeners: Map<string, string[]>
  facts: HostFacts[]
}

type Judged = Pick<DoctorHost, 'state' | 'cause'> & Partial<Pick<DoctorHost, 'about' | 'detail'>>

const grave = (cause: DoctorCause, about: string[] = [], detail = ''): Judged => ({
  state: 'fail',
  cause,
  about,
  detail,
})
const odd = (cause: DoctorCause, about: string[] = [], detail = ''): Judged => ({ state: 'warn', cause, about, detail })
const idle = (cause: DoctorCause, detail = ''): Judged => ({ state: 'idle', cause, detail })
const good = (cause: DoctorCause): Judged => ({ state: 'ok', cause })

const running = ({ expected }: Case): Expected[] =>
  expected.filter(({ state }) => state === 'running' || state === 'paused')

/** What the host's name server gives: asked by a probe, else as far as its engine tells. Null: not known. */
const resolvedOn = (the: Case, facts: HostFacts): Set<string> | null => {
  if (facts.probe?.resolved) return new Set(facts.probe.resolved)
  const own = running(the).filter(({ hostId }) => hostId === facts.hostId)
  if (the.lane.isLocal) return new Set(own.map(({ address }) => address))
  if (!facts.gossip) return null
  const told = new Set([...facts.gossip.entries, ...own].map(({ address }) => address))
  const names = new Set([the.name, ...running(the).map(({ owner }) => owner.slice(owner.indexOf('/') + 1))])
  const alike = facts.gossip.entries
    .filter(({ name, address }) => names.has(name) && !the.owners.has(address))
    .map(({ address }) => address)
  return new Set([
    ...running(the)
      .map(({ address }) => address)
      .filter((address) => told.has(address)),
    ...alike,
  ])
}

const addressesOn = (the: Case, facts: HostFacts, resolved: Set<string> | null): DoctorAddress[] => {
  const wanted = new Map(running(the).map((one) => [one.address, one]))
  return [...new Set([...wanted.keys(), ...(resolved ?? [])])].map((address) => ({
    address,
    owner: wanted.get(address)?.owner ?? the.owners.get(address) ?? null,
    expected: wanted.has(address),
    resolved: resolved ? resolved.has(address) : null,
    connection: facts.probe?.connections.get(address)?.outcome ?? null,
  }))
}

const hostNamesOf = (the: Case, some: Expected[]): string[] => {
  const names = new Map(the.facts.map(({ hostId, hostName }) => [hostId, hostName]))
  return [...new Set(some.map(({ hostId, owner }) => names.get(hostId) ?? owner.slice(0, owner.indexOf('/'))))]
}

const namesVerdict = (the: Case, facts: HostFacts, resolved: Set<string>): Judged | null => {
  const wanted = running(the)
  const missing = wanted.filter(({ address }) => !resolved.has(address))
  const extra = [...resolved].filter((address) => !wanted.some((one) => one.address === address))
  if (extra.some((address) => facts.gossip?.virtual.includes(address))) return null
  const networkOf = (address: string) => (facts.asker ? the.otherNetworks(facts.asker, address) : null)
  const elsewhere = [...new Set(extra.flatMap((address) => networkOf(address) ?? []))]
  if (missing.length === wanted.length && elsewhere.length > 0) return grave('other-network', elsewhere)
  const isFromOutside = extra.length > 0 && facts.probe?.resolved && extra.every((address) => !the.owners.has(address))
  if (missing.length === wanted.length && isFromOutside) return grave('outside', extra)
  if (missing.length === wanted.length) return grave('not-told', hostNamesOf(the, missing))
  const stray = extra.filter((address) => networkOf(address) === null)
  if (stray.length > 0) return odd('stale', stray)
  if (missing.length > 0) return odd('partly-told', hostNamesOf(the, missing))
  return null
}

const outcomeOf = (facts: HostFacts, address: string): DoctorOutcome | null =>
  facts.probe?.connections.get(address)?.outcome ?? null

const loopback = /^(127\.|\[?::1\]?:)/

const refusedVerdict = (the: Case, refused: Expected[]): Judged => {
  const owners = refused.map(({ owner }) => owner)
  const looked = refused.filter(({ containerId }) => the.listeners.has(containerId))
  if (looked.length === 0) return grave('refused', owners)
  const sockets = looked.flatMap(({ containerId }) => the.listeners.get(containerId) ?? [])
  const onPort = sockets.filter((socket) => socket.endsWith(`:${the.port}`))
  if (onPort.length > 0 && onPort.every((socket) => loopback.test(socket)))
    return grave('loopback-only', owners, onPort.join(', '))
  return onPort.length === 0
    ? grave('not-listening', owners, [...new Set(sockets)].join(', '))
    : grave('refused', owners)
}

/** A way that is open from the target's own host and shut from another is shut between the hosts. */
const connectionVerdict = (the: Case, facts: HostFacts): Judged | null => {
  const tried = running(the).filter(({ address }) => outcomeOf(facts, address) !== null)
  const having = (...outcomes: DoctorOutcome[]) =>
    tried.filter(({ address }) => outcomes.includes(outcomeOf(facts, address) ?? 'unknown'))
  const shut = having('timeout', 'unreachable')
  const paused = shut.filter(({ state }) => state === 'paused')
  if (paused.length > 0)
    return grave(
      'paused',
      paused.map(({ owner }) => owner),
    )
  const far = shut.filter(({ hostId }) => hostId !== facts.hostId)
  if (far.length > 0) return grave('data-blocked', hostNamesOf(the, far), facts.nodeAddress ?? '')
  if (shut.length > 0)
    return grave(
      'dropped',
      shut.map(({ owner }) => owner),
    )
  const refused = having('refused')
  if (refused.length > 0) return refusedVerdict(the, refused)
  const unclear = having('unknown')
  if (unclear.length === 0) return null
  const words = facts.probe?.connections.get(unclear[0]?.address ?? '')?.words ?? ''
  return odd('probe-failed', [], words)
}

const judge = (the: Case, facts: HostFacts, resolved: Set<string> | null): Judged => {
  if (!facts.answers) return idle('host-silent')
  if (!the.lane.hasNames) return grave('no-names')
  if (the.expected.length === 0)
    return the.elsewhere.length > 0 ? grave('wrong-network', the.elsewhere) : grave('no-such-name')
  if (running(the).length === 0)
    return grave(
      'stopped',
      the.expected.map(({ owner }) => owner),
    )
  if (!facts.asker) return idle('no-container')
  const silent = the.expected.filter(({ known, address }) => !known && resolved?.has(address))
  const byName = resolved ? namesVerdict(the, facts, resolved) : null
  if (byName?.state === 'fail') return byName
  const byConnection = connectionVerdict(the, facts)
  if (byConnection && byConnection.cause === 'data-blocked' && silent.length > 0) {
    return odd(
      'silent-owner',
      silent.map(({ owner }) => owner),
    )
  }
  if (byConnection) return byConnection
  if (byName) return byName
  if (facts.problem) return odd(facts.problem.kind, [], facts.problem.words)
  if (silent.length > 0)
    return odd(
      'silent-owner',
      silent.map(({ owner }) => owner),
    )
  if (resolved === null) return odd('not-readable')
  return good(the.port !== null && facts.probe ? 'ok' : 'names-ok')
}

export const verdictOn = (the: Case, facts: HostFacts): DoctorHost => {
  const resolved = facts.answers && facts.asker ? resolvedOn(the, facts) : null
  const judged = judge(the, facts, resolved)
  return {
    hostId: facts.hostId,
    hostName: facts.hostName,
    from: facts.asker ? `${facts.asker.hostName}/${facts.asker.name}` : null,
    source: resolved === null ? null : facts.probe?.resolved ? 'probe' : 'engine',
    addresses: resolved || facts.probe ? addressesOn(the, facts, resolved) : [],
    image: facts.image,
    about: [],
    detail: '',
    ...judged,
  }
}

/** Whose listening sockets tell more: those that refused somebody. */
export const refusedOwners = (the: Case): Expected[] =>
  running(the).filter(({ address }) => the.facts.some((facts) => outcomeOf(facts, address) === 'refused'))
