// An engine's inspect answer as the container the index keeps. Pure; survives answers with parts missing.
import type { Container, ContainerState, Health, PortBinding } from '@/lib/contract/containers'
import type { ContainerInspect, PortMap } from '@/server/docker/api-types'
import { keptLabels, keptList, ownText, sharedObject, sharedText } from './shared-values'

export type SeenContainer = {
  container: Container
  /** Network ids, each followed by the MAC address there; only the network's page shows them. */
  macs: readonly string[]
}

export type Place = { hostId: string; hostName: string; hostCpus: number }

const states = new Set<string>(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'])

/** Docker writes year 1 for "never". */
export const readInstant = (text: string | undefined): string | null => {
  if (!text || text.startsWith('0001-')) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

function readState(state: NonNullable<ContainerInspect['State']>): ContainerState {
  const said = state.Status?.toLowerCase() ?? ''
  if (states.has(said)) return said as ContainerState
  if (state.Dead) return 'dead'
  if (state.Restarting) return 'restarting'
  if (state.Paused) return 'paused'
  if (state.Running) return 'running'
  return readInstant(state.StartedAt) ? 'exited' : 'created'
}

function readHealth(status: string | undefined): Health {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none'
}

/** As `docker ps` words it, without the ages that would be wrong a minute later. */
function statusWords(state: ContainerState, health: Health, exitCode: number): string {
  if (state === 'running')
    return health === 'none' ? 'Up' : `Up (${health === 'starting' ? 'health: starting' : health})`
  if (state === 'paused') return 'Up (Paused)'
  if (state === 'exited') return `Exited (${exitCode})`
  if (state === 'restarting') return `Restarting (${exitCode})`
  if (state === 'removing') return 'Removal In Progress'
  return state === 'created' ? 'Created' : 'Dead'
}

const binding = (port: string, hostIp: string, hostPort: string): PortBinding =>
  sharedObject(`port ${port} ${hostIp} ${hostPort}`, () => ({ port, hostIp, hostPort }))

const readPorts = (map: PortMap | null | undefined): PortBinding[] =>
  keptList(
    Object.entries(map ?? {}).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp = '', HostPort = '' }) => binding(port, HostIp, HostPort)),
    ),
  )

const readAliases = (aliases: string[] | null | undefined): string[] =>
  keptList(Array.isArray(aliases) ? aliases.map(sharedText) : [])

/** As `docker ps` shows it: an argument with spaces in quotes. */
const commandLine = ({ Path = '', Args }: ContainerInspect): string =>
  [Path, ...(Args ?? []).map((each) => (each.includes(' ') ? `'${each}'` : each))].join(' ').trim()

const cpuLabel = 'io.lotse.reservation.cpus'
const memoryLabel = 'io.lotse.reservation.memory'

/**
 * What a container holds back on its host. Classic Swarm summed HostConfig.CpuShares (as whole cores: the engine was given
 * ceil(n × 1024 / cores)) and HostConfig.Memory over all containers, stopped ones too. So here, with three differences that
 * today's engines ask for: a reservation written as such (our label, MemoryReservation) beats a limit; NanoCpus and
 * CpuQuota, which classic's time did not have, count as the cores they allow; and CpuShares count only on containers that
 * came through a classic-style create (they carry com.docker.swarm.id), since elsewhere they are a mere relative weight.
 */
export function readReservation(inspect: ContainerInspect, hostCpus: number): Container['reservation'] {
  const given = inspect.HostConfig ?? {}
  const labels = inspect.Config?.Labels ?? {}
  const cpus = (): number => {
    const labelled = Number(labels[cpuLabel])
    if (labels[cpuLabel] && labelled >= 0) return labelled
    if ((given.NanoCpus ?? 0) > 0) return (given.NanoCpus ?? 0) / 1e9
    if ((given.CpuQuota ?? 0) > 0) return (given.CpuQuota ?? 0) / ((given.CpuPeriod ?? 0) || 100_000)
    if ((given.CpuShares ?? 0) > 0 && labels['com.docker.swarm.id']) {
      return Math.floor(((given.CpuShares ?? 0) * hostCpus) / 1024)
    }
    return 0
  }
  const memoryBytes = (): number => {
    const labelled = Number(labels[memoryLabel])
    if (labels[memoryLabel] && labelled >= 0) return labelled
    return Math.max(0, given.MemoryReservation || given.Memory || 0)
  }
  const [held, heldBytes] = [cpus(), memoryBytes()]
  return sharedObject(`reservation ${held} ${heldBytes}`, () => ({ cpus: held, memoryBytes: heldBytes }))
}

export function readContainer(inspect: ContainerInspect, place: Place): SeenContainer | null {
  if (typeof inspect !== 'object' || inspect === null || typeof inspect.Id !== 'string' || inspect.Id === '')
    return null
  const wire = inspect.State ?? {}
  const state = readState(wire)
  const health = state === 'running' || state === 'paused' ? readHealth(wire.Health?.Status) : 'none'
  const labels = keptLabels(inspect.Config?.Labels)
  const number = Number(labels['com.docker.compose.container-number'])
  const startedAt = readInstant(wire.StartedAt)
  const networks = Object.entries(inspect.NetworkSettings?.Networks ?? {})
  const hasEnded = state === 'exited' || state === 'dead' || state === 'restarting'
  const container: Container = {
    id: inspect.Id,
    hostId: place.hostId,
    hostName: place.hostName,
    name: ownText((inspect.Name ?? inspect.Id.slice(0, 12)).replace(/^\//, '')),
    image: sharedText(inspect.Config?.Image ?? ''),
    imageId: sharedText(inspect.Image ?? ''),
    command: sharedText(commandLine(inspect)),
    createdAt: readInstant(inspect.Created) ?? new Date(0).toISOString(),
    startedAt,
    finishedAt: readInstant(wire.FinishedAt),
    state,
    health,
    exitCode: hasEnded ? (wire.ExitCode ?? null) : null,
    oomKilled: wire.OOMKilled ?? false,
    restartCount: inspect.RestartCount ?? 0,
    status: sharedText(statusWords(state, health, wire.ExitCode ?? 0)),
    labels,
    stack: labels['com.docker.compose.project'] || labels['com.docker.stack.namespace'] || null,
    service: labels['com.docker.compose.service'] || null,
    number: Number.isInteger(number) && number > 0 ? number : null,
    networkMode: sharedText(inspect.HostConfig?.NetworkMode ?? ''),
    networks: keptList(
      networks.map(([name, endpoint]) => ({
        networkId: sharedText(endpoint?.NetworkID ?? ''),
        name,
        ipAddress: endpoint?.IPAddress ?? '',
        aliases: readAliases(endpoint?.Aliases),
      })),
    ),
    requestedPorts: readPorts(inspect.HostConfig?.PortBindings),
    actualPorts: readPorts(inspect.NetworkSettings?.Ports),
    exposedPorts: keptList(Object.keys(inspect.Config?.ExposedPorts ?? {})),
    mounts: keptList(
      (inspect.Mounts ?? []).map((mount) => ({
        type: sharedText(mount.Type ?? 'bind'),
        ...(mount.Name ? { name: mount.Name } : {}),
        source: sharedText(mount.Source ?? ''),
        target: sharedText(mount.Destination ?? ''),
        readOnly: mount.RW === false,
      })),
    ),
    reservation: readReservation(inspect, place.hostCpus),
    known: true,
  }
  const macs = keptList(
    networks.flatMap(([, endpoint]) =>
      endpoint?.NetworkID && endpoint.MacAddress ? [sharedText(endpoint.NetworkID), endpoint.MacAddress] : [],
    ),
  )
  return { container, macs }
}
