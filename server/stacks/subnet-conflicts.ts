// Subnets of the files that another network has: an overlay's against the whole cluster, a bridge's against the others of
// its host, where the engine refuses it. A free one is proposed with its gateway and range at the same places. Pure.

import type { Network as SeenNetwork } from '@/lib/contract/networks'
import type { Problem } from '@/lib/contract/plan'
import type { SubnetConflict } from '@/lib/contract/plan-effects'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { ComposeModel, Network } from '@/server/compose/model'
import { formatAddress, formatRange, overlaps, parseAddress, parseRange, type Range } from '@/server/networks/cidr'
import { chooseSubnet, usedByHosts, usedByNetworks } from '@/server/networks/subnets'
import type { Instance } from './instance'
import type { NetworkChoice } from './network-choice'
import type { PlanInput } from './plan-input'
import { positionFields } from './positions'

type Holder = SubnetConflict['holder']
type Choices = ReadonlyMap<string, NetworkChoice>

const pools = (range: Range) =>
  (range.family === 4 ? ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] : ['fd00::/8']).map((pool) => ({
    range: pool,
    prefix: range.prefix,
  }))

const overlapIn = (range: Range, networks: readonly SeenNetwork[], hostName: string | null): Holder | null => {
  for (const { displayName, ipam } of networks) {
    const pool = ipam.find(({ subnet }) => {
      const other = parseRange(subnet)
      return other !== null && overlaps(range, other)
    })
    if (pool !== undefined) return { network: displayName, subnet: pool.subnet, hostName }
  }
  return null
}

/** Hosts that get the network: those of the containers that are made on it. */
const hostsOf = (key: string, instances: readonly Instance[]): string[] => [
  ...new Set(
    instances.flatMap(({ action, desired, hostId }) =>
      hostId !== null && (action === 'create' || action === 'recreate') && key in (desired?.service.networks ?? {})
        ? [hostId]
        : [],
    ),
  ),
]

/** Another network of the same files that is made beside it. */
const overlapInFiles = (range: Range, key: string, model: ComposeModel, choices: Choices): Holder | null => {
  const own = choices.get(key)
  for (const [other, network] of Object.entries(model.networks)) {
    const choice = choices.get(other)
    if (other <= key || choice?.action !== 'create' || choice.isShared !== own?.isShared) continue
    for (const { subnet } of network.ipam.config ?? []) {
      const taken = parseRange(subnet ?? '')
      if (taken !== null && overlaps(range, taken)) {
        return { network: network.name, subnet: formatRange(taken), hostName: null }
      }
    }
  }
  return null
}

const holderOf = (
  range: Range,
  choice: NetworkChoice,
  input: PlanInput,
  instances: readonly Instance[],
  choices: Choices,
): Holder | null => {
  const { networks, hosts } = input.snapshot
  const others = networks.filter(({ name }) => name !== choice.name)
  if (choice.isShared) {
    return overlapIn(range, others, null) ?? overlapInFiles(range, choice.key, input.model, choices)
  }
  for (const hostId of hostsOf(choice.key, instances)) {
    const here = others.filter(({ scope, hostIds }) => scope === 'local' && hostIds.includes(hostId))
    const found = overlapIn(range, here, hosts.find(({ id }) => id === hostId)?.name ?? hostId)
    if (found !== null) return found
  }
  return overlapInFiles(range, choice.key, input.model, choices)
}

const usedAnywhere = ({ networks, hosts }: ClusterSnapshot, model: ComposeModel) => [
  ...usedByNetworks(networks),
  ...usedByHosts(
    hosts.flatMap(({ name, address }) => {
      const ip = /^\w+:\/\/\[?([0-9a-f.:]+?)\]?(?::\d+)?$/i.exec(address)?.[1]
      return ip === undefined ? [] : [{ hostName: name, ip }]
    }),
  ),
  ...Object.values(model.networks).flatMap(({ name, ipam }) =>
    (ipam.config ?? []).flatMap(({ subnet }) => {
      const range = parseRange(subnet ?? '')
      return range === null ? [] : [{ range, owner: name }]
    }),
  ),
]

const hasFixedAddresses = (key: string, model: ComposeModel): boolean =>
  Object.values(model.services).some(({ networks }) => {
    const endpoint = networks?.[key]
    return endpoint != null && (endpoint.ipv4_address !== undefined || endpoint.ipv6_address !== undefined)
  })

type Config = NonNullable<Network['ipam']['config']>[number]

/** The same layout elsewhere; null where that cannot be said. */
const freeSettings = (range: Range, key: string, config: Config, input: PlanInput): SubnetConflict['free'] => {
  if (hasFixedAddresses(key, input.model) || Object.keys(config.aux_addresses ?? {}).length > 0) return null
  const free = chooseSubnet(pools(range), usedAnywhere(input.snapshot, input.model))
  if (free === null) return null
  const at = (text: string) => {
    const address = parseAddress(text)
    return address === null ? null : { family: free.family, value: address.value - range.base + free.base }
  }
  const gateway = config.gateway === undefined ? undefined : at(config.gateway)
  const inner = config.ip_range === undefined ? undefined : parseRange(config.ip_range)
  if (gateway === null || inner === null) return null
  return {
    subnet: formatRange(free),
    ...(gateway === undefined ? {} : { gateway: formatAddress(gateway) }),
    ...(inner === undefined ? {} : { ip_range: formatRange({ ...inner, base: inner.base - range.base + free.base }) }),
  }
}

export const subnetConflicts = (
  input: PlanInput,
  choices: Choices,
  instances: readonly Instance[],
): { conflicts: SubnetConflict[]; problems: Problem[] } => {
  const conflicts: SubnetConflict[] = []
  const problems: Problem[] = []
  for (const choice of choices.values()) {
    if (choice.action !== 'create') continue
    for (const [index, config] of (input.model.networks[choice.key]?.ipam.config ?? []).entries()) {
      const range = parseRange(config.subnet ?? '')
      const holder = range === null ? null : holderOf(range, choice, input, instances, choices)
      if (range === null || holder === null) continue
      const { key, name } = choice
      const subnet = config.subnet ?? ''
      conflicts.push({
        kind: 'subnet',
        network: key,
        index,
        subnet,
        holder,
        free: freeSettings(range, key, config, input),
      })
      // The choice of networks has said so already of an overlay against those that are there.
      if (
        choice.isShared &&
        overlapIn(
          range,
          input.snapshot.networks.filter((other) => other.name !== name),
          null,
        )
      )
        continue
      const where = holder.hostName === null ? '' : ` on ${holder.hostName}`
      problems.push({
        code: 'subnet_overlap',
        message: `${name}: The subnet ${subnet} overlaps ${holder.subnet} of network ${holder.network}${where}.`,
        fix: 'Choose another subnet, or leave it out to have a free one chosen.',
        service: null,
        ...positionFields(input.model, `networks.${key}`),
      })
    }
  }
  return { conflicts, problems }
}
