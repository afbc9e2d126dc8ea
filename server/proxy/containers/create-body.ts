// What a client's create asks of the scheduler, and what the engine is told in its place: classic Swarm's expressions leave the
// environment and stand in labels, whole cores become shares, names with a host lose it. Pure.

import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Network } from '@/lib/contract/networks'
import { owedLabel, policiesLabel, swarmIdLabel } from '@/server/recreate/own-labels'
import type { PlacementRequest } from '@/server/scheduler/types'
import { expressionLabels } from '@/server/stacks/classic-env'
import { badRequest } from '../http/docker-error'
import { numberIn } from '../http/exact-json'
import { isObject, type JsonObject } from '../http/read-body'
import { networkPlaces } from '../objects/network-places'
import { addressLabels } from '../reschedule/copy-labels'
import { requireBounds, requireShort } from './create-bounds'
import { spelledBody } from './spelled-body'

export type CreateFacts = {
  /** Asked only when a name may be one of theirs: lists of a thousand hosts are not free. */
  hosts(): readonly Host[]
  networks(): readonly Network[]
  /** The container a client means, or undefined. */
  find(ref: string): Container | undefined
}
export type WantedContainer = {
  image: string
  /** By which it is known whatever the engine calls it. */
  swarmId: string
  request: PlacementRequest
  /** Has to go to named hosts, so that an image elsewhere is no help. */
  isPinned: boolean
  /** For an engine with that many cores. */
  bodyFor(hostCpus: number): JsonObject
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const objectOf = (value: unknown, what: string): JsonObject => {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) throw badRequest(`${what} is not a JSON object`)
  return value
}

const listOf = (value: unknown, what: string): string[] => {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw badRequest(`${what} is not a list of texts`)
  }
  return value
}

const labelsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectOf(value, 'Labels')).map(([key, each]) => {
      if (typeof each !== 'string') throw badRequest(`the label ${key} is not a text`)
      return [key, each]
    }),
  )

const swarmLabels = 'com.docker.swarm.'

const isExpression = (entry: string): boolean => /^(constraint|affinity|whitelist|reschedule):/.test(entry)

function checkReschedule(label: string | undefined): void {
  if (label === undefined) return
  let policies: unknown
  try {
    policies = JSON.parse(label)
  } catch {
    return
  }
  if (!Array.isArray(policies)) return
  if (policies.length > 1) throw badRequest('too many reschedule policies')
  const odd = policies.find((policy) => policy !== 'off' && policy !== 'on-node-failure')
  if (odd !== undefined) throw badRequest(`invalid reschedule policy: ${odd}`)
}

const portBindings = (hostConfig: JsonObject) =>
  Object.entries(objectOf(hostConfig.PortBindings, 'PortBindings')).flatMap(([port, bindings]) =>
    (Array.isArray(bindings) ? bindings : []).filter(isObject).map((binding) => {
      const asked = textOf(binding.HostPort)
      // Of a range the engine takes what is free.
      return { port, hostIp: textOf(binding.HostIp), hostPort: /^\d+$/.test(asked) && asked !== '0' ? asked : '' }
    }),
  )

/** As the index counts it afterwards, so that a claim and the container it becomes weigh the same. */
function reservationOf(hostConfig: JsonObject): { cpus: number; memoryBytes: number; isShares: boolean } {
  const memoryBytes = Math.max(0, numberIn(hostConfig.MemoryReservation) || numberIn(hostConfig.Memory))
  const nano = numberIn(hostConfig.NanoCpus)
  const quota = numberIn(hostConfig.CpuQuota)
  const shares = numberIn(hostConfig.CpuShares)
  if (nano > 0) return { cpus: nano / 1e9, memoryBytes, isShares: false }
  if (quota > 0) return { cpus: quota / (numberIn(hostConfig.CpuPeriod) || 100_000), memoryBytes, isShares: false }
  return { cpus: Math.max(0, shares), memoryBytes, isShares: shares > 0 }
}

type Pins = { whitelist(hosts: readonly string[] | null, what: string): void; texts: string[] }

const createPins = (): Pins => {
  const texts: string[] = []
  return {
    texts,
    whitelist(hosts, what) {
      if (hosts === null) return
      if (hosts.length === 0) throw badRequest(`no host has ${what}`)
      texts.push(`whitelist:node==${hosts.join('|')}`)
    },
  }
}

/** `n1/data:/data` → the host it names. */
const hostBefore = (text: string, hosts: CreateFacts['hosts']): string | null => {
  const name = /^([^/:]+)\/[^/]/.exec(text)?.[1]
  return name !== undefined && hosts().some((host) => host.name === name) ? name : null
}

function volumesOf(hostConfig: JsonObject, hosts: CreateFacts['hosts'], pins: Pins) {
  const names: string[] = []
  const take = (source: string): string => {
    const host = hostBefore(source, hosts)
    if (host !== null) pins.whitelist([host], `the host ${host}`)
    const rest = host === null ? source : source.slice(host.length + 1)
    const name = rest.split(':', 1)[0] ?? ''
    if (name !== '' && !/^[/.~]/.test(name)) names.push(name)
    return rest
  }
  const binds = listOf(hostConfig.Binds, 'Binds').map((bind) => (bind.includes(':') ? take(bind) : bind))
  const mounts = (Array.isArray(hostConfig.Mounts) ? hostConfig.Mounts : []).map((mount: unknown) =>
    isObject(mount) && mount.Type === 'volume' && typeof mount.Source === 'string' && mount.Source !== ''
      ? { ...mount, Source: take(mount.Source) }
      : mount,
  )
  return {
    names: [...new Set(names)],
    changed: {
      ...(Array.isArray(hostConfig.Binds) ? { Binds: binds } : {}),
      ...(Array.isArray(hostConfig.Mounts) ? { Mounts: mounts } : {}),
    },
  }
}

/** Names of the cluster become ones that the engine knows; what it knows stays as written. */
function refFor(ref: string, find: CreateFacts['find']): string {
  const found = find(ref)
  if (!found || ref === found.name || ref === `/${found.name}` || found.id.startsWith(ref)) return ref
  return found.id
}

const refBeforeColon = (text: string, find: CreateFacts['find']): string => {
  const [ref = '', ...rest] = text.split(':')
  return [refFor(ref, find), ...rest].join(':')
}

const containerMode = (mode: string, find: CreateFacts['find']): string =>
  mode.startsWith('container:') ? `container:${refFor(mode.slice(10), find)}` : mode

const sharedModes = (hostConfig: JsonObject, find: CreateFacts['find']): JsonObject =>
  Object.fromEntries(
    ['IpcMode', 'PidMode'].flatMap((key) => {
      const mode = textOf(hostConfig[key])
      return mode.startsWith('container:') ? [[key, containerMode(mode, find)]] : []
    }),
  )

export function readCreate(
  given: JsonObject,
  search: URLSearchParams,
  swarmId: string,
  facts: CreateFacts,
): WantedContainer {
  const body = spelledBody(given)
  requireBounds(body)
  const image = textOf(body.Image)
  if (/^[0-9a-f]{64}$/.test(image)) {
    throw badRequest(`Invalid repository name (${image}), cannot specify 64-byte hexadecimal strings`)
  }
  const hostConfig = objectOf(body.HostConfig, 'HostConfig')
  const endpoints = objectOf(objectOf(body.NetworkingConfig, 'NetworkingConfig').EndpointsConfig, 'EndpointsConfig')
  const env = listOf(body.Env, 'Env')
  const expressions = env.filter(isExpression)
  // Only who reschedules owes anything to a copy: it would be done for a client whatever its role.
  const { [owedLabel]: _owed, ...ownLabels } = labelsOf(body.Labels)
  const labels: Record<string, string> = {
    ...ownLabels,
    ...expressionLabels(expressions, ownLabels),
    [swarmIdLabel]: swarmId,
  }
  requireShort(Object.keys(labels).flatMap((name) => (name.startsWith(swarmLabels) ? [labels[name] ?? ''] : [])))
  checkReschedule(labels[policiesLabel])
  const { cpus, memoryBytes, isShares } = reservationOf(hostConfig)

  const pins = createPins()
  const network = (ref: string): string => {
    const places = networkPlaces(ref, facts.networks, facts.hosts)
    pins.whitelist(places.hosts, `the network ${ref}`)
    return places.name
  }
  const mode = containerMode(textOf(hostConfig.NetworkMode), facts.find)
  const networkMode = network(mode)
  const joined = Object.entries(endpoints).map(([ref, settings]): [string, unknown] => [
    ref === mode ? networkMode : network(ref),
    settings,
  ])
  Object.assign(labels, addressLabels(labels, joined))
  const volumes = volumesOf(hostConfig, facts.hosts, pins)
  const links = listOf(hostConfig.Links, 'Links')
  const volumesFrom = listOf(hostConfig.VolumesFrom, 'VolumesFrom')
  const sharesWith = [hostConfig.IpcMode, hostConfig.PidMode]
    .map(textOf)
    .flatMap((each) => (each.startsWith('container:') ? [each.slice(10)] : []))
  const needed = [mode.startsWith('container:') ? mode.slice(10) : '', ...sharesWith, ...links, ...volumesFrom]
  for (const ref of needed.map((each) => each.split(':', 1)[0] ?? '')) {
    // Of a "not found" a client thinks that it is the image, and pulls.
    if (ref !== '' && !facts.find(ref)) throw badRequest(`No such container: ${ref}`)
  }
  const name = (search.get('name') ?? '').replace(/^\//, '')
  const platform = search.get('platform') ?? ''
  const stack = labels['com.docker.compose.project']
  const service = labels['com.docker.compose.service']

  const request: PlacementRequest = {
    ...(name === '' ? {} : { name }),
    image,
    // Labels hold what came from the environment; the rest follows from what is asked for.
    env: pins.texts,
    labels,
    cpus,
    memoryBytes,
    networkMode: networkMode || 'default',
    exposedPorts: Object.keys(objectOf(body.ExposedPorts, 'ExposedPorts')),
    portBindings: portBindings(hostConfig),
    links,
    // Sharing a container's processes or memory needs its host just as sharing its volumes does.
    volumesFrom: [...volumesFrom, ...sharesWith],
    volumes: volumes.names,
    ...(platform === '' ? {} : { platform }),
    ...(stack === undefined ? {} : { stack }),
    ...(service === undefined ? {} : { service }),
  }
  const hasNodeConstraint = /"node\s*==(?!~)/.test(labels['com.docker.swarm.constraints'] ?? '')
  return {
    image,
    swarmId,
    request,
    isPinned: hasNodeConstraint,
    bodyFor(hostCpus) {
      const shares = isShares ? { CpuShares: Math.ceil((cpus * 1024) / Math.max(1, hostCpus)) } : {}
      return {
        ...body,
        ...(body.Env === undefined ? {} : { Env: env.filter((entry) => !isExpression(entry)) }),
        Labels: labels,
        HostConfig: {
          ...hostConfig,
          ...volumes.changed,
          ...shares,
          ...(hostConfig.NetworkMode === undefined ? {} : { NetworkMode: networkMode }),
          ...sharedModes(hostConfig, facts.find),
          ...(links.length === 0 ? {} : { Links: links.map((each) => refBeforeColon(each, facts.find)) }),
          ...(volumesFrom.length === 0
            ? {}
            : { VolumesFrom: volumesFrom.map((each) => refBeforeColon(each, facts.find)) }),
        },
        ...(body.NetworkingConfig === undefined
          ? {}
          : {
              NetworkingConfig: { ...(body.NetworkingConfig as object), EndpointsConfig: Object.fromEntries(joined) },
            }),
      }
    },
  }
}
