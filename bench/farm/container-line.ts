// A container as a line of the list, with every key that a real engine sends.
import { commandOf, isUp, labelsOf, labelsText, mountJson, networksJson } from './container-json'
import type { FarmContainer } from './types'

/** "5 minutes", as the engine words spans. */
export function spanWords(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.round(minutes / 60)
  if (seconds < 1) return 'Less than a second'
  if (seconds === 1) return '1 second'
  if (seconds < 60) return `${seconds} seconds`
  if (minutes === 1) return 'About a minute'
  if (minutes < 60) return `${minutes} minutes`
  if (hours === 1) return 'About an hour'
  if (hours < 48) return `${hours} hours`
  if (hours < 24 * 14) return `${Math.floor(hours / 24)} days`
  if (hours < 24 * 60) return `${Math.floor(hours / 24 / 7)} weeks`
  return `${Math.floor(hours / 24 / 30)} months`
}

export function statusWords(container: FarmContainer, nowMs: number): string {
  const { status, health } = container
  const up = `Up ${spanWords(nowMs - container.startedMs)}`
  if (status === 'paused') return `${up} (Paused)`
  if (status === 'running') return health === '' ? up : `${up} (${health === 'starting' ? 'health: starting' : health})`
  if (status === 'created') return 'Created'
  const ago = `${spanWords(nowMs - container.finishedMs)} ago`
  return `${status === 'restarting' ? 'Restarting' : 'Exited'} (${container.exitCode}) ${ago}`
}

const portsOf = (container: FarmContainer) => {
  const exposed = isUp(container) ? Object.keys(container.spec.config.ExposedPorts ?? {}) : []
  return exposed.concat(Object.keys(container.ports).filter((port) => !exposed.includes(port))).flatMap((port) => {
    const [number, Type = 'tcp'] = port.split('/')
    const PrivatePort = Number(number)
    const hostPort = container.ports[port]
    return hostPort
      ? ['0.0.0.0', '::'].map((IP) => ({ IP, PrivatePort, PublicPort: Number(hostPort), Type }))
      : [{ PrivatePort, Type }]
  })
}

/** All of a line of the list but its labels. */
const lineJson = (container: FarmContainer, nowMs: number) => ({
  Id: container.id,
  Names: [`/${container.name}`],
  Image: container.spec.image,
  ImageID: container.image.id,
  Command: commandOf(container)
    .map((word) => (/[\s;]/.test(word) ? `'${word}'` : word))
    .join(' '),
  Created: Math.floor(container.createdMs / 1000),
  Ports: portsOf(container),
  State: container.status,
  Status: statusWords(container, nowMs),
  HostConfig: { NetworkMode: container.spec.hostConfig.NetworkMode ?? 'bridge' },
  NetworkSettings: { Networks: networksJson(container) },
  Mounts: container.mounts.map(mountJson),
})

export const summaryJson = (container: FarmContainer, nowMs: number) => ({
  ...lineJson(container, nowMs),
  Labels: labelsOf(container),
})

/** As a line of the list. */
export const summaryText = (container: FarmContainer, nowMs: number): string =>
  `${JSON.stringify(lineJson(container, nowMs)).slice(0, -1)},"Labels":${labelsText(container)}}`
