// What a container of a service asks of a host, in the scheduler's words.
import type { PlacementContainer, PlacementRequest } from '@/server/scheduler/types'
import type { DesiredService } from './desired'
import { composeLabel } from './labels'
import type { NetworkChoice } from './network-choice'

export type RequestContext = {
  stack: string
  choices: ReadonlyMap<string, NetworkChoice>
  hostNames: ReadonlyMap<string, string>
}

const labelsOf = (stack: string, desired: DesiredService, number: number): Record<string, string> => ({
  ...desired.service.labels,
  [composeLabel.project]: stack,
  [composeLabel.service]: desired.name,
  [composeLabel.number]: String(number),
})

/** Without a container of it anywhere, a local volume may be made on any host. */
export const pinnedVolumes = (desired: DesiredService): string[] =>
  desired.mode === 'global'
    ? []
    : desired.mounts.flatMap((plan) => (plan.kind === 'volume' && plan.isLocal ? [plan.name] : []))

/** Only members of an overlay can be on it: an expression by name says so, and the explanation with it. */
const networkRule = (desired: DesiredService, context: RequestContext): string[] => {
  const limits = Object.keys(desired.service.networks ?? {}).flatMap((key) => {
    const ids = context.choices.get(key)?.hostIds
    return ids == null ? [] : [ids]
  })
  if (limits.length === 0) return []
  const [first = [], ...others] = limits
  const allowed = first.filter((id) => others.every((ids) => ids.includes(id)))
  if (allowed.length === context.hostNames.size) return []
  const names = allowed.map((id) => context.hostNames.get(id)).filter((name) => name !== undefined)
  return [`whitelist:node==${names.length > 0 ? names.join('|') : 'none'}`]
}

const portsOf = (desired: DesiredService) =>
  (desired.service.ports ?? []).map((port) => ({
    port: `${port.target}/${port.protocol}`,
    hostIp: port.host_ip ?? '',
    hostPort: port.published ?? '',
  }))

const exposedOf = ({ service }: DesiredService): string[] => [
  ...(service.expose ?? []).map((port) => (port.includes('/') ? port : `${port}/tcp`)),
  ...(service.ports ?? []).map((port) => `${port.target}/${port.protocol}`),
]

export const placementRequest = (
  desired: DesiredService,
  number: number,
  name: string,
  context: RequestContext,
): PlacementRequest => {
  const { service } = desired
  const { placement } = service.deploy ?? {}
  return {
    name,
    image: desired.image,
    env: [...desired.expressions, ...networkRule(desired, context)],
    labels: labelsOf(context.stack, desired, number),
    cpus: desired.reservation.cpus,
    memoryBytes: desired.reservation.memoryBytes,
    networkMode: service.network_mode === 'host' ? 'host' : 'default',
    exposedPorts: exposedOf(desired),
    portBindings: service.network_mode === 'host' ? [] : portsOf(desired),
    volumesFrom: (service.volumes_from ?? [])
      .filter((from) => from.startsWith('container:'))
      .map((from) => from.slice(10)),
    constraints: placement?.constraints ?? [],
    preferences: (placement?.preferences ?? []).flatMap(({ spread }) => (spread ? [spread] : [])),
    ...(placement?.max_replicas_per_node ? { maxReplicasPerHost: placement.max_replicas_per_node } : {}),
    stack: context.stack,
    service: desired.name,
    ...(service.platform ? { platform: service.platform } : {}),
    volumes: pinnedVolumes(desired),
  }
}

/** The container as the scheduler shall count it once it is there. */
export const plannedContainer = (request: PlacementRequest, name: string): PlacementContainer => ({
  id: `planned ${name}`,
  name,
  labels: request.labels ?? {},
  networkMode: request.networkMode ?? 'default',
  exposedPorts: request.exposedPorts ?? [],
  requestedPorts: request.portBindings ?? [],
  volumes: request.volumes ?? [],
  stack: request.stack ?? null,
  service: request.service ?? null,
  reservation: { cpus: request.cpus ?? 0, memoryBytes: request.memoryBytes ?? 0 },
})
