// The containers page of a large cluster: filter, sort and window over 30,000 containers on 1,000 hosts, while containers
// keep changing. Every query must take less than 20 ms.
import type { ListQuery } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import { createContainerIndex } from '@/server/cluster/container-index'
import { readContainer } from '@/server/cluster/read-container'
import type { Table } from './table'

const hosts = 1_000
const containersPerHost = 30
const rounds = 40
const changesPerRound = 300

const images = [
  'nginx:1.25',
  'registry.lan:5000/team/api:4.13.0',
  'redis:7',
  'postgres:16',
  'registry.lan:5000/team/worker:4.13.0',
]
const states = ['running', 'running', 'running', 'running', 'exited', 'paused', 'restarting'] as const

function containerAt(host: number, index: number, turn = 0): Container {
  const number = host * containersPerHost + index
  const stack = `stack-${number % 400}`
  const service = `service-${number % 7}`
  const startedAt = new Date(1_760_000_000_000 + ((number * 7919) % 10_000_000) * 1000 + turn).toISOString()
  const status = states[(number + turn) % states.length]
  const seen = readContainer(
    {
      Id: (number * 2_654_435_761).toString(16).padStart(64, 'a'),
      Name: `/${stack}-${service}-${(number % 40) + 1}`,
      Created: startedAt,
      Path: '/entrypoint.sh',
      Args: ['serve'],
      Image: `sha256:${number % images.length}`,
      State: {
        Status: status ?? 'running',
        StartedAt: startedAt,
        FinishedAt: startedAt,
        ExitCode: number % 3,
        Health: null,
      },
      Config: {
        Image: images[number % images.length] ?? '',
        ExposedPorts: { '80/tcp': {} },
        Labels: {
          'com.docker.compose.project': stack,
          'com.docker.compose.service': service,
          'com.docker.compose.container-number': String((number % 40) + 1),
          tier: number % 2 === 0 ? 'front' : 'back',
          'com.docker.compose.config-hash': 'f'.repeat(64),
        },
      },
      HostConfig: { NetworkMode: `${stack}_default`, Memory: (number % 64) * 2 ** 26, NanoCpus: (number % 8) * 1e8 },
      NetworkSettings: {
        Ports: number % 5 === 0 ? { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: String(20_000 + index) }] } : {},
        Networks: {
          [`${stack}_default`]: { NetworkID: `net${number % 400}`, IPAddress: `10.0.${host % 256}.${index}` },
        },
      },
    },
    { hostId: `host-${host}`, hostName: `kiel-${host}`, hostCpus: 64 },
  )
  if (!seen) throw new Error('the sample container is not readable')
  return seen.container
}

const queries: [string, Partial<ListQuery>][] = [
  ['first page', {}],
  ['page in the middle', { offset: 15_000 }],
  ['sorted by state', { sort: 'state' }],
  ['sorted by start, newest first', { sort: 'since', direction: 'desc' }],
  ['sorted by host', { sort: 'host' }],
  ['sorted by image', { sort: 'image' }],
  ['one stack', { q: 'stack:stack-17' }],
  ['two states, sorted by restarts', { q: 'state:exited,restarting', sort: 'restarts' }],
  ['label and not host, sorted by memory', { q: 'label:tier=front -host:kiel-1*', sort: 'memory', direction: 'desc' }],
  ['free text', { q: 'worker' }],
  ['glob and free text, sorted by state', { q: 'name:stack-1* image:*worker* service-3', sort: 'state' }],
  ['free text without a match', { q: 'nosuchthing' }],
]

const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

export async function run(): Promise<Table[]> {
  const index = createContainerIndex()
  const began = performance.now()
  for (let host = 0; host < hosts; host += 1) {
    for (let place = 0; place < containersPerHost; place += 1) index.upsert(containerAt(host, place))
    index.tidy()
  }
  const filledMs = performance.now() - began

  const first = performance.now()
  index.query({ q: 'worker', direction: 'asc', offset: 0, limit: 100, sort: 'since' }, 0)
  const firstMs = performance.now() - first

  const rows = queries.map(([name, query]) => {
    const times: number[] = []
    let total = 0
    let cpuMicroseconds = 0
    for (let round = 0; round < rounds; round += 1) {
      for (let change = 0; change < changesPerRound; change += 1) {
        index.upsert(containerAt((round * 37 + change * 13) % hosts, change % containersPerHost, round))
      }
      const before = process.cpuUsage()
      const start = performance.now()
      total = index.query({ q: '', direction: 'asc', offset: 0, limit: 100, ...query }, round).total
      times.push(performance.now() - start)
      const spent = process.cpuUsage(before)
      cpuMicroseconds += spent.user + spent.system
    }
    times.sort((one, other) => one - other)
    const shown = [...[0.5, 0.95, 1].map((share) => at(times, share)), cpuMicroseconds / 1000 / rounds]
    return [name, String(total), ...shown.map((ms) => ms.toFixed(1))]
  })
  return [
    {
      title: `Containers list: ${hosts * containersPerHost} containers on ${hosts} hosts, ${changesPerRound} changed before each query (target: < 20 ms)`,
      columns: ['query', 'matches', 'median ms', '95 % ms', 'worst ms', 'CPU ms'],
      rows,
    },
    {
      title: 'Around it',
      columns: ['what', 'ms'],
      rows: [
        ['filling the index, host by host', filledMs.toFixed(0)],
        ['the very first query', firstMs.toFixed(1)],
      ],
    },
  ]
}
