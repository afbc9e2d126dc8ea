// All subnets in use over the cluster in order of address, what overlaps to somebody's harm, and the next free one. Pure.
import type { Host } from '@/lib/contract/hosts'
import type { SubnetMap, SubnetOverlap, SubnetRow } from '@/lib/contract/network-maps'
import type { Network } from '@/lib/contract/networks'
import { containsRange, formatRange, parseRange, type Range } from './cidr'
import { chooseSubnet, type SubnetPool, type UsedRange } from './subnets'

/** A range that a host is on itself. */
export type HostRange = { range: Range; hostName: string }

type Entry = Omit<SubnetRow, 'overlaps' | 'hostNames'> & { range: Range; hostNames: Set<string> }

const compare = (a: Entry, b: Entry): number =>
  a.range.family - b.range.family ||
  (a.range.base < b.range.base ? -1 : a.range.base > b.range.base ? 1 : 0) ||
  a.range.prefix - b.range.prefix ||
  (a.name < b.name ? -1 : 1)

/** Equal local networks of many hosts (every `bridge`) are one row. */
const entriesOf = (networks: Network[], hostRanges: HostRange[], hosts: Host[]): Entry[] => {
  const names = new Map(hosts.map(({ id, name }) => [id, name]))
  const entries = new Map<string, Entry>()
  const add = (key: string, entry: Entry) => {
    const known = entries.get(key)
    if (!known) return void entries.set(key, entry)
    for (const host of entry.hostNames) known.hostNames.add(host)
    known.containers += entry.containers
    known.networkId = null
  }
  for (const network of networks) {
    const isLocal = network.scope === 'local'
    const hostNames = network.hostIds.flatMap((id) => names.get(id) ?? [])
    for (const pool of network.ipam) {
      const range = parseRange(pool.subnet)
      if (!range) continue
      const subnet = formatRange(range)
      add(`${subnet} ${isLocal ? network.name : network.id}`, {
        range,
        subnet,
        kind: isLocal ? 'local' : 'wide',
        name: network.name,
        networkId: network.id,
        driver: network.driver,
        hostNames: new Set(hostNames),
        containers: network.containerCount,
      })
    }
  }
  for (const { range, hostName } of hostRanges) {
    const subnet = formatRange(range)
    const entry = { range, subnet, kind: 'host' as const, name: '', networkId: null, driver: '', containers: 0 }
    add(`${subnet} of hosts`, { ...entry, hostNames: new Set([hostName]) })
  }
  return [...entries.values()].sort(compare)
}

const common = (a: Entry, b: Entry): string[] => [...a.hostNames].filter((host) => b.hostNames.has(host))

/** Null: both may be. A network over hosts can come to each of them, so it clashes with whatever is anywhere. */
const harm = (a: Entry, b: Entry): Omit<SubnetOverlap, 'subnet' | 'name'> | null => {
  if (a.kind === 'host' && b.kind === 'host') return null
  const hostNames = common(a, b)
  if (hostNames.length > 0) return { hostNames }
  if (a.kind === 'wide' && b.kind === 'wide') return { hostNames: [...new Set([...a.hostNames, ...b.hostNames])] }
  if (a.kind === 'wide') return { hostNames: [...b.hostNames] }
  if (b.kind === 'wide') return { hostNames: [...a.hostNames] }
  return a.kind === 'host' || b.kind === 'host' ? { hostNames: [] } : null
}

/** In order of address a range can only lie inside those that are still open, so no pair is looked at in vain. */
const overlapsOf = (entries: Entry[]): Map<Entry, SubnetOverlap[]> => {
  const found = new Map<Entry, SubnetOverlap[]>()
  const note = (entry: Entry, overlap: SubnetOverlap) => found.set(entry, [...(found.get(entry) ?? []), overlap])
  let open: Entry[] = []
  for (const entry of entries) {
    open = open.filter(({ range }) => containsRange(range, entry.range))
    for (const outer of open) {
      const harmed = harm(outer, entry)
      if (!harmed) continue
      note(entry, { subnet: outer.subnet, name: outer.name, ...harmed })
      note(outer, { subnet: entry.subnet, name: entry.name, ...harmed })
    }
    open.push(entry)
  }
  return found
}

export const subnetMapOf = (
  state: { networks: Network[]; hosts: Host[]; hostRanges: HostRange[] },
  pools: SubnetPool[],
  prefix: number,
): SubnetMap => {
  const entries = entriesOf(state.networks, state.hostRanges, state.hosts)
  const overlaps = overlapsOf(entries)
  const used = entries.map(({ range, name }): UsedRange => ({ range, owner: name }))
  const free = chooseSubnet(
    pools.map(({ range }) => ({ range, prefix })),
    used,
  )
  return {
    rows: entries.map((entry) => {
      const { range: _, ...row } = entry
      return { ...row, hostNames: [...entry.hostNames].sort(), overlaps: overlaps.get(entry) ?? [] }
    }),
    free: { prefix, subnet: free ? formatRange(free) : null, pool: pools.map(({ range }) => range).join(', ') },
  }
}
