// The cluster as pairs of texts, line by line as classic Swarm wrote them: `docker info` prints them, scripts read them. Pure.
import type { Host } from '@/lib/contract/hosts'
import { classicFilterNames, type FilterName } from '@/server/scheduler/types'
import { hostAuthority } from '../host-address'

type Pair = [string, string]

/** Docker's own words for sizes: `20 MiB`, `3.9 GiB`, `0 B`. */
export function bytesSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  let [value, at] = [bytes, 0]
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024
    at += 1
  }
  return `${Number(value.toPrecision(4))} ${units[at]}`
}

const statusOf = ({ state }: Host): string =>
  state === 'pending' ? 'Pending' : state === 'unreachable' ? 'Unhealthy' : 'Healthy'

const labelsOf = ({ labels }: Host): string =>
  Object.entries({ ...labels.builtin, ...labels.engine, ...labels.console })
    .filter(([key]) => key !== 'node')
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(', ')

const containersOf = ({ containers }: Host): string => {
  const { total, running, paused, stopped } = containers
  return `${total} (${running} Running, ${paused} Paused, ${stopped} Stopped)`
}

function linesOf(host: Host): Pair[] {
  const { reserved, total } = host
  const error = host.stateReason ?? host.problems[0]?.message ?? ''
  return [
    [` ${host.engine === null ? '(unknown)' : host.name}`, hostAuthority(host)],
    ['  └ ID', host.engine?.id ?? ''],
    ['  └ Status', statusOf(host)],
    ['  └ Containers', statusOf(host) === 'Healthy' ? containersOf(host) : String(host.containers.total)],
    ['  └ Reserved CPUs', `${Number(reserved.cpus.toFixed(2))} / ${total.cpus}`],
    ['  └ Reserved Memory', `${bytesSize(reserved.memoryBytes)} / ${bytesSize(total.memoryBytes)}`],
    ['  └ Labels', labelsOf(host)],
    ...(error === '' ? [] : [['  └ Error', error] satisfies Pair]),
    ['  └ UpdatedAt', host.refreshedAt ?? host.lastSeenAt ?? ''],
    ['  └ ServerVersion', host.engine?.version ?? ''],
  ]
}

/** What a manager says of itself. */
export type Standing = { strategy: string; filters?: readonly FilterName[]; role?: Role }
/** `primary`: where the manager is that acts, as HOST:PORT; empty while there is none. */
export type Role = { role: 'primary' } | { role: 'replica'; primary: string }

const roleLines = (standing: Role = { role: 'primary' }): Pair[] =>
  standing.role === 'primary'
    ? [['Role', 'primary']]
    : [
        ['Role', 'replica'],
        ['Primary', standing.primary],
      ]

export const systemStatus = (hosts: readonly Host[], { strategy, filters, role }: Standing): Pair[] => [
  ...roleLines(role),
  ['Strategy', strategy],
  ['Filters', classicFilterNames.filter((name) => filters?.includes(name) ?? true).join(', ')],
  ['Nodes', String(hosts.length)],
  ...[...hosts].sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(linesOf),
]
