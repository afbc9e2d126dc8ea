// Everything a container of a service is made from, as flat text: equal specs need no new container, and where two
// differ the key says why. What only steers a deploy (replicas, order, placement) is not part of it.
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'
import type { ContainerFile } from './container-files'
import { hashOf, stableJson } from './hash'
import type { MountPlan } from './mounts'

export type ServiceSpec = Record<string, string>

const steeringKeys = new Set([
  'name',
  'attach',
  'build',
  'configs',
  'container_name',
  'depends_on',
  'deploy',
  'develop',
  'image',
  'networks',
  'profiles',
  'pull_policy',
  'pull_refresh_after',
  'scale',
  'secrets',
  'volumes',
])

const flatten = (prefix: string, value: unknown, into: ServiceSpec): void => {
  if (value === undefined || value === null) return
  if (typeof value !== 'object') into[prefix] = String(value)
  else if (Array.isArray(value)) {
    into[prefix] = value.map((item) => (typeof item === 'object' ? stableJson(item) : String(item))).join(' ')
  } else for (const [key, item] of Object.entries(value)) flatten(`${prefix}.${key}`, item, into)
}

const portText = (port: NonNullable<Service['ports']>[number]): string =>
  [port.host_ip, port.published, `${port.target}/${port.protocol}`].filter((part) => part !== undefined).join(':')

const mountText = (plan: MountPlan): string => {
  const { mount } = plan
  const options = stableJson({ bind: mount.bind, volume: mount.volume, tmpfs: mount.tmpfs, type: mount.type })
  const source = plan.kind === 'volume' ? plan.name : plan.kind === 'bind' ? plan.source : plan.kind
  const shown = `${source}:${mount.target}${mount.read_only ? ':ro' : ''}`
  return options === `{"type":"${mount.type}"}` ? shown : `${shown} ${options}`
}

export type SpecParts = {
  image: string
  /** Null: the image is not built here. */
  buildHash: string | null
  mounts: readonly MountPlan[]
  files: readonly ContainerFile[]
}

export const serviceSpec = (model: ComposeModel, service: Service, parts: SpecParts): ServiceSpec => {
  const spec: ServiceSpec = { image: parts.image }
  for (const [key, value] of Object.entries(service)) if (!steeringKeys.has(key)) flatten(key, value, spec)
  // An unset variable named without a value and a missing one are the same container.
  for (const [name, value] of Object.entries(service.environment ?? {})) {
    if (value === '') spec[`environment.${name}`] = ''
  }
  if (parts.buildHash !== null) spec.build = parts.buildHash.slice(0, 12)
  if (service.ports?.length) spec.ports = service.ports.map(portText).join(' ')
  for (const [index, port] of (service.ports ?? []).entries()) {
    if (port.mode !== 'ingress' && port.mode !== 'host') spec[`ports.${index}.mode`] = port.mode
  }
  for (const [key, attachment] of Object.entries(service.networks ?? {})) {
    const name = model.networks[key]?.name ?? key
    spec[`networks.${key}`] = attachment === null ? name : `${name} ${stableJson(attachment)}`
  }
  for (const plan of parts.mounts) spec[`volumes.${plan.mount.target}`] = mountText(plan)
  for (const file of parts.files) {
    spec[`files.${file.path}`] = hashOf([file.content, file.mode, file.uid, file.gid]).slice(0, 12)
  }
  flatten('deploy.resources', service.deploy?.resources, spec)
  flatten('deploy.restart_policy', service.deploy?.restart_policy, spec)
  flatten('deploy.labels', service.deploy?.labels, spec)
  return spec
}

export const specHash = (spec: ServiceSpec): string => hashOf(spec)
