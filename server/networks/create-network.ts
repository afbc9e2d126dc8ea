// Makes a network: plans it, asks the first host that can, and goes to the next one when a host falls silent in between.
import { setTimeout as delay } from 'node:timers/promises'
import type { CreateNetworkRequest, Network, OverlayStatus } from '@/lib/contract/networks'
import type { Engine } from '@/server/docker/engine'
import { AppError, isAppError, isAway, messageOf } from '@/server/errors'
import { parseRange } from './cidr'
import { lacksQuorum, type NetworkPlan, planNetwork, type RequestFacts } from './network-request'
import type { NetworksContext } from './networks-context'
import { overlayStatusOf } from './overlay-status'
import { meaningOf } from './silence'
import { type UsedRange, usedByNetworks } from './subnets'

const createBody = (request: CreateNetworkRequest, plan: NetworkPlan) => {
  const config = {
    ...(plan.subnet === null ? {} : { Subnet: plan.subnet }),
    ...(request.gateway ? { Gateway: request.gateway } : {}),
    ...(request.ipRange ? { IPRange: request.ipRange } : {}),
  }
  return {
    Name: request.name,
    Driver: request.driver,
    CheckDuplicate: true,
    Internal: request.internal,
    // Only Swarm mode tells attachable from not; an engine without it may refuse the word.
    ...(plan.kind === 'swarm' ? { Attachable: request.attachable } : {}),
    ...(plan.subnet !== null && parseRange(plan.subnet)?.family === 6 ? { EnableIPv6: true } : {}),
    ...(plan.subnet === null ? {} : { IPAM: { Driver: 'default', Config: [config] } }),
    Options: request.options,
    Labels: request.labels,
  }
}

const named = (error: unknown, request: CreateNetworkRequest): unknown => {
  const text = messageOf(error)
  if (/already exists/i.test(text)) {
    return new AppError('name_taken', `The name ${request.name} is taken: ${text}`, {
      details: { fix: 'Choose another name.' },
      cause: error,
    })
  }
  if (/overlaps|conflicts with network|pool request|no available network/i.test(text)) {
    return new AppError('subnet_overlap', `The engine refuses the subnet: ${text}`, {
      details: { fix: 'Choose another subnet; the host may have a route that is not known here.' },
      cause: error,
    })
  }
  return error
}

/** After a silence nobody knows whether the network was made; the next host that can tell is asked first. */
const alreadyMade = async (context: NetworksContext, hostId: string, name: string): Promise<string | null> => {
  const filters = JSON.stringify({ name: [name] })
  const found = await context.cluster
    .engine(hostId)
    .json<{ Id: string; Name: string }[]>('GET', '/networks', { query: { filters }, timeoutMs: 10_000 })
  return found.find((network) => network.Name === name)?.Id ?? null
}

const ask = async (
  context: NetworksContext,
  request: CreateNetworkRequest,
  plan: NetworkPlan,
): Promise<{ hostId: string; id: string }> => {
  let silence: unknown
  for (const host of plan.hosts) {
    try {
      const before = silence === undefined ? null : await alreadyMade(context, host.id, request.name)
      if (before !== null) return { hostId: host.id, id: before }
      const engine = context.cluster.engine(host.id)
      const body = createBody(request, plan)
      const made = await engine.json<{ Id: string }>('POST', '/networks/create', { body, timeoutMs: 20_000 })
      return { hostId: host.id, id: made.Id }
    } catch (error) {
      if (!isAway(error)) throw named(error, request)
      context.log.warn(
        { host: host.name, network: request.name, err: error },
        'a host fell silent while making a network',
      )
      silence = error
    }
  }
  throw silence
}

type NetworkAnswer = {
  Name?: string
  Scope?: string
  Ingress?: boolean
  IPAM?: { Config?: { Subnet?: string }[] | null } | null
}

const subnetsOf = (network: NetworkAnswer): string[] =>
  (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : []))

/** What a manager says now: Swarm mode names a network first and gives it its subnet later, so memory may lack some. */
const swarmNetworks = async (context: NetworksContext, overlay: OverlayStatus): Promise<UsedRange[]> => {
  const manager = overlay.hosts.find((host) => host.status === 'in' && host.role === 'manager')
  // Without quorum a manager lets this call wait for ever, and nothing can be made anyway.
  if (!manager || lacksQuorum(overlay)) return []
  try {
    const query = { filters: JSON.stringify({ scope: ['swarm'] }) }
    const engine = context.cluster.engine(manager.hostId)
    const list = await engine.json<NetworkAnswer[]>('GET', '/networks', { query, timeoutMs: 5000 })
    return usedByNetworks(
      list.map((each) => ({
        displayName: each.Name ?? 'without a name',
        ipam: subnetsOf(each).map((subnet) => ({ subnet })),
      })),
    )
  } catch (error) {
    context.log.warn({ host: manager.hostName, err: error }, 'a manager does not list its networks; memory stands in')
    return []
  }
}

/**
 * Swarm mode takes a network whose subnet overlaps another one's for good, and never makes it work: containers on it wait
 * 20 s and fail. So one that has no subnet after a while is taken back.
 */
const awaitSubnet = async (engine: Engine, id: string, plan: NetworkPlan, grantMs: number): Promise<void> => {
  const deadline = performance.now() + grantMs
  for (;;) {
    const network = await engine.json<NetworkAnswer>('GET', `/networks/${id}`, { timeoutMs: 5000 })
    if (subnetsOf(network).length > 0) return
    if (performance.now() > deadline) break
    await delay(40)
  }
  await engine.json('DELETE', `/networks/${id}`)
  throw new AppError('subnet_overlap', `The managers do not grant the subnet ${plan.subnet}; something there has it.`, {
    details: { fix: 'Choose another subnet.' },
  })
}

const factsOf = async (context: NetworksContext): Promise<RequestFacts> => {
  const overlay = overlayStatusOf(await context.observer.observe())
  return {
    hosts: context.cluster.hosts(),
    networks: context.cluster.networks(),
    overlay,
    otherRanges: [...(await swarmNetworks(context, overlay)), ...(await context.hostRanges())],
    pools: context.pools,
  }
}

export const createNetwork = async (context: NetworksContext, request: CreateNetworkRequest): Promise<Network> => {
  const facts = await factsOf(context)
  const refused: UsedRange[] = []
  for (;;) {
    const plan = planNetwork(request, { ...facts, otherRanges: [...facts.otherRanges, ...refused] })
    try {
      const { hostId, id } = await ask(context, request, plan)
      if (plan.kind === 'swarm') await awaitSubnet(context.cluster.engine(hostId), id, plan, context.subnetGrantMs)
      await context.cluster.refresh(hostId, ['networks'])
      const find = () =>
        context.cluster
          .networks()
          .find((each) => each.id === id && (plan.kind !== 'local' || each.hostIds.includes(hostId)))
      // Other managers have told of it at its beginning, when it had no subnet yet.
      const others = find()?.hostIds.filter((each) => each !== hostId) ?? []
      await Promise.allSettled(others.map((each) => context.cluster.refresh(each, ['networks'])))
      const network = find()
      if (network) return network
      throw new AppError('engine_error', `The engine made ${request.name}, but does not list it yet.`)
    } catch (error) {
      const range = plan.subnet === null ? null : parseRange(plan.subnet)
      const mayTryAnother = plan.chosen && range && isAppError(error) && error.code === 'subnet_overlap'
      if (!mayTryAnother || refused.length >= 8) {
        throw plan.kind === 'swarm' ? await meaningOf(context, error, 'no overlay can be made') : error
      }
      refused.push({ range, owner: 'something that only the engine knows' })
    }
  }
}
