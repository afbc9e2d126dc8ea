// Random clusters and requests, small enough that rules, ports and labels meet each other often.
import fc from 'fast-check'
import type { PlacementContainer, PlacementHost, PlacementOptions, PlacementRequest } from '../types'
import { publishes } from './cluster'

const portNumber = fc.constantFrom('80', '443', '')
const address = fc.constantFrom('', '0.0.0.0', '::', '10.0.0.1', '10.0.0.2')
const bindings = fc.array(
  fc
    .tuple(portNumber, address, fc.constantFrom('80/tcp', '80/udp'))
    .map(([hostPort, hostIp, port]) => publishes(hostPort, hostIp, port)),
  { maxLength: 2 },
)
const capacity = fc.record({ cpus: fc.constantFrom(0, 0.1, 0.3, 1, 2), memoryBytes: fc.constantFrom(0, 1, 300, 1000) })

export const someContainer = (id: fc.Arbitrary<string>): fc.Arbitrary<PlacementContainer> =>
  fc.record({
    id,
    name: fc.constantFrom('web', 'db', 'cache'),
    labels: fc.record({ app: fc.constantFrom('shop', 'mail') }, { requiredKeys: [] }),
    networkMode: fc.constantFrom('bridge', 'host'),
    exposedPorts: fc.subarray(['80/tcp', '53/udp']),
    requestedPorts: bindings,
    actualPorts: bindings,
    volumes: fc.subarray(['data', 'logs']),
    stack: fc.constantFrom('s', null),
    service: fc.constantFrom('web', 'db'),
    reservation: capacity,
  })

export const someHost = (index: fc.Arbitrary<number>): fc.Arbitrary<PlacementHost> =>
  index.chain((at) =>
    fc.record({
      id: fc.constant(`h${at}`),
      name: fc.constant(`host-${at}`),
      labels: fc.record(
        { zone: fc.constantFrom('eu', 'us'), containerslots: fc.constantFrom('1', '3', 'many') },
        { requiredKeys: [] },
      ),
      health: fc.constantFrom(0, 34, 100, 100, 100),
      availability: fc.constantFrom('active', 'active', 'active', 'paused', 'drain'),
      platform: fc.constantFrom({ os: 'linux', architecture: 'x86_64' }, { os: 'linux', architecture: 'aarch64' }),
      total: fc.record({ cpus: fc.constantFrom(1, 2, 4), memoryBytes: fc.constantFrom(1000, 3000) }),
      containers: fc.uniqueArray(someContainer(fc.nat({ max: 99 }).map((id) => `c${id}`)), {
        maxLength: 4,
        selector: ({ id }) => id,
      }),
      images: fc.subarray([
        { id: 'sha256:1', tags: ['nginx:1.25'] },
        { id: 'sha256:2', tags: ['redis:7'] },
      ]),
      volumes: fc.subarray(['data', 'logs']),
    }),
  )

export const someHosts = fc.uniqueArray(someHost(fc.nat({ max: 9 })), { maxLength: 7, selector: ({ id }) => id })

const expressions = [
  'constraint:zone==eu',
  'constraint:zone!=eu',
  'constraint:zone==~u*',
  'constraint:node!=host-1',
  'affinity:container==web',
  'affinity:container!=~db',
  'affinity:app==shop',
  'affinity:app!=/o/',
  'affinity:image==nginx',
  'whitelist:node==host-1|host-2|host-3',
]

export const someRequest: fc.Arbitrary<PlacementRequest> = fc.record({
  name: fc.constant('new'),
  env: fc.subarray(expressions, { maxLength: 2 }),
  cpus: fc.constantFrom(0, 0, 0.1, 0.7, 1),
  memoryBytes: fc.constantFrom(0, 0, 1, 700),
  networkMode: fc.constantFrom('bridge', 'bridge', 'host'),
  exposedPorts: fc.subarray(['80/tcp']),
  portBindings: bindings,
  links: fc.subarray(['db:db']),
  constraints: fc.subarray(['node.labels.zone == eu', 'node.platform.arch != arm64'], { maxLength: 1 }),
  preferences: fc.subarray(['node.labels.zone'], { maxLength: 1 }),
  maxReplicasPerHost: fc.constantFrom(undefined, undefined, 1, 2),
  stack: fc.constant('s'),
  service: fc.constantFrom('web', 'db'),
  platform: fc.constantFrom(undefined, undefined, 'linux/amd64'),
  volumes: fc.subarray(['data', 'new'], { maxLength: 1 }),
})

export const someOptions: fc.Arbitrary<PlacementOptions> = fc.record({
  strategy: fc.constantFrom('spread', 'binpack', 'random'),
  ports: fc.constantFrom('exact', 'classic'),
  random: fc.constantFrom(
    () => 0,
    () => 0.5,
    () => 0.999,
  ),
})
