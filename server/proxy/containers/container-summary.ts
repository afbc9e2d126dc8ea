// A container as `GET /containers/json` shows it, from what the index keeps. Pure.
import type { Container } from '@/lib/contract/containers'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** As Docker words the age of things. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 1) return 'Less than a second'
  if (seconds === 1) return '1 second'
  if (seconds < minute) return `${seconds} seconds`
  const minutes = Math.floor(seconds / minute)
  if (minutes === 1) return 'About a minute'
  if (minutes < 60) return `${minutes} minutes`
  const hours = Math.floor(seconds / hour + 0.5)
  if (hours === 1) return 'About an hour'
  if (hours < 48) return `${hours} hours`
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`
  return `${Math.floor(seconds / day / 365)} years`
}

const ago = (instant: string | null, nowMs: number): string =>
  humanDuration(Math.max(0, nowMs - (instant === null ? nowMs : Date.parse(instant))))

export function statusOf(container: Container, nowMs: number): string {
  const { state, health, exitCode, startedAt, finishedAt } = container
  if (!container.known) return 'Host Down'
  switch (state) {
    case 'running': {
      const up = `Up ${ago(startedAt, nowMs)}`
      if (health === 'none') return up
      return `${up} (${health === 'starting' ? 'health: starting' : health})`
    }
    case 'paused':
      return `Up ${ago(startedAt, nowMs)} (Paused)`
    case 'restarting':
      return `Restarting (${exitCode ?? 0}) ${ago(finishedAt, nowMs)} ago`
    case 'exited':
      return `Exited (${exitCode ?? 0}) ${ago(finishedAt, nowMs)} ago`
    case 'removing':
      return 'Removal In Progress'
    case 'created':
      return 'Created'
    case 'dead':
      return 'Dead'
  }
}

type Port = { IP?: string; PrivatePort: number; PublicPort?: number; Type: string }

const everywhere = (hostIp: string) => hostIp === '' || hostIp === '0.0.0.0'

/** Published ones at the host's own address: there they are reached. */
export function portsOf(container: Container, ip: string): Port[] {
  const bound = container.actualPorts.flatMap(({ port, hostIp, hostPort }): Port[] => {
    const [number, type = 'tcp'] = port.split('/')
    if (hostPort === '' || hostIp === '::') return []
    const IP = everywhere(hostIp) ? ip : hostIp
    return [{ IP, PrivatePort: Number(number), PublicPort: Number(hostPort), Type: type }]
  })
  const published = new Set(bound.map(({ PrivatePort, Type }) => `${PrivatePort}/${Type}`))
  const onlyExposed = container.exposedPorts.flatMap((port): Port[] => {
    const [number, type = 'tcp'] = port.split('/')
    return published.has(`${number}/${type}`) || container.state !== 'running'
      ? []
      : [{ PrivatePort: Number(number), Type: type }]
  })
  return [...bound, ...onlyExposed].sort((a, b) => a.PrivatePort - b.PrivatePort)
}

/** All but the words of its age, which are others at each look. */
function lastingSummary(container: Container, ip: string) {
  return {
    Id: container.id,
    Names: [`/${container.hostName}/${container.name}`],
    Image: container.image || container.imageId,
    ImageID: container.imageId,
    Command: container.command,
    Created: Math.floor(Date.parse(container.createdAt) / 1000),
    Ports: portsOf(container, ip),
    Labels: container.labels,
    State: container.state,
    HostConfig: { NetworkMode: container.networkMode },
    NetworkSettings: {
      Networks: Object.fromEntries(
        container.networks.map(({ name, networkId, ipAddress, aliases }) => [
          name,
          { NetworkID: networkId, IPAddress: ipAddress, Aliases: aliases ?? null },
        ]),
      ),
    },
    Mounts: container.mounts.map(({ type, name, source, target, readOnly }) => ({
      Type: type,
      ...(name === undefined ? {} : { Name: name, Driver: 'local' }),
      Source: source,
      Destination: target,
      Mode: '',
      RW: !readOnly,
      Propagation: '',
    })),
  }
}

/** Containers of the index are replaced, never changed: what was written of one holds as long as it is there. */
const written = new WeakMap<Container, { ip: string; text: string }>()

/** As JSON. `more`: members that only some lists have. */
export function containerSummary(container: Container, ip: string, nowMs: number, more: object = {}): string {
  let known = written.get(container)
  if (known?.ip !== ip) {
    known = { ip, text: JSON.stringify(lastingSummary(container, ip)).slice(0, -1) }
    written.set(container, known)
  }
  const rest = JSON.stringify({ Status: statusOf(container, nowMs), ...more }).slice(1)
  return `${known.text},${rest}`
}
