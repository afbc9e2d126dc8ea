// A container as `GET /containers/json` shows it, from what the index keeps. Pure.
import type { Container } from '@/lib/contract/containers'
import { ownText } from '@/server/cluster/shared-values'

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

/** The words of a state: what stands before and after its age, and since when that counts; null: it has none. */
function statusParts({ known, state, health, exitCode, startedAt, finishedAt }: Container) {
  const aged = (before: string, since: string | null, after: string) => ({
    before,
    sinceMs: since === null ? Number.POSITIVE_INFINITY : Date.parse(since),
    after,
  })
  const plain = (words: string) => ({ before: words, sinceMs: null, after: '' })
  if (!known) return plain('Host Down')
  switch (state) {
    case 'running':
      return aged(
        'Up ',
        startedAt,
        health === 'none' ? '' : ` (${health === 'starting' ? 'health: starting' : health})`,
      )
    case 'paused':
      return aged('Up ', startedAt, ' (Paused)')
    case 'restarting':
      return aged(`Restarting (${exitCode ?? 0}) `, finishedAt, ' ago')
    case 'exited':
      return aged(`Exited (${exitCode ?? 0}) `, finishedAt, ' ago')
    case 'removing':
      return plain('Removal In Progress')
    case 'created':
      return plain('Created')
    case 'dead':
      return plain('Dead')
  }
}

/** Empty for states without one. */
export const ageOf = (sinceMs: number | null, nowMs: number): string =>
  sinceMs === null ? '' : humanDuration(Math.max(0, nowMs - sinceMs))

export function statusOf(container: Container, nowMs: number): string {
  const { before, sinceMs, after } = statusParts(container)
  return `${before}${ageOf(sinceMs, nowMs)}${after}`
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

/** All but its status, whose words are others at each look. */
export function lastingSummary(container: Container, ip: string) {
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

/** A summary but for its age and its end. */
export type WrittenSummary = { head: string; sinceMs: number | null; tail: string; bytes: number; isAscii: boolean }

export function writeSummary(container: Container, ip: string): WrittenSummary {
  const { before, sinceMs, after } = statusParts(container)
  // The words of a state have nothing in them that JSON would write otherwise.
  const head = `${JSON.stringify(lastingSummary(container, ip)).slice(0, -1)},"Status":"${before}`
  const tail = `${after}"`
  const bytes = Buffer.byteLength(head) + tail.length
  return { head: ownText(head), sinceMs, tail, bytes, isAscii: bytes === head.length + tail.length }
}
