// Hosts, models and a pretended apply, for tests of what is pure here.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Image } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'
import { desiredServices } from '@/server/stacks/desired'
import { composeLabel, lotseLabel } from '@/server/stacks/labels'
import type { PlanResult } from '@/server/stacks/plan'
import type { PlanInput } from '@/server/stacks/plan-input'
import { aNetwork, aVolume } from './inventory-builders'

const epoch = '2026-01-01T00:00:00.000Z'

export type HostOptions = Partial<Pick<Host, 'state' | 'availability' | 'total'>> & {
  labels?: Record<string, string>
  swarm?: 'manager' | 'worker' | 'none'
}

export const aHost = (name: string, options: HostOptions = {}): Host => {
  const swarm = options.swarm ?? 'worker'
  return {
    id: `id-${name}`,
    name,
    address: `tcp://10.0.0.${name.length}:2375`,
    source: 'console',
    state: options.state ?? 'healthy',
    stateReason: null,
    stateSince: epoch,
    lastSeenAt: epoch,
    failures: 0,
    availability: options.availability ?? 'active',
    problems: [],
    engine: {
      id: `engine-${name}`,
      version: '26.1.5',
      apiVersion: '1.45',
      minApiVersion: '1.24',
      operatingSystem: 'Debian',
      osType: 'linux',
      architecture: 'x86_64',
      kernelVersion: '6.1',
      storageDriver: 'overlay2',
      networkDrivers: ['bridge', 'overlay'],
      swarm: {
        state: swarm === 'none' ? 'inactive' : 'active',
        ...(swarm === 'manager' ? { clusterId: 'swarm-1' } : {}),
        isManager: swarm === 'manager',
      },
      rootDirectory: '/var/lib/docker',
    },
    total: options.total ?? { cpus: 4, memoryBytes: 8e9 },
    reserved: { cpus: 0, memoryBytes: 0 },
    containers: { total: 0, running: 0, paused: 0, stopped: 0 },
    labels: { engine: options.labels ?? {}, console: {}, builtin: {} },
    clockSkewMs: 0,
    refreshedAt: epoch,
  }
}

/** Three hosts that share an overlay; the first is its manager. */
export const threeHosts = (): Host[] => [
  aHost('n1', { swarm: 'manager', labels: { storage: 'ssd' } }),
  aHost('n2', { labels: { storage: 'disk' } }),
  aHost('n3', { labels: { storage: 'disk' } }),
]

export const anImage = (tag: string, hosts: readonly Host[], extra: Partial<Image> = {}): Image => ({
  id: `sha256:${tag.replace(/\W/g, '')}`,
  tags: [tag],
  digests: [`${tag.replace(/:[^:/]*$/, '')}@sha256:${tag.replace(/\W/g, '')}`],
  sizeBytes: 1,
  createdAt: epoch,
  hostIds: hosts.map(({ id }) => id),
  hostNames: hosts.map(({ name }) => name),
  containerCount: 0,
  labels: {},
  ...extra,
})

export const aSnapshot = (hosts: readonly Host[], extra: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  revision: 1,
  hosts: [...hosts],
  containers: [],
  networks: [],
  images: [],
  volumes: [],
  ...extra,
})

export const aService = (name: string, extra: Partial<Service> = {}): Service => ({
  name,
  image: 'web:1',
  command: null,
  entrypoint: null,
  networks: { default: null },
  ...extra,
})

export const aModel = (services: readonly Service[], extra: Partial<ComposeModel> = {}): ComposeModel => ({
  name: 'shop',
  format: 'spec',
  services: Object.fromEntries(services.map((service) => [service.name, service])),
  disabled_services: {},
  networks: { default: { name: 'shop_default', ipam: {} } },
  volumes: {},
  secrets: {},
  configs: {},
  models: {},
  extensions: {},
  positionOf: (path) => ({ file: 'compose.yaml', line: path.length, column: 1 }),
  ...extra,
})

export const aPlanInput = (
  model: ComposeModel,
  snapshot: ClusterSnapshot,
  extra: Partial<PlanInput> = {},
): PlanInput => ({
  stack: model.name,
  revision: 1,
  model,
  files: [],
  diagnostics: [],
  variables: [],
  snapshot,
  removeOrphans: [],
  pull: 'missing',
  scale: {},
  pins: {},
  previousSpec: () => null,
  wantedDigests: {},
  inspected: new Map(),
  builds: null,
  policy: {},
  promised: [],
  ...extra,
})

export const aContainer = (host: Host, name: string, extra: Partial<Container> = {}): Container => ({
  id: `${name}-${host.name}`.padEnd(64, '0'),
  hostId: host.id,
  hostName: host.name,
  name,
  image: 'web:1',
  imageId: 'sha256:web1',
  command: '',
  createdAt: epoch,
  startedAt: epoch,
  finishedAt: null,
  state: 'running',
  health: 'none',
  exitCode: null,
  oomKilled: false,
  restartCount: 0,
  status: 'Up',
  labels: {},
  stack: null,
  service: null,
  number: null,
  networkMode: '',
  networks: [],
  requestedPorts: [],
  actualPorts: [],
  exposedPorts: [],
  mounts: [],
  reservation: { cpus: 0, memoryBytes: 0 },
  known: true,
  ...extra,
})

const overlay = (name: string, hosts: readonly Host[]): Network =>
  aNetwork(name, { hostIds: hosts.map(({ id }) => id) })

/** The cluster as it would be when every operation of the plan had ended well. */
export const applied = (input: PlanInput, { plan }: PlanResult): ClusterSnapshot => {
  const { snapshot, model } = input
  const services = desiredServices(model, input)
  const gone = new Set(
    plan.operations.flatMap(({ kind, input: given }) =>
      kind === 'remove-container' ? [String(given.containerId)] : [],
    ),
  )
  const kept = snapshot.containers
    .filter(({ id }) => !gone.has(id))
    .map((container) =>
      plan.containers.some((item) => item.action === 'start' && item.name === container.name)
        ? { ...container, state: 'running' as const, exitCode: null }
        : container,
    )
  const made = plan.containers.flatMap((item): Container[] => {
    const desired = services.find(({ name }) => name === item.service)
    const host = snapshot.hosts.find(({ id }) => id === item.hostId)
    if (desired === undefined || host === undefined || (item.action !== 'create' && item.action !== 'recreate'))
      return []
    const labels = {
      ...desired.service.labels,
      [composeLabel.project]: model.name,
      [composeLabel.service]: desired.name,
      [composeLabel.number]: String(item.number),
      [lotseLabel.spec]: desired.hash,
      [lotseLabel.revision]: String(input.revision),
    }
    const requestedPorts = (desired.service.ports ?? []).map((port) => ({
      port: `${port.target}/${port.protocol}`,
      hostIp: port.host_ip ?? '',
      hostPort: port.published ?? '',
    }))
    const mounts = desired.mounts.flatMap((mount) =>
      mount.kind === 'volume'
        ? [{ type: 'volume', name: mount.name, source: '', target: mount.mount.target, readOnly: false }]
        : [],
    )
    const extra = { labels, stack: model.name, service: desired.name, number: item.number, requestedPorts, mounts }
    const id = `${item.name}-${input.revision}-${host.name}`.padEnd(64, '0')
    return [
      aContainer(host, item.name, {
        ...extra,
        id,
        image: desired.image,
        imageId: `sha256:${desired.image.replace(/\W/g, '')}`,
        reservation: desired.reservation,
      }),
    ]
  })
  const networks = plan.operations.flatMap(({ kind, target, input: given, hostId }) =>
    kind === 'create-network'
      ? [
          given.driver === 'overlay'
            ? overlay(target, snapshot.hosts)
            : { ...overlay(target, []), driver: 'bridge', scope: 'local' as const, hostIds: [hostId] },
        ]
      : [],
  )
  const volumes = plan.operations.flatMap(({ kind, target, hostId }) =>
    kind === 'create-volume'
      ? [aVolume({ id: hostId, name: hostId }, target, { createdAt: epoch, stack: model.name })]
      : [],
  )
  const images = plan.operations.flatMap(({ kind, target, hostId }) =>
    kind === 'pull-image' || kind === 'build-image' || kind === 'copy-image'
      ? [
          {
            ...anImage(
              target,
              snapshot.hosts.filter(({ id }) => id === hostId),
            ),
          },
        ]
      : [],
  )
  return {
    ...snapshot,
    revision: snapshot.revision + 1,
    containers: [...kept, ...made],
    networks: [...snapshot.networks, ...networks],
    volumes: [...snapshot.volumes, ...volumes],
    images: [...snapshot.images, ...images],
  }
}
