// A container as the engine inspects it, with every key and default that a real one sends.
import { hexOf } from './chance'
import { configDefaults, hostDefaults } from './container-defaults'
import { macOf, prefixLength } from './networks'
import { dataRoot } from './populate'
import type { FarmContainer, FarmEndpoint, FarmMount, FarmSpec } from './types'

const zeroTime = '0001-01-01T00:00:00Z'
const nanos = (id: string) => String((Number.parseInt(id.slice(0, 6), 36) || 0) % 1_000_000).padStart(6, '0')
/** With nanoseconds, as Go writes times. */
export const timeText = (ms: number, id: string): string =>
  ms === 0 ? zeroTime : `${new Date(ms).toISOString().slice(0, -1)}${nanos(id)}Z`

export const isUp = (container: FarmContainer): boolean =>
  container.status === 'running' || container.status === 'paused'

const numberLabel = 'com.docker.compose.container-number'

export const labelsOf = (container: FarmContainer): Record<string, string> => ({
  ...container.spec.config.Labels,
  ...(container.number > 0 ? { [numberLabel]: String(container.number) } : {}),
})

const endpointJson = (container: FarmContainer, { network, address, aliases }: FarmEndpoint) => ({
  IPAMConfig: null,
  Links: null,
  Aliases: aliases,
  MacAddress: macOf(address),
  NetworkID: container.startedMs === 0 ? '' : network.id,
  EndpointID: address === '' ? '' : hexOf(64, container.id, network.id),
  Gateway: address === '' ? '' : (network.gateway ?? ''),
  IPAddress: address,
  IPPrefixLen: address === '' ? 0 : prefixLength(network),
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  DriverOpts: null,
  DNSNames: network.name === 'bridge' ? null : [container.name, ...(aliases ?? []), container.id.slice(0, 12)],
})

export const networksJson = (container: FarmContainer) =>
  Object.fromEntries(container.endpoints.map((endpoint) => [endpoint.network.name, endpointJson(container, endpoint)]))

export const mountJson = (mount: FarmMount) => ({
  Type: mount.type,
  ...(mount.name ? { Name: mount.name } : {}),
  Source: mount.source,
  Destination: mount.target,
  ...(mount.type === 'volume' ? { Driver: 'local' } : {}),
  Mode: mount.readOnly ? 'ro' : mount.type === 'volume' ? 'z' : '',
  RW: !mount.readOnly,
  Propagation: mount.type === 'bind' ? 'rprivate' : '',
})

const healthJson = (container: FarmContainer, nowMs: number) => {
  const isBad = container.health === 'unhealthy'
  const count = container.health === 'starting' ? 1 : 3
  return {
    Status: container.health,
    FailingStreak: isBad ? 3 : 0,
    Log: Array.from({ length: count }, (_, at) => ({
      Start: timeText(nowMs - (count - at) * 30_000, container.id),
      End: timeText(nowMs - (count - at) * 30_000 + 52, container.id),
      ExitCode: isBad ? 1 : 0,
      Output: isBad ? "wget: can't connect to remote host (127.0.0.1): Connection refused\n" : '',
    })),
  }
}

const stateJson = (container: FarmContainer, nowMs: number) => ({
  Status: container.status,
  Running: isUp(container) || container.status === 'restarting',
  Paused: container.status === 'paused',
  Restarting: container.status === 'restarting',
  OOMKilled: container.oomKilled,
  Dead: false,
  Pid: container.pid,
  ExitCode: isUp(container) ? 0 : container.exitCode,
  Error: container.error,
  StartedAt: timeText(container.startedMs, container.id),
  FinishedAt: timeText(container.finishedMs, container.id),
  ...(container.health === '' ? {} : { Health: healthJson(container, nowMs) }),
})

export const commandOf = ({ spec, image }: FarmContainer): string[] => [
  ...(spec.config.Entrypoint ?? []),
  ...(spec.config.Cmd ?? (spec.config.Entrypoint ? [] : image.cmd)),
]

const publishedJson = (container: FarmContainer) => ({
  ...Object.fromEntries(Object.keys(container.spec.config.ExposedPorts ?? {}).map((port) => [port, null])),
  ...Object.fromEntries(
    Object.entries(container.ports).map(([port, hostPort]) => [
      port,
      ['0.0.0.0', '::'].map((HostIp) => ({ HostIp, HostPort: hostPort })),
    ]),
  ),
})

/** What replicas have in common is most of an answer, and is written once. Config without its end. */
const writtenSpecs = new WeakMap<FarmSpec, { hostConfig: string; config: string; labels: string }>()

function writtenOf(spec: FarmSpec) {
  const known = writtenSpecs.get(spec)
  if (known) return known
  const { Labels, ...config } = spec.config
  const written = {
    hostConfig: JSON.stringify({ Binds: null, NetworkMode: 'bridge', ...hostDefaults, ...spec.hostConfig }),
    config: JSON.stringify({ ...configDefaults, Image: spec.image, ...config }).slice(0, -1),
    labels: JSON.stringify(Labels ?? {}),
  }
  writtenSpecs.set(spec, written)
  return written
}

export function labelsText({ spec, number }: FarmContainer): string {
  const { labels } = writtenOf(spec)
  if (number === 0) return labels
  return `${labels.slice(0, -1)}${labels === '{}' ? '' : ','}"${numberLabel}":"${number}"}`
}

/** As the engine inspects it. */
export function inspectText(container: FarmContainer, nowMs: number): string {
  const { hostConfig, config } = writtenOf(container.spec)
  const own = JSON.stringify(ownJson(container, nowMs)).slice(0, -1)
  const labels = `"Labels":${labelsText(container)}`
  return `${own},"HostConfig":${hostConfig},"Config":${config},"Hostname":"${container.id.slice(0, 12)}",${labels}}}`
}

/** All of an inspect but its HostConfig and Config. */
function ownJson(container: FarmContainer, nowMs: number) {
  const { id, image } = container
  const [program = '', ...args] = commandOf(container)
  const folder = `${dataRoot}/containers/${id}`
  const layer = `${dataRoot}/overlay2/${hexOf(64, 'layer', id)}`
  const networks: Record<string, ReturnType<typeof endpointJson>> = networksJson(container)
  const onBridge = networks.bridge
  return {
    Id: id,
    Created: timeText(container.createdMs, id),
    Path: program,
    Args: args,
    State: stateJson(container, nowMs),
    Image: image.id,
    ResolvConfPath: `${folder}/resolv.conf`,
    HostnamePath: `${folder}/hostname`,
    HostsPath: `${folder}/hosts`,
    LogPath: `${folder}/${id}-json.log`,
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: 'docker-default',
    ExecIDs: null,
    GraphDriver: {
      Data: {
        LowerDir: `${layer}-init/diff:${dataRoot}/overlay2/${image.id.slice(7)}/diff`,
        MergedDir: `${layer}/merged`,
        UpperDir: `${layer}/diff`,
        WorkDir: `${layer}/work`,
      },
      Name: 'overlay2',
    },
    Mounts: container.mounts.map(mountJson),
    NetworkSettings: {
      Bridge: '',
      SandboxID: isUp(container) ? hexOf(64, 'sandbox', id) : '',
      SandboxKey: isUp(container) ? `/var/run/docker/netns/${hexOf(12, 'sandbox', id)}` : '',
      Ports: isUp(container) ? publishedJson(container) : {},
      HairpinMode: false,
      LinkLocalIPv6Address: '',
      LinkLocalIPv6PrefixLen: 0,
      SecondaryIPAddresses: null,
      SecondaryIPv6Addresses: null,
      EndpointID: onBridge?.EndpointID ?? '',
      Gateway: onBridge?.Gateway ?? '',
      GlobalIPv6Address: '',
      GlobalIPv6PrefixLen: 0,
      IPAddress: onBridge?.IPAddress ?? '',
      IPPrefixLen: onBridge?.IPPrefixLen ?? 0,
      IPv6Gateway: '',
      MacAddress: onBridge?.MacAddress ?? '',
      Networks: networks,
    },
  }
}
