// What a drag on the board costs the browser: the verdict of every host with its reasons, at 200 hosts and 6,000
// containers. A frame has 16 ms. Run in Node, whose engine is that of Chromium.
import { createMirror, type SeenCluster } from '@/components/board/drag/mirror'
import { type HeldContainer, verdictsFor } from '@/components/board/drag/verdicts'
import type { BoardContainer } from '@/lib/contract/board'
import type { Host } from '@/lib/contract/hosts'
import type { Table } from './table'

const hostCount = 200
const containersPerHost = 30
const rounds = 200
const warmUpRounds = 30
const gib = 2 ** 30

const zones = ['kiel', 'emden', 'husum', 'bremen']

const hostNumber = (index: number) =>
  ({
    id: `host-${index}`,
    name: `host-${index}`,
    address: `tcp://10.0.0.${index}:2375`,
    state: index % 40 === 7 ? 'unreachable' : 'healthy',
    stateReason: index % 40 === 7 ? 'TCP connect times out' : null,
    failures: 0,
    availability: index % 50 === 9 ? 'drain' : 'active',
    engine: null,
    total: { cpus: 16, memoryBytes: 64 * gib },
    labels: {
      engine: { zone: zones[index % zones.length], storage: index % 3 === 0 ? 'hdd' : 'ssd' },
      console: {},
      builtin: {},
    },
  }) as unknown as Host

const containerOn = (hostIndex: number, index: number) => {
  const hostPort = String(20_000 + index)
  const ports = index % 10 === 0 && hostIndex % 2 === 0 ? [{ port: '80/tcp', hostIp: '', hostPort }] : []
  return {
    id: `container-${hostIndex}-${index}`,
    hostId: `host-${hostIndex}`,
    name: `shop-web-${hostIndex}-${index}`,
    labels: { app: 'shop' },
    networkMode: 'shop_default',
    exposedPorts: ['80/tcp'],
    requestedPorts: ports,
    actualPorts: ports,
    mounts: [],
    stack: 'shop',
    service: `service-${index}`,
    reservation: { cpus: index % 5 === 0 ? 0.5 : 0, memoryBytes: ((hostIndex * 7 + index) % 5) * 0.5 * gib },
  } as unknown as BoardContainer
}

const held = (container: BoardContainer, more: HeldContainer['request'] = {}): HeldContainer => ({
  id: container.id,
  hostId: container.hostId,
  request: {
    name: container.name,
    labels: container.labels,
    memoryBytes: gib,
    cpus: 0.5,
    networkMode: container.networkMode,
    exposedPorts: container.exposedPorts,
    constraints: ['node.labels.storage == ssd', 'node.labels.zone != bremen'],
    maxReplicasPerHost: 12,
    ...more,
    stack: 'shop',
    service: container.service ?? '',
  },
})

const onePort = { portBindings: [{ port: '80/tcp', hostIp: '', hostPort: '20010' }] }

const percentile = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

/** CPU time, garbage collection in other threads included: a busy machine then tells the same. */
function timed(act: (round: number) => void): [median: string, p99: string, worst: string] {
  const times: number[] = []
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const before = process.cpuUsage()
    act(round)
    const { user, system } = process.cpuUsage(before)
    if (round >= warmUpRounds) times.push((user + system) / 1000)
  }
  return [percentile(times, 0.5).toFixed(2), percentile(times, 0.99).toFixed(2), percentile(times, 1).toFixed(2)]
}

export async function run(): Promise<Table[]> {
  const hosts = Array.from({ length: hostCount }, (_, index) => hostNumber(index))
  const lists = hosts.map((host, at): [string, readonly BoardContainer[]] => [
    host.id,
    Array.from({ length: containersPerHost }, (_, index) => containerOn(at, index)),
  ])
  const cluster: SeenCluster = { hosts, byHost: new Map(lists), volumes: [], images: [] }
  const ids = hosts.map(({ id }) => id)
  const mirror = createMirror()
  const replicas = (count: number) =>
    lists.slice(0, count).flatMap(([, [first]]) => (first ? [held(first, count === 1 ? onePort : {})] : []))
  const verdicts = (count: number) => {
    const asked = replicas(count)
    return timed(() => verdictsFor(mirror(cluster), asked, ids, { strategy: 'spread' }))
  }
  const changing = timed((round) => {
    const at = round % hostCount
    const byHost = new Map(cluster.byHost)
    byHost.set(`host-${at}`, [...(cluster.byHost.get(`host-${at}`) ?? [])])
    verdictsFor(mirror({ ...cluster, byHost }), replicas(1), ids, { strategy: 'spread' })
  })
  return [
    {
      title: `Verdicts of a drag: ${hostCount} hosts, ${hostCount * containersPerHost} containers, CPU ms`,
      columns: ['what is asked', 'median', 'p99', 'worst'],
      rows: [
        ['one container', ...verdicts(1)],
        ['one container, a host changed since', ...changing],
        ['a service of 3', ...verdicts(3)],
        ['a service of 10', ...verdicts(10)],
        ['the whole state, built anew', ...timed(() => createMirror()(cluster))],
      ],
    },
  ]
}
