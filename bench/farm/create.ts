// A container made on request: from the same body, with the same refusals, as on a real engine.
import { hexOf } from './chance'
import { dataRoot } from './populate'
import { noSuch, Refusal } from './refusal'
import type { FarmContainer, FarmEndpoint, FarmHost, FarmMount, FarmSpec } from './types'
import { type FarmWorld, findImage, findNetwork, tellContainer, withTag } from './world'

type EndpointRequest = { Aliases?: string[] | null } | null
export type CreateBody = FarmSpec['config'] & {
  Image?: string
  HostConfig?: FarmSpec['hostConfig'] | null
  NetworkingConfig?: { EndpointsConfig?: Record<string, EndpointRequest> | null } | null
}

const adjectives = ['brisk', 'calm', 'eager', 'gentle', 'keen', 'merry', 'quiet', 'sturdy']
const nouns = ['anchor', 'beacon', 'buoy', 'capstan', 'dinghy', 'jetty', 'lantern', 'rudder']

const madeName = (serial: number): string =>
  `${adjectives[serial % adjectives.length]}_${nouns[Math.floor(serial / adjectives.length) % nouns.length]}${serial}`

export function createVolume(
  world: FarmWorld,
  host: FarmHost,
  name: string,
  labels: Record<string, string> | null,
  options: Record<string, string> | null = null,
): void {
  if (host.volumes.has(name)) return
  host.volumes.set(name, { name, driver: 'local', labels, options, createdMs: world.clock() })
  world.events.emit(host, 'volume', 'create', name, { driver: 'local' })
}

type MountRequest = { Type?: string; Source?: string; Target?: string; ReadOnly?: boolean }

function mountsOf(body: CreateBody, world: FarmWorld): FarmMount[] {
  const volume = (name: string, target: string, readOnly: boolean): FarmMount => ({
    type: 'volume',
    name,
    source: `${dataRoot}/volumes/${name}/_data`,
    target,
    readOnly,
  })
  const anonymous = (target: string) => volume(hexOf(64, world.seed, 'volume', world.serial()), target, false)
  const binds = (body.HostConfig?.Binds ?? []).map((bind): FarmMount => {
    const [source = '', target = '', mode = ''] = bind.split(':')
    const readOnly = mode.split(',').includes('ro')
    return source.startsWith('/') ? { type: 'bind', source, target, readOnly } : volume(source, target, readOnly)
  })
  const asked = (body.HostConfig?.Mounts ?? []) as MountRequest[]
  const mounts = asked.map(({ Type = 'volume', Source = '', Target = '', ReadOnly = false }): FarmMount => {
    if (Type === 'bind') return { type: 'bind', source: Source, target: Target, readOnly: ReadOnly }
    if (Type === 'tmpfs') return { type: 'tmpfs', source: '', target: Target, readOnly: ReadOnly }
    return Source === '' ? anonymous(Target) : volume(Source, Target, ReadOnly)
  })
  const known = new Set([...binds, ...mounts].map(({ target }) => target))
  const declared = Object.keys((body.Volumes ?? {}) as object).filter((target) => !known.has(target))
  return [...binds, ...mounts, ...declared.map(anonymous)]
}

/** What is not there yet is told at the start, as a real engine does; then the network stays unknown until it exists. */
function endpointsOf(world: FarmWorld, host: FarmHost, body: CreateBody): FarmEndpoint[] {
  const mode = body.HostConfig?.NetworkMode || 'bridge'
  if (mode.startsWith('container:')) return []
  const asked = body.NetworkingConfig?.EndpointsConfig ?? {}
  const first = findNetwork(world, host, mode)
  const endpoints: FarmEndpoint[] = [{ network: first, address: '', aliases: null }]
  for (const [ref, request] of Object.entries(asked)) {
    const network = findNetwork(world, host, ref)
    const aliases = request?.Aliases ?? null
    const known = endpoints.find((endpoint) => endpoint.network === network)
    if (known) known.aliases = aliases
    else endpoints.push({ network, address: '', aliases })
  }
  return endpoints
}

export function createContainer(
  world: FarmWorld,
  host: FarmHost,
  wantedName: string | null,
  body: CreateBody,
): FarmContainer {
  const { Image: ref = '', HostConfig, NetworkingConfig: _, ...config } = body
  if (ref === '') throw new Refusal(400, 'no command specified')
  const name = wantedName?.replace(/^\//, '') || madeName(world.serial())
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
    throw new Refusal(400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  }
  const holder = host.byName.get(name)
  if (holder) {
    throw new Refusal(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    )
  }
  const image = findImage(host, ref)
  if (!image) throw noSuch('image', withTag(ref))
  const names = new Set((config.Env ?? []).map((entry) => entry.split('=')[0]))
  const exposed = [...Object.keys(config.ExposedPorts ?? {}), ...image.ports]
  const container: FarmContainer = {
    id: hexOf(64, world.seed, 'made', host.index, world.serial()),
    name,
    spec: {
      image: ref,
      config: {
        ...config,
        Env: [...(config.Env ?? []), ...image.env.filter((entry) => !names.has(entry.split('=')[0] ?? ''))],
        Cmd: config.Cmd ?? (config.Entrypoint ? null : image.cmd),
        Labels: config.Labels ?? {},
        ...(exposed.length > 0 ? { ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])) } : {}),
      },
      hostConfig: { ...HostConfig, NetworkMode: HostConfig?.NetworkMode || 'bridge' },
    },
    number: 0,
    image,
    createdMs: world.clock(),
    startedMs: 0,
    finishedMs: 0,
    status: 'created',
    exitCode: 0,
    error: '',
    oomKilled: false,
    health: '',
    restartCount: 0,
    pid: 0,
    stoppedByHand: false,
    endpoints: endpointsOf(world, host, body),
    mounts: mountsOf(body, world),
    ports: {},
  }
  for (const { type, name: volume } of container.mounts) {
    if (type === 'volume' && volume) createVolume(world, host, volume, null)
  }
  host.containers.set(container.id, container)
  host.byName.set(name, container)
  tellContainer(world, host, container, 'create')
  return container
}
