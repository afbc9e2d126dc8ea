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

const reserving: Ask = (placement) => ({ ...plain(placement, 0), cpus: 0.5, memoryBytes: 512 * 2 ** 20 })

/** A port is used up host by host, so a new one comes each time most of the hosts that fit have it. */
const mixed: Ask = (placement, hosts) => ({
  name: `new-${placement}`,
  image: 'nginx:1.25',
  env: ['constraint:storage==ssd', 'constraint:zone!=us-2', 'affinity:app==shop', 'PATH=/bin'],
  labels: { app: 'new' },
  portBindings: [{ port: '80/tcp', hostIp: '', hostPort: String(30_000 + Math.floor(placement / (hosts / 4))) }],
})

/**
 * Places so many containers more on a cluster as it was at the start; says how much CPU time that took, building it
 * aside. CPU time rather than the clock, garbage collection in other threads included: a busy machine then tells the same.
 */
function placeMs(hosts: number, ask: Ask, placements: number): number {
  const state = createPlacementState(Array.from({ length: hosts }, (_, index) => hostNumber(index)))
  const before = process.cpuUsage()
  for (let placement = 0; placement < placements; placement++) {
    const request = ask(placement, hosts)
    const decision = schedule(state, request)
    if (!decision.placed) throw new Error(`Placement ${placement} on ${hosts} hosts failed: ${decision.error}`)
    addContainer(state, decision.hostId, placedContainer(request, `new-${placement}`))
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Over again from the same start, so that hosts keep about 30 containers however many placements fit into the time. */
function placementsPerSecond(hosts: number, ask: Ask): number {
  const placements = Math.max(1_000, hosts * 5)
  const runFor = (durationMs: number) => {
    let rounds = 0
    let elapsedMs = 0
    while (elapsedMs < durationMs) {
      elapsedMs += placeMs(hosts, ask, placements)
      rounds++
    }
    return (rounds * placements * 1000) / elapsedMs
  }
  runFor(warmUpMs)
  return Math.round(runFor(measuredMs))
}

/** Zero: nothing is demanded of this one, it is only shown. */
const cases: { name: string; ask: Ask; atLeast: Record<number, number> }[] = [
  { name: 'plain', ask: plain, atLeast: { 100: 200_000, 1000: 50_000, 10000: 5_000 } },
  { name: 'reserving half a core and 512 MiB', ask: reserving, atLeast: { 100: 0, 1000: 0, 10000: 0 } },
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
      return [name, Number(hosts), measured, wanted, wanted === 0 ? '' : measured >= wanted ? 'yes' : 'NO']
    }),
  )
  const columns = ['placements', 'hosts', 'per CPU second', 'at least', 'met']
  return [
    { title: `Scheduler: decide and add, spread, ${containersPerHost} containers a host at the start`, columns, rows },
  ]
}
