// Two engines in memory that know what a move asks of engines, and can fail, vanish or see the server die at any call: for
// tests that try every moment of a move.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import { readContainer } from '@/server/cluster/read-container'
import type { Cluster } from '@/server/cluster/types'
import type { ContainerInspect } from '@/server/docker/api-types'
import type { Engine, JsonRequest, StreamRequest } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import type { Inspect } from '@/server/moves/inspect'
import { anImage } from './stack-builders'

export type WorldContainer = { inspect: Inspect; isHealthy: boolean }
type WorldHost = {
  host: Host
  containers: Map<string, WorldContainer>
  /** Name → content. */
  volumes: Map<string, { labels: Record<string, string>; content: string }>
  /** Reference → id. */
  images: Map<string, string>
  networks: Set<string>
}

/** At the n-th call that changes something, counted over all engines. */
export type Trouble = { at: number; how: 'refuse' | 'refuse-after' | 'kill' | 'kill-after' | 'away' }

export class Killed extends Error {}

const refusal = (statusCode: number, message: string) =>
  new AppError('engine_error', message, { details: { statusCode } })
const missing = (what: string) => refusal(404, `No such thing: ${what}`)

export const createMoveWorld = (hosts: readonly Host[], networks: readonly Network[] = []) => {
  const worlds = new Map<string, WorldHost>(
    hosts.map((host) => [
      host.id,
      { host, containers: new Map(), volumes: new Map(), images: new Map(), networks: new Set() },
    ]),
  )
  const listeners = new Set<Parameters<Cluster['subscribe']>[0]>()
  const away = new Set<string>()
  const calls: string[] = []
  let trouble: Trouble | null = null
  let onKill = () => {}
  let onCall = (_call: string) => {}
  let serial = 0

  const worldOf = (hostId: string): WorldHost => {
    const found = worlds.get(hostId)
    if (found === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
    return found
  }
  const find = (world: WorldHost, ref: string) =>
    [...world.containers.values()].find(({ inspect }) => inspect.Id === ref || inspect.Name === `/${ref}`)
  const need = (world: WorldHost, ref: string): WorldContainer => {
    const found = find(world, ref)
    if (found === undefined) throw missing(ref)
    return found
  }
  const setRunning = ({ inspect, isHealthy }: WorldContainer, isRunning: boolean) => {
    inspect.State = {
      Running: isRunning,
      Status: isRunning ? 'running' : 'exited',
      StartedAt: new Date().toISOString(),
      ExitCode: 0,
      ...(inspect.Config.Healthcheck
        ? {
            Health: {
              Status: isHealthy ? 'healthy' : 'unhealthy',
              Log: [{ Start: new Date(Date.now() + 60_000).toISOString(), ExitCode: isHealthy ? 0 : 1 }],
            },
          }
        : {}),
    } as Inspect['State']
  }

  const create = (world: WorldHost, name: string, body: Record<string, unknown>): { Id: string } => {
    if (find(world, name)) throw refusal(409, `The name ${name} is in use`)
    const { HostConfig, NetworkingConfig, Labels, ...config } = body as unknown as Inspect['Config'] & Inspect
    const endpoints = (NetworkingConfig as { EndpointsConfig?: Record<string, object> } | undefined)?.EndpointsConfig
    const mounts = (HostConfig?.Mounts ?? []) as { Source?: string; Target?: string; ReadOnly?: boolean }[]
    const binds = (HostConfig?.Binds ?? []).map((bind) => bind.split(':'))
    const Id = `made-${++serial}`.padEnd(64, '0')
    const inspect: Inspect = {
      Id,
      Name: `/${name}`,
      Image: world.images.get(String(config.Image)) ?? String(config.Image),
      State: { Running: false, Status: 'created' },
      Config: { ...config, Labels } as Inspect['Config'],
      HostConfig,
      Mounts: [
        ...mounts.map(({ Source = '', Target = '', ReadOnly }) => ({
          Type: 'volume',
          Name: Source,
          Destination: Target,
          RW: !ReadOnly,
        })),
        ...binds.map(([Name = '', Destination = '']) => ({ Type: 'volume', Name, Destination, RW: true })),
      ],
      NetworkSettings: { Networks: { ...endpoints } },
    }
    for (const { Name } of inspect.Mounts ?? []) {
      if (Name && !world.volumes.has(Name)) world.volumes.set(Name, { labels: {}, content: '' })
    }
    world.containers.set(Id, { inspect, isHealthy: true })
    return { Id }
  }

  const onContainer = (world: WorldHost, method: string, ref: string, verb: string, request: JsonRequest): unknown => {
    if (method === 'POST' && ref === 'create') return create(world, String(request.query?.name), request.body as never)
    const container = need(world, ref)
    const { inspect } = container
    if (method === 'GET') return structuredClone(inspect)
    if (method === 'DELETE') return void world.containers.delete(inspect.Id)
    if (verb === 'start') return setRunning(container, true)
    if (verb === 'stop') {
      if (!inspect.State?.Running) throw refusal(304, 'not running')
      return setRunning(container, false)
    }
    if (verb === 'rename') {
      const name = String(request.query?.name)
      if (find(world, name)) throw refusal(409, `The name ${name} is in use`)
      inspect.Name = `/${name}`
      return undefined
    }
    throw new Error(`the world knows no ${verb}`)
  }

  const onNetwork = (world: WorldHost, ref: string, verb: string, body: Record<string, unknown>): unknown => {
    if (verb === '') {
      if (!world.networks.has(ref)) throw missing(ref)
      return {}
    }
    if (ref === 'create') return void world.networks.add(String(body.Name))
    const { inspect } = need(world, String(body.Container))
    const networks = inspect.NetworkSettings?.Networks ?? {}
    if (verb === 'disconnect') delete networks[ref]
    else if (networks[ref]) throw refusal(403, 'is connected already')
    else networks[ref] = (body.EndpointConfig as object) ?? {}
    return undefined
  }

  const onVolume = (world: WorldHost, method: string, ref: string, body: Record<string, unknown>): unknown => {
    if (ref === 'create') {
      const name = String(body.Name)
      if (!world.volumes.has(name)) world.volumes.set(name, { labels: (body.Labels ?? {}) as never, content: '' })
      return { Name: name }
    }
    const found = world.volumes.get(ref)
    if (found === undefined) throw missing(ref)
    if (method === 'GET') return { Name: ref, Labels: found.labels }
    const isUsed = [...world.containers.values()].some(({ inspect }) =>
      (inspect.Mounts ?? []).some(({ Name }) => Name === ref),
    )
    if (isUsed) throw refusal(409, `${ref} is in use`)
    world.volumes.delete(ref)
    return undefined
  }

  const answer = (world: WorldHost, method: string, path: string, request: JsonRequest): unknown => {
    const [, kind = '', ref = '', verb = ''] = path.split('/').map(decodeURIComponent)
    const body = (request.body ?? {}) as Record<string, unknown>
    if (kind === 'containers') return onContainer(world, method, ref, verb, request)
    if (kind === 'networks') return onNetwork(world, ref, method === 'GET' ? '' : verb || ref, body)
    if (kind === 'volumes') return onVolume(world, method, ref, body)
    if (kind === 'system')
      return { Volumes: [...world.volumes.keys()].map((Name) => ({ Name, UsageData: { Size: 7 } })) }
    if (kind === 'images') {
      if (verb === 'tag') return void world.images.set(`${request.query?.repo}:${request.query?.tag}`, ref)
      const Id = world.images.get(ref)
      if (Id === undefined) throw missing(ref)
      return { Id }
    }
    throw new Error(`the world knows no ${method} ${path}`)
  }

  const mountedVolume = (world: WorldHost, ref: string) => {
    const [mount] = need(world, ref).inspect.Mounts ?? []
    const volume = world.volumes.get(mount?.Name ?? '')
    if (volume === undefined) throw missing('volume')
    return volume
  }

  const stream = async (world: WorldHost, method: string, path: string, request: StreamRequest): Promise<Readable> => {
    const [, , ref = '', verb = ''] = path.split('/')
    if (verb === 'logs') return Readable.from([])
    const volume = mountedVolume(world, ref)
    if (method === 'GET') {
      const tar = pack()
      tar.entry({ name: './', type: 'directory' })
      tar.entry({ name: './data', mtime: new Date(0) }, volume.content)
      tar.finalize()
      return tar as unknown as Readable
    }
    const unpack = extract()
    ;(request.body as Readable).pipe(unpack)
    for await (const entry of unpack) {
      const content = await buffer(entry)
      if (entry.header.type === 'file') volume.content = content.toString()
    }
    return Readable.from([])
  }

  /** What goes wrong before and after a call, if this is the one. */
  const troubled = async <T>(hostId: string, method: string, what: string, act: () => T | Promise<T>): Promise<T> => {
    await Promise.resolve()
    const isChange = method !== 'GET'
    if (isChange) calls.push(what)
    const current = isChange && trouble?.at === calls.length ? trouble.how : null
    if (current === 'away') away.add(hostId)
    if (away.has(hostId)) throw new AppError('host_unreachable', `${hostId} does not answer`)
    if (current === 'refuse') throw refusal(500, 'the engine is on fire')
    if (current === 'kill') onKill()
    if (current === 'kill') throw new Killed()
    try {
      const done = await act()
      if (current === 'refuse-after') throw refusal(500, 'the engine is on fire')
      return done
    } finally {
      onCall(what)
      if (current === 'kill-after') onKill()
    }
  }

  const engines = new Map<string, Engine>(
    [...worlds].map(([id, world]) => [
      id,
      {
        address: world.host.address,
        json: (method: string, path: string, request: JsonRequest = {}) =>
          troubled(id, method, `${world.host.name} ${method} ${path}`, () => answer(world, method, path, request)),
        stream: (method: string, path: string, request: StreamRequest = {}) =>
          troubled(id, method, `${world.host.name} ${method} ${path}`, () => stream(world, method, path, request)),
      } as unknown as Engine,
    ]),
  )

  const tell = (hostId: string) => {
    const { host } = worldOf(hostId)
    for (const listener of listeners) {
      listener({
        revision: 1,
        hosts: { upserted: [host], removed: [] },
        containers: { upserted: [], removed: [] },
        networks: false,
        images: false,
        volumes: false,
        overlay: false,
      })
    }
  }
  const containers = (): Container[] =>
    [...worlds.values()].flatMap(({ host, containers: own }) =>
      [...own.values()].flatMap(({ inspect }) => {
        const place = { hostId: host.id, hostName: host.name, hostCpus: host.total.cpus }
        const read = readContainer(inspect as unknown as ContainerInspect, place)
        return read === null ? [] : [read.container]
      }),
    )
  const volumes = (): Volume[] =>
    [...worlds.values()].flatMap(({ host, volumes: own }) =>
      [...own].map(([name, { labels }]) => ({
        hostId: host.id,
        hostName: host.name,
        name,
        driver: 'local',
        mountpoint: '',
        labels,
        options: {},
        createdAt: null,
        stack: null,
        usedBy: [],
      })),
    )
  const cluster = {
    container: (ref: string) => containers().find(({ id, name }) => id === ref || name === ref),
    containersOf: (where: { hostId?: string }) => containers().filter(({ hostId }) => hostId === where.hostId),
    volumes,
    snapshot: () => ({
      revision: 1,
      hosts: hosts.map((host) => ({ ...host })),
      containers: containers(),
      volumes: volumes(),
      networks: [...networks],
      images: [anImage('web:1', hosts)],
    }),
    host: (ref: string) => {
      const found = [...worlds.values()].find(({ host }) => host.id === ref || host.name === ref)?.host
      return found && { ...found, state: away.has(found.id) ? 'unreachable' : found.state }
    },
    engine: (hostId: string) => {
      const found = engines.get(hostId)
      if (found === undefined) throw new AppError('not_found', `There is no host ${hostId}.`)
      return found
    },
    subscribe: (listener: Parameters<Cluster['subscribe']>[0]) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  } as unknown as Cluster

  return {
    cluster,
    calls,
    on: (hostId: string) => worldOf(hostId),
    put: (hostId: string, inspect: Inspect) => {
      const container = { inspect, isHealthy: true }
      if (inspect.State?.Running) setRunning(container, true)
      worldOf(hostId).containers.set(inspect.Id, container)
    },
    strike: (next: Trouble | null, killed: () => void = () => {}) => {
      trouble = next
      onKill = killed
    },
    watch: (listener: (call: string) => void) => {
      onCall = listener
    },
    /** Hosts that do not answer now. */
    away,
    heal: () => {
      const healed = [...away]
      away.clear()
      for (const id of healed) tell(id)
    },
    /** `host/name` of all that run, made by whomever. */
    running: () =>
      [...worlds.values()].flatMap(({ host, containers }) =>
        [...containers.values()]
          .filter(({ inspect }) => inspect.State?.Running)
          .map(({ inspect }) => `${host.name}${inspect.Name}`),
      ),
    all: () =>
      [...worlds.values()].flatMap(({ host, containers }) =>
        [...containers.values()].map(({ inspect }) => `${host.name}${inspect.Name}`),
      ),
  }
}
