// The farm's cluster as it is at the start, made from a seed: hosts with labels, stacks of one host on bridges and stacks
// over many hosts on overlays, and a mix of states as a real cluster shows it. Pure.
import { images as catalogue, harbours, type ServiceKind, type StackKind, stackKinds, zones } from './catalogue'
import { chanceOf, hexOf, swarmIdOf } from './chance'
import { giveState } from './give-state'
import { bridgeNetwork, leaseAddress, overlayNetwork, predefinedNetworks } from './networks'
import type { FarmContainer, FarmHost, FarmImage, FarmNetwork, FarmSpec } from './types'

export type ClusterPlan = {
  hosts: number
  containersPerHost: number
  seed: number
  nowMs: number
  addressOf: (index: number) => { ip: string; port: number }
}

const managers = 5
/** This share of a host's containers belongs to stacks of that host alone. */
const localShare = 0.45
const dayMs = 86_400_000

const imageOf = new Map<string, FarmImage>(catalogue.flatMap((image) => image.tags.map((tag) => [tag, image] as const)))

/** On every host, as if somebody had pulled them. */
const commonImages = catalogue.filter(({ tags }) => tags.includes('busybox:latest') || tags.includes('nginx:latest'))

function hostAt(index: number, plan: ClusterPlan): FarmHost {
  const chance = chanceOf(plan.seed, 'host', index)
  const digits = Math.max(2, String(plan.hosts).length)
  const name = `${harbours[index % harbours.length]}-${String(index + 1).padStart(digits, '0')}`
  const networks = predefinedNetworks(plan.seed, index, plan.nowMs - 200 * dayMs)
  return {
    index,
    name,
    ...plan.addressOf(index),
    engineId: hexOf(32, plan.seed, 'engine', index).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    labels: [
      `zone=${zones[Math.floor((index * zones.length) / plan.hosts)]}`,
      `storage=${chance.isBelow(0.6) ? 'ssd' : 'disk'}`,
      `rack=r${String(1 + Math.floor(index / 25)).padStart(2, '0')}`,
      ...(chance.isBelow(0.05) ? ['gpu=true'] : []),
    ],
    cpus: chance.pick([8, 16, 16, 32, 64]),
    memoryBytes: chance.pick([32, 64, 64, 128, 256]) * 2 ** 30,
    swarm: { nodeId: swarmIdOf(plan.seed, 'node', index), isManager: index < managers },
    containers: new Map(),
    byName: new Map(),
    networks: new Map(networks.map((network) => [network.id, network])),
    images: new Map(commonImages.map((image) => [image.id, image])),
    volumes: new Map(),
    streams: new Set(),
    fault: null,
  }
}

function specOf(stack: string, service: ServiceKind, network: string, seed: number): FarmSpec {
  const image = imageOf.get(service.image)
  const port = image?.ports[0]
  return {
    image: service.image,
    config: {
      Cmd: image?.cmd ?? [],
      Env: [...(service.env ?? []), ...(image?.env ?? [])],
      ExposedPorts: port ? { [port]: {} } : null,
      ...(service.isChecked
        ? {
            Healthcheck: {
              Test: ['CMD-SHELL', 'wget -q -O- http://localhost/health || exit 1'],
              Interval: 30e9,
              Timeout: 5e9,
              Retries: 3,
            },
          }
        : {}),
      Labels: {
        'com.docker.compose.config-hash': hexOf(64, seed, stack, service.name),
        'com.docker.compose.depends_on': '',
        'com.docker.compose.image': image?.id ?? '',
        'com.docker.compose.oneoff': 'False',
        'com.docker.compose.project': stack,
        'com.docker.compose.project.config_files': `/srv/${stack}/compose.yaml`,
        'com.docker.compose.project.working_dir': `/srv/${stack}`,
        'com.docker.compose.service': service.name,
        'com.docker.compose.version': '2.29.1',
        ...(service.isPublished ? { tier: 'front' } : {}),
      },
    },
    hostConfig: {
      NetworkMode: network,
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      ...(service.memoryMegabytes ? { Memory: service.memoryMegabytes * 2 ** 20 } : {}),
      ...(service.cpus ? { NanoCpus: service.cpus * 1e9 } : {}),
    },
  }
}

/** Puts one container there, with its address, port and volume, and all that its host then lists. */
function put(
  host: FarmHost,
  spec: FarmSpec,
  service: ServiceKind,
  stack: string,
  number: number,
  nets: FarmNetwork[],
  plan: ClusterPlan,
): void {
  const name = `${stack}-${service.name}-${number}`
  const image = imageOf.get(spec.image)
  if (!image) throw new Error(`${spec.image} is not in the catalogue`)
  const volume = service.volume && `${stack}_${service.volume}`
  const container: FarmContainer = {
    id: hexOf(64, plan.seed, 'container', host.index, name),
    name,
    spec,
    number,
    image,
    createdMs: 0,
    startedMs: 0,
    finishedMs: 0,
    status: 'running',
    exitCode: 0,
    error: '',
    oomKilled: false,
    health: '',
    restartCount: 0,
    pid: 0,
    stoppedByHand: false,
    endpoints: [],
    mounts: volume
      ? [{ type: 'volume', name: volume, source: volumeSource(volume), target: '/data', readOnly: false }]
      : [],
    ports: {},
  }
  giveState(container, chanceOf(plan.seed, 'state', host.index, name), plan.nowMs)
  const isUp = container.pid > 0
  container.endpoints = nets.map((network) => ({
    network,
    address: isUp ? leaseAddress(network) : '',
    aliases: [name, service.name],
  }))
  const port = image.ports[0]
  if (service.isPublished && port) {
    const hostPort = String(20_000 + host.containers.size)
    container.spec = {
      ...spec,
      hostConfig: { ...spec.hostConfig, PortBindings: { [port]: [{ HostIp: '', HostPort: hostPort }] } },
    }
    if (isUp) container.ports = { [port]: hostPort }
  }
  host.containers.set(container.id, container)
  host.byName.set(name, container)
  host.images.set(image.id, image)
  for (const network of nets) host.networks.set(network.id, network)
  if (volume && !host.volumes.has(volume)) {
    host.volumes.set(volume, {
      name: volume,
      driver: 'local',
      labels: { 'com.docker.compose.project': stack, 'com.docker.compose.volume': service.volume ?? '' },
      options: null,
      createdMs: container.createdMs,
    })
  }
}

export const dataRoot = '/var/lib/docker'
const volumeSource = (name: string): string => `${dataRoot}/volumes/${name}/_data`

const composeLabels = (stack: string) => ({
  'com.docker.compose.network': 'default',
  'com.docker.compose.project': stack,
  'com.docker.compose.version': '2.29.1',
})

/** Puts a stack of this kind on hosts that `nextHost` names, until that names none. */
function putStack(
  kind: StackKind,
  stack: string,
  nets: FarmNetwork[],
  scale: number,
  nextHost: () => FarmHost | undefined,
  plan: ClusterPlan,
): void {
  const chance = chanceOf(plan.seed, 'stack', stack)
  const [first] = nets
  for (const service of kind.services) {
    const spec = specOf(stack, service, first?.name ?? 'bridge', plan.seed)
    const [least, most] = service.replicas
    const replicas = most === 1 ? 1 : (least + chance.under(most - least + 1)) * scale
    for (let number = 1; number <= replicas; number += 1) {
      const host = nextHost()
      if (!host) return
      put(
        host,
        spec,
        service,
        stack,
        number,
        service.name === 'db' || service.name === 'cache' ? nets.slice(0, 1) : nets,
        plan,
      )
    }
  }
}

export function populate(plan: ClusterPlan): { hosts: FarmHost[]; overlays: FarmNetwork[] } {
  const chance = chanceOf(plan.seed, 'cluster')
  const hosts = Array.from({ length: plan.hosts }, (_, index) => hostAt(index, plan))
  const overlays: FarmNetwork[] = [overlayNetwork('ingress', plan.seed, 0, plan.nowMs - 300 * dayMs)]
  let serial = 0
  const nextStack = () => {
    const kind = chance.pick(stackKinds)
    serial += 1
    return { kind, name: `${kind.name}-${serial}` }
  }
  const hasRoom = (host: FarmHost) => host.containers.size < plan.containersPerHost

  const localSize = Math.floor(plan.containersPerHost * localShare)
  for (const host of hosts) {
    while (host.containers.size < localSize) {
      const { kind, name } = nextStack()
      const network = bridgeNetwork(
        `${name}_default`,
        plan.seed,
        host.index,
        host.networks.size,
        plan.nowMs - 50 * dayMs,
        composeLabels(name),
      )
      putStack(kind, name, [network], 1, () => (host.containers.size < localSize ? host : undefined), plan)
    }
  }
  let cursor = 0
  const nextHost = (): FarmHost | undefined => {
    for (let tries = 0; tries < hosts.length; tries += 1) {
      cursor = (cursor + 7) % hosts.length
      if (tries > 0 && tries % hosts.length === 0) cursor += 1
      const host = hosts[cursor]
      if (host && hasRoom(host)) return host
      cursor += 1
    }
    return hosts.find(hasRoom)
  }
  while (hosts.some(hasRoom)) {
    const { kind, name } = nextStack()
    const nets = [
      overlayNetwork(`${name}_default`, plan.seed, overlays.length, plan.nowMs - 50 * dayMs, composeLabels(name)),
    ]
    overlays.push(...nets)
    if (chance.isBelow(0.3)) {
      const back = overlayNetwork(
        `${name}_back`,
        plan.seed,
        overlays.length,
        plan.nowMs - 50 * dayMs,
        composeLabels(name),
      )
      nets.push(back)
      overlays.push(back)
    }
    putStack(kind, name, nets, 2 + chance.under(4), nextHost, plan)
  }
  const [ingress] = overlays
  for (const host of hosts) {
    if (ingress) host.networks.set(ingress.id, ingress)
    // A manager lists every overlay, a worker those that its containers use.
    if (host.swarm?.isManager) for (const overlay of overlays) host.networks.set(overlay.id, overlay)
  }
  return { hosts, overlays }
}
