// Placements a second on one core: each is a decision by all filters plus the container added to the state, so that the
// next decision sees it. Every host starts with 30 containers.
import { placedContainer } from '@/server/scheduler/placed-container'
import { schedule } from '@/server/scheduler/schedule'
import { addContainer, createPlacementState } from '@/server/scheduler/state-changes'
import type { PlacementContainer, PlacementHost, PlacementRequest } from '@/server/scheduler/types'
import type { Table } from './table'

const containersPerHost = 30
const measuredMs = 2_000
const warmUpMs = 500

const zones = ['eu-1', 'eu-2', 'us-1', 'us-2']
const disks = ['ssd', 'disk']
const apps = ['shop', 'search', 'mail', 'wiki', 'ci']

function containerOn(host: number, index: number): PlacementContainer {
  const number = host * containersPerHost + index
  const app = apps[(host + index) % apps.length] as string
  const port = String(20_000 + index)
  const isPublished = index % 10 === 0
  return {
    id: number.toString(16).padStart(64, '0'),
    name: `${app}-${number}`,
    labels: { app, 'com.docker.compose.project': app, 'com.docker.compose.service': `service-${index}` },
    requestedPorts: isPublished ? [{ port: '80/tcp', hostIp: '', hostPort: port }] : [],
    actualPorts: isPublished ? [{ port: '80/tcp', hostIp: '0.0.0.0', hostPort: port }] : [],
    reservation: { cpus: index % 5 === 0 ? 1 : 0, memoryBytes: index % 3 === 0 ? 256 * 2 ** 20 : 0 },
  }
}

const hostNumber = (index: number): PlacementHost => ({
  id: `engine-${index}`,
  name: `host-${String(index).padStart(5, '0')}`,
  labels: {
    zone: zones[index % zones.length] as string,
    storage: disks[Math.floor(index / zones.length) % disks.length] as string,
    storagedriver: 'overlay2',
    kernelversion: '6.1.0',
    operatingsystem: 'Debian GNU/Linux 12',
    ostype: 'linux',
    containerslots: '100000000',
  },
  health: 100,
  total: { cpus: 64, memoryBytes: 256 * 2 ** 30 },
  containers: Array.from({ length: containersPerHost }, (_, at) => containerOn(index, at)),
  images: [{ id: 'sha256:1', tags: ['nginx:1.25', 'busybox:latest'] }],
})

type Ask = (placement: number, hosts: number) => PlacementRequest

const plain: Ask = (placement) => ({ name: `new-${placement}`, image: 'nginx:1.25', labels: { app: 'new' } })

/** A port is used up host by host, so a new one comes each time most of the hosts that fit have it. */
const mixed: Ask = (placement, hosts) => ({
  name: `new-${placement}`,
  image: 'nginx:1.25',
  env: ['constraint:storage==ssd', 'constraint:zone!=us-2', 'affinity:app==shop', 'PATH=/bin'],
  labels: { app: 'new' },
  portBindings: [{ port: '80/tcp', hostIp: '', hostPort: String(30_000 + Math.floor(placement / (hosts / 4))) }],
})

/** Runs for some time and says how many placements fitted into one second. */
function placementsPerSecond(hosts: number, ask: Ask): number {
  const state = createPlacementState(Array.from({ length: hosts }, (_, index) => hostNumber(index)))
  let placement = 0
  const runFor = (durationMs: number) => {
    const startedAt = performance.now()
    const first = placement
    let elapsedMs = 0
    while (elapsedMs < durationMs) {
      for (let i = 0; i < 50; i++) {
        const request = ask(placement, hosts)
        const decision = schedule(state, request)
        if (!decision.placed) throw new Error(`Placement ${placement} on ${hosts} hosts failed: ${decision.error}`)
        addContainer(state, decision.hostId, placedContainer(request, `new-${placement}`))
        placement++
      }
      elapsedMs = performance.now() - startedAt
    }
    return ((placement - first) * 1000) / elapsedMs
  }
  runFor(warmUpMs)
  return Math.round(runFor(measuredMs))
}

const cases: { name: string; ask: Ask; atLeast: Record<number, number> }[] = [
  { name: 'plain', ask: plain, atLeast: { 100: 200_000, 1000: 50_000, 10000: 5_000 } },
  {
    name: 'mixed: 2 constraints, a port, a label affinity',
    ask: mixed,
    atLeast: { 100: 50_000, 1000: 5_000, 10000: 500 },
  },
]

export async function run(): Promise<Table[]> {
  const rows = cases.flatMap(({ name, ask, atLeast }) =>
    Object.entries(atLeast).map(([hosts, wanted]) => {
      const measured = placementsPerSecond(Number(hosts), ask)
      return [name, Number(hosts), measured, wanted, measured >= wanted ? 'yes' : 'NO']
    }),
  )
  const columns = ['placements', 'hosts', 'per second', 'at least', 'met']
  return [
    { title: `Scheduler: decide and add, spread, ${containersPerHost} containers a host at the start`, columns, rows },
  ]
}
