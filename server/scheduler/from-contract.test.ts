import { describe, expect, it } from 'vitest'
import { type Container, container } from '@/lib/contract/containers'
import { type Host, host } from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import { placementRequest } from '@/lib/contract/placements'
import { type Inventory, type InventoryOptions, placementHosts, stateFromInventory } from './from-contract'
import { schedule } from './schedule'
import { GiB } from './testdata/cluster'
import type { PlacementRequest } from './types'

const now = '2026-01-01T00:00:00Z'

const someHost = (name: string, given: Partial<Host> = {}): Host =>
  host.parse({
    id: `id-${name}`,
    name,
    address: 'tcp://10.0.0.7:2375',
    source: 'console',
    state: 'healthy',
    stateReason: null,
    stateSince: now,
    lastSeenAt: now,
    failures: 0,
    availability: 'active',
    problems: [],
    engine: {
      id: `engine-${name}`,
      version: '26.1.5',
      apiVersion: '1.45',
      minApiVersion: '1.24',
      operatingSystem: 'Debian GNU/Linux 13',
      osType: 'linux',
      architecture: 'x86_64',
      kernelVersion: '6.12.0',
      storageDriver: 'overlay2',
      networkDrivers: ['bridge', 'overlay'],
      swarm: { state: 'inactive', isManager: false },
      rootDirectory: '/var/lib/docker',
    },
    total: { cpus: 4, memoryBytes: 8 * GiB },
    reserved: { cpus: 0, memoryBytes: 0 },
    containers: { total: 0, running: 0, paused: 0, stopped: 0 },
    labels: { engine: {}, console: {}, builtin: { ostype: 'linux', storagedriver: 'overlay2' } },
    clockSkewMs: 0,
    refreshedAt: now,
    ...given,
  })

const someContainer = (name: string, hostName: string, given: Partial<Container> = {}): Container =>
  container.parse({
    id: `${name}-id`,
    hostId: `id-${hostName}`,
    hostName,
    name,
    image: 'nginx',
    imageId: 'sha256:1',
    command: 'nginx',
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    state: 'exited',
    health: 'none',
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    status: 'Exited (0) 2 days ago',
    labels: {},
    stack: null,
    service: null,
    number: null,
    networkMode: 'default',
    networks: [],
    requestedPorts: [],
    actualPorts: [],
    exposedPorts: [],
    mounts: [],
    reservation: { cpus: 0, memoryBytes: 0 },
    known: true,
    ...given,
  })

const someImage = (tag: string, hostNames: string[]): Image => ({
  id: `sha256:${tag}`,
  tags: [tag],
  digests: [],
  sizeBytes: 1,
  createdAt: now,
  hostIds: hostNames.map((name) => `id-${name}`),
  hostNames,
  containerCount: 0,
  labels: {},
})

const someVolume = (name: string, hostName: string, given: Partial<Volume> = {}): Volume => ({
  hostId: `id-${hostName}`,
  hostName,
  name,
  driver: 'local',
  mountpoint: '/x',
  labels: {},
  options: {},
  createdAt: null,
  stack: null,
  usedBy: [],
  ...given,
})

function place(inventory: Partial<Inventory>, request: PlacementRequest, options?: InventoryOptions) {
  const state = stateFromInventory({ hosts: [], containers: [], images: [], ...inventory }, options)
  const decision = schedule(state, request)
  return decision.placed ? decision.hostId.replace('id-', '') : decision.error
}

const [a, b] = [someHost('a'), someHost('b')]

describe('a host', () => {
  it.each<[Partial<Host>, number]>([
    [{ state: 'healthy' }, 100],
    [{ state: 'suspect', failures: 1 }, 67],
    [{ state: 'suspect', failures: 2 }, 34],
    [{ state: 'suspect', failures: 3 }, 0],
    [{ state: 'unreachable', failures: 9 }, 0],
    [{ state: 'pending' }, 0],
  ])('%j has classic health %i', (given, health) => {
    const [placed] = placementHosts({ hosts: [someHost('a', given)], containers: [], images: [] })
    expect(placed?.health).toBe(health)
  })
  it('has labels in this order: built-in, console, engine', () => {
    const labels = {
      engine: { zone: 'engine', rack: 'engine', ostype: 'engine' },
      console: { zone: 'console', ostype: 'console' },
      builtin: { ostype: 'linux' },
    }
    const [placed] = placementHosts({ hosts: [someHost('a', { labels })], containers: [], images: [] })
    expect(placed?.labels).toEqual({ zone: 'console', rack: 'engine', ostype: 'linux' })
    const hosts = [someHost('a', { labels })]
    expect(place({ hosts }, { constraints: ['engine.labels.zone == engine', 'node.labels.zone == console'] })).toBe('a')
  })
  it.each(['a', 'id-a', 'engine-a'])('is node==%s', (name) => {
    expect(place({ hosts: [b, a] }, { env: [`constraint:node==${name}`] })).toBe('a')
  })
  it('promises 5 % more memory than it has, or what is set', () => {
    const request = { memoryBytes: 8.4 * GiB }
    expect(place({ hosts: [a] }, { memoryBytes: Math.floor(request.memoryBytes) })).toBe('a')
    expect(place({ hosts: [a] }, request, { overcommit: 0 })).toContain('no resources')
  })
  it('that never answered takes nothing and breaks nothing', () => {
    const silent = someHost('c', { state: 'pending', engine: null, total: { cpus: 0, memoryBytes: 0 } })
    expect(place({ hosts: [silent] }, {})).toBe('No healthy node available in the cluster')
    expect(place({ hosts: [silent, a] }, { platform: 'linux/amd64' })).toBe('a')
  })
  it.each([
    ['tcp://10.0.0.7:2375', '10.0.0.7'],
    ['tls://[fd00::1]:2376', 'fd00::1'],
    ['unix:///var/run/docker.sock', ''],
    ['tcp://n1.example:2375', ''],
  ])('at %s has the address %j', (address, ip) => {
    expect(placementHosts({ hosts: [someHost('a', { address })], containers: [], images: [] })[0]?.ip).toBe(ip)
  })
  it('is a manager only inside a Swarm-mode cluster', () => {
    const engine = (isManager: boolean) => a.engine && { ...a.engine, swarm: { state: 'active' as const, isManager } }
    const hosts = [a, someHost('m', { engine: engine(true) })]
    expect(place({ hosts }, { constraints: ['node.role == manager'] })).toBe('m')
    expect(place({ hosts }, { constraints: ['node.role == worker'] })).toBe('a')
  })
})

describe('what is on a host', () => {
  it('counts where it is, stopped or not', () => {
    const containers = [someContainer('db', 'b', { reservation: { cpus: 4, memoryBytes: 0 } })]
    expect(place({ hosts: [a, b], containers }, { env: ['affinity:container==db'] })).toBe('b')
    expect(place({ hosts: [b], containers }, { cpus: 1 })).toContain('no resources')
  })
  it('includes images', () => {
    const images = [someImage('redis:7', ['b'])]
    expect(place({ hosts: [a, b], images }, { env: ['affinity:image==redis'] })).toBe('b')
  })
  it('includes local volumes, but not shares of the network', () => {
    const local = [someVolume('data', 'b')]
    const nfs = [someVolume('data', 'b', { options: { type: 'nfs', o: 'addr=10.0.0.1' } })]
    const plugin = [someVolume('data', 'b', { driver: 'rexray' })]
    const mounts = [{ type: 'volume', name: 'data', source: '/x', target: '/data', readOnly: false }]
    const containers = [someContainer('db', 'b', { mounts })]
    const request = { volumes: ['data'] }
    expect(place({ hosts: [a, b], containers, volumes: local }, request)).toBe('b')
    expect(place({ hosts: [a, b], containers, volumes: nfs }, request)).toBe('a')
    expect(place({ hosts: [a, b], containers, volumes: plugin }, request)).toBe('a')
  })
})

it('takes the request of the API as it is', () => {
  expect(place({ hosts: [a, b] }, placementRequest.parse({ host: 'b' }))).toBe('b')
  expect(place({ hosts: [a, b] }, placementRequest.parse({}))).toBe('a')
})
