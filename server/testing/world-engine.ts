// What an engine in memory answers to the calls that a move makes: containers, networks, volumes with a content, images.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import type { Host } from '@/lib/contract/hosts'
import type { JsonRequest, StreamRequest } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import type { Inspect } from '@/server/moves/inspect'

export type WorldContainer = { inspect: Inspect; isHealthy: boolean }
type WorldVolume = {
  labels: Record<string, string>
  content: string
  options?: Record<string, string>
  createdAt?: string
}
export type WorldHost = {
  host: Host
  containers: Map<string, WorldContainer>
  /** Name → content. */
  volumes: Map<string, WorldVolume>
  /** Reference → id. */
  images: Map<string, string>
  /** Made by a move: name → labels. */
  networks: Map<string, Record<string, string>>
}

export const refusal = (statusCode: number, message: string) =>
  new AppError('engine_error', message, { details: { statusCode } })
const missing = (what: string) => refusal(404, `No such thing: ${what}`)

/** Gives what all engines of one world share: no two containers have the same id. */
export const createWorldEngines = () => {
  let serial = 0
  let lastMs = 0
  const find = (world: WorldHost, ref: string) =>
    [...world.containers.values()].find(({ inspect }) => inspect.Id === ref || inspect.Name === `/${ref}`)
  const need = (world: WorldHost, ref: string): WorldContainer => {
    const found = find(world, ref)
    if (found === undefined) throw missing(ref)
    return found
  }
  const setRunning = ({ inspect, isHealthy }: WorldContainer, isRunning: boolean) => {
    lastMs = Math.max(lastMs, Date.now())
    inspect.State = {
      Running: isRunning,
      Status: isRunning ? 'running' : 'exited',
      // No two starts at one moment, and no stop that changes it.
      StartedAt: isRunning ? new Date(++lastMs).toISOString() : (inspect.State?.StartedAt ?? ''),
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

  const usersOf = (world: WorldHost, { query }: JsonRequest) => {
    const { volume, network } = JSON.parse(String(query?.filters)) as { volume?: string[]; network?: string[] }
    return [...world.containers.values()]
      .filter(({ inspect: { Mounts, NetworkSettings } }) =>
        network
          ? network.some((name) => NetworkSettings?.Networks?.[name])
          : Mounts?.some(({ Name = '' }) => volume?.includes(Name)),
      )
      .map(({ inspect }) => ({ Id: inspect.Id, Names: [inspect.Name], State: inspect.State?.Status }))
  }

  const onContainer = (world: WorldHost, method: string, ref: string, verb: string, request: JsonRequest): unknown => {
    if (method === 'POST' && ref === 'create') return create(world, String(request.query?.name), request.body as never)
    if (ref === 'json') return usersOf(world, request)
    const container = need(world, ref)
    const { inspect } = container
    if (method === 'GET') return structuredClone(inspect)
    if (method === 'DELETE') return void world.containers.delete(inspect.Id)
    if (verb === 'start') return setRunning(container, true)
    if (verb === 'stop') {
      if (!inspect.State?.Running) throw refusal(304, 'not running')
      return setRunning(container, false)
    }
    if (verb === 'update') return void Object.assign(inspect.HostConfig, request.body)
    if (verb === 'rename') {
      const name = String(request.query?.name)
      if (find(world, name)) throw refusal(409, `The name ${name} is in use`)
      inspect.Name = `/${name}`
      return undefined
    }
    throw new Error(`the world knows no ${verb}`)
  }

  const onNetwork = (
    world: WorldHost,
    method: string,
    ref: string,
    verb: string,
    body: Record<string, unknown>,
  ): unknown => {
    if (ref === 'create') return void world.networks.set(String(body.Name), body.Labels as Record<string, string>)
    if (verb === '') {
      const Labels = world.networks.get(ref)
      if (Labels === undefined) throw missing(ref)
      if (method === 'GET') return { Id: ref, Labels }
      return void world.networks.delete(ref)
    }
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
      if (!world.volumes.has(name))
        world.volumes.set(name, {
          labels: (body.Labels ?? {}) as never,
          content: '',
          options: body.DriverOpts as never,
        })
      return { Name: name }
    }
    const found = world.volumes.get(ref)
    if (found === undefined) throw missing(ref)
    if (method === 'GET')
      return { Name: ref, Labels: found.labels, Options: found.options ?? null, CreatedAt: found.createdAt ?? '' }
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
    if (kind === 'networks') return onNetwork(world, method, ref, verb, body)
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
      if (volume.content !== '') tar.entry({ name: './data', mtime: new Date(0) }, volume.content)
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

  return { answer, stream, setRunning }
}
