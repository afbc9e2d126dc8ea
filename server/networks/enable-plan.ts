// Which hosts begin, join, rise to manager or step down so that the chosen ones share one Swarm-mode cluster. Pure and made
// from what is observed now, so the same request after a failure, a restart or a success plans only what is left.
import type { Host } from '@/lib/contract/hosts'
import type { EnableOverlayRequest, OverlayHost } from '@/lib/contract/networks'
import { isLoopback, parseAddress } from './cidr'
import { answers, membersOf, nodeOf, type OverlayFacts, primarySwarm, type SwarmView } from './overlay-facts'
import { overlayStatusOf } from './overlay-status'

export type Role = 'manager' | 'worker'
export type EnableAct =
  | { kind: 'init'; host: Host; address: string }
  | { kind: 'join'; host: Host; address: string; role: Role }
  | { kind: 'promote' | 'demote'; host: Host; nodeId: string }
export type Refusal = { host: Host; message: string; fix?: string }
export type EnablePlan = {
  /** The cluster to join; null: the first act begins one. */
  swarm: SwarmView | null
  acts: EnableAct[]
  /** Hosts of the request that take no part. The others go on without them. */
  refused: Refusal[]
  /** Why nothing at all can be done. */
  obstacle: { message: string; fix: string } | null
}

export const defaultManagers = (nodes: number): number => (nodes >= 7 ? 5 : nodes >= 3 ? 3 : 1)

/** A lone Swarm that Lotse did not make is only taken up if its host was asked for: it may serve something else. */
const swarmToJoin = (facts: OverlayFacts, wanted: ReadonlySet<string>): SwarmView | null => {
  const primary = primarySwarm(facts)
  if (!primary || primary.ours) return primary
  const members = membersOf(primary, facts)
  return members.length > 1 || members.some((host) => wanted.has(host.id)) ? primary : null
}

const refusalOf = (host: Host, status: OverlayHost): Refusal | null => {
  // Ports are tried from the server only; a firewall may let the hosts through to each other, so the join decides.
  const reason = status.reasons.find(({ code }) => code !== 'ports-blocked')
  if (!reason || status.status === 'in' || status.status === 'out') return null
  return { host, message: reason.message, ...(reason.fix === undefined ? {} : { fix: reason.fix }) }
}

/** Joining a host that hangs would make everybody wait for nothing. */
const unsteady = (host: Host): Refusal | null =>
  host.state === 'suspect'
    ? { host, message: `${host.name} does not answer in time.`, fix: 'Ask again when it is healthy.' }
    : null

const addressRefusal = (host: Host, address: string | undefined, taken: Map<string, Host>): Refusal | null => {
  const fix = `Give the address by which the other hosts reach ${host.name}.`
  if (address === undefined) return { host, message: `The address of ${host.name} is not known.`, fix }
  const parsed = parseAddress(address)
  if (!parsed || parsed.value === 0n) return { host, message: `"${address}" is not an IP address.`, fix }
  if (isLoopback(address)) {
    return { host, message: `${address} of ${host.name} is a loopback address: no other host reaches it.`, fix }
  }
  const other = taken.get(address)
  return other ? { host, message: `${host.name} and ${other.name} have the same address ${address}.`, fix } : null
}

const storeRefusal = (host: Host, store: string): Refusal => ({
  host,
  message: `${host.name} has overlays through the key-value store ${store}, which excludes Swarm mode.`,
  fix: 'Use them as they are, or start its dockerd without --cluster-store.',
})

const managerTarget = (request: EnableOverlayRequest, nodes: number, now: number): number => {
  if (request.managers !== undefined) return request.managers
  return Math.max(defaultManagers(nodes), now % 2 === 1 || now === 0 ? now : now + 1)
}

const mayManage = (host: Host): boolean => host.state === 'healthy' && host.availability !== 'drain'

const empty = { swarm: null, acts: [], refused: [] }

const joining = (
  facts: OverlayFacts,
  wanted: Host[],
  addresses: ReadonlyMap<string, string>,
  swarm: SwarmView | null,
): { joiners: Joiner[]; refused: Refusal[] } => {
  const statuses = new Map(overlayStatusOf(facts).hosts.map((status) => [status.hostId, status]))
  const members = new Set(swarm ? membersOf(swarm, facts) : [])
  const taken = new Map<string, Host>()
  for (const host of members) if (host.engine?.swarm.nodeAddress) taken.set(host.engine.swarm.nodeAddress, host)
  const joiners: Joiner[] = []
  const refused: Refusal[] = []
  for (const host of wanted) {
    if (members.has(host)) {
      if (!answers(host)) refused.push({ host, message: `${host.name} is a member, but does not answer now.` })
      continue
    }
    const status = statuses.get(host.id)
    const address = addresses.get(host.id)
    const refusal =
      host.engine?.clusterStore && answers(host)
        ? storeRefusal(host, host.engine.clusterStore)
        : ((status ? refusalOf(host, status) : null) ?? unsteady(host) ?? addressRefusal(host, address, taken))
    if (refusal || address === undefined) {
      if (refusal) refused.push(refusal)
      continue
    }
    taken.set(address, host)
    joiners.push({ host, address })
  }
  return { joiners, refused }
}

type Joiner = { host: Host; address: string }

/** `missing` managers are made of joiners first, then of workers; a negative number steps down, silent ones first, then the last. */
const actsFor = (swarm: SwarmView | null, joiners: Joiner[], members: Host[], missing: number): EnableAct[] => {
  const rising = joiners.filter(({ host }) => mayManage(host)).slice(0, Math.max(0, missing))
  const asManagers = rising.map(({ host, address }, index): EnableAct => {
    if (!swarm && index === 0) return { kind: 'init', host, address }
    return { kind: 'join', host, address, role: 'manager' }
  })
  const asWorkers = joiners
    .filter((joiner) => !rising.includes(joiner))
    .map(({ host, address }): EnableAct => ({ kind: 'join', host, address, role: 'worker' }))
  const change = (kind: 'promote' | 'demote', hosts: Host[]): EnableAct[] =>
    hosts.flatMap((host) => {
      const node = nodeOf(host, swarm)
      return node ? [{ kind, host, nodeId: node.id }] : []
    })
  const workers = members.filter((host) => nodeOf(host, swarm)?.role === 'worker' && mayManage(host))
  const managers = members
    .filter((host) => nodeOf(host, swarm)?.role === 'manager')
    .toReversed()
    .sort((a, b) => Number(answers(a)) - Number(answers(b)))
  return [
    ...asManagers,
    ...asWorkers,
    ...change('promote', workers.slice(0, Math.max(0, missing - rising.length))),
    ...change('demote', managers.slice(0, Math.max(0, -missing))),
  ]
}

export const planEnable = (
  facts: OverlayFacts,
  request: EnableOverlayRequest,
  addresses: ReadonlyMap<string, string>,
): EnablePlan => {
  const wantedIds = new Set(request.hostIds)
  const wanted = facts.hosts.filter((host) => wantedIds.has(host.id))
  const swarm = swarmToJoin(facts, wantedIds)
  if (swarm && (swarm.quorumLost || !swarm.answered)) {
    return {
      ...empty,
      swarm,
      obstacle: {
        message: swarm.quorumLost
          ? 'The Swarm-mode cluster has lost the quorum of its managers and takes nobody in.'
          : 'No manager of the Swarm-mode cluster answers, so nobody can be taken in.',
        fix: 'Bring its managers back, or run `docker swarm init --force-new-cluster` on one that is left.',
      },
    }
  }
  const { joiners, refused } = joining(facts, wanted, addresses, swarm)
  const nodes = swarm?.nodes ?? []
  const members = swarm ? membersOf(swarm, facts) : []
  const managersNow = nodes.filter((node) => node.role === 'manager').length
  const target = managerTarget(request, nodes.length + joiners.length, managersNow)

  const workers = members.filter((host) => nodeOf(host, swarm)?.role === 'worker' && mayManage(host))
  const fit = joiners.filter(({ host }) => mayManage(host))
  const available = managersNow + workers.length + fit.length
  if (request.managers !== undefined && available < target && managersNow < target) {
    return {
      swarm,
      acts: [],
      refused,
      obstacle: {
        message: `${target} managers need ${target} hosts that are healthy and not drained; there are ${available}.`,
        fix: 'Choose fewer managers, or more hosts.',
      },
    }
  }
  // An even number holds no better than the odd one below it.
  const goal = Math.min(target, available % 2 === 0 ? Math.max(1, available - 1) : available)
  const acts = actsFor(swarm, joiners, members, goal - managersNow)
  if (!swarm && joiners.length > 0 && acts[0]?.kind !== 'init') {
    const message = 'None of these hosts can be a manager: each is drained or does not answer in time.'
    return { swarm, acts: [], refused, obstacle: { message, fix: 'Set one of them to active.' } }
  }
  return { swarm, acts, refused, obstacle: null }
}
