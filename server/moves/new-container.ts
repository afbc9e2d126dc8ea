// The container on the target as the create call says it: all that the original has, in its own words, but for what
// belongs to the old place. Pure.
import { aliasesOf, type Endpoint, type Inspect, linkOf, networksOf, volumeMounts } from './inspect'

/** On the new container: by it a restarted server and the undo know whose it is. */
export const moveLabel = 'io.lotse.move'

export type EndpointConfig = {
  Aliases: string[]
  Links?: string[]
  DriverOpts?: Record<string, string>
  IPAMConfig?: NonNullable<Endpoint['IPAMConfig']>
  MacAddress?: string
}

/** How it joins a network for good. */
export const endpointConfig = (
  inspect: Inspect,
  endpoint: Endpoint,
  keepsAddress: boolean,
  mac?: string,
): EndpointConfig => {
  const { IPAMConfig: addresses, Links: links, DriverOpts: options } = endpoint
  const isFixed =
    keepsAddress && addresses && (addresses.IPv4Address || addresses.IPv6Address || addresses.LinkLocalIPs?.length)
  return {
    Aliases: aliasesOf(inspect, endpoint),
    ...(links?.length ? { Links: links } : {}),
    ...(options ? { DriverOpts: options } : {}),
    ...(isFixed ? { IPAMConfig: addresses } : {}),
    ...(mac === undefined ? {} : { MacAddress: mac }),
  }
}

/** Until it is healthy nobody is to find it by the service's name. */
const quiet: EndpointConfig = { Aliases: [] }

export type NewContainerOptions = {
  moveId: string
  /** Reference or id, as the target knows the image. */
  image: string
  /** Networks where it is first without the names it gets later. */
  quietNetworks: ReadonlySet<string>
  /** Networks on which its address is its own; elsewhere an engine may just write down what it was given. */
  fixedNetworks: ReadonlySet<string>
  /** Hardware addresses that it keeps, by network. */
  macs: Readonly<Record<string, string>>
  /** By what it names another that comes along, the id that this has now. */
  madeIdOf: (ref: string) => string | undefined
}

/** An anonymous volume has to be named, or the engine makes an empty one beside the copy. */
const anonymousMounts = (inspect: Inspect): string[] => {
  const said = new Set([
    ...(inspect.HostConfig.Binds ?? []).map((bind) => bind.split(':')[1]),
    ...(inspect.HostConfig.Mounts ?? []).filter((mount) => mount.Source).map((mount) => String(mount.Target)),
  ])
  return volumeMounts(inspect).flatMap(({ Name, Destination, RW }) =>
    Destination === undefined || said.has(Destination) ? [] : [`${Name}:${Destination}${RW === false ? ':ro' : ''}`],
  )
}

/** Mounts without a source are volumes without a name: they are bound by name like the others. */
const namedMounts = (inspect: Inspect) =>
  (inspect.HostConfig.Mounts ?? []).filter((mount) => mount.Type !== 'volume' || mount.Source)

/** What it has of others that came along is theirs at the new place. */
const partnerConfig = ({ HostConfig }: Inspect, madeIdOf: NewContainerOptions['madeIdOf']) => {
  const renewed = (ref: string) => madeIdOf(ref) ?? ref
  const modes = (['NetworkMode', 'IpcMode', 'PidMode'] as const).flatMap((key): [string, string][] => {
    const mode = HostConfig[key]
    return mode?.startsWith('container:') ? [[key, `container:${renewed(mode.slice('container:'.length))}`]] : []
  })
  const from = HostConfig.VolumesFrom?.map((entry) => {
    const [ref = '', ...access] = entry.split(':')
    return [renewed(ref), ...access].join(':')
  })
  const links = HostConfig.Links?.map(linkOf).map(({ name, alias }) => `${renewed(name)}:${alias}`)
  return {
    ...Object.fromEntries(modes),
    ...(from === undefined ? {} : { VolumesFrom: from }),
    ...(links === undefined ? {} : { Links: links }),
  }
}

export type NewContainer = { body: Record<string, unknown>; endpoints: { network: string; config: EndpointConfig }[] }

/** The endpoints in the order in which they are joined; engines before API 1.44 take only the first at creation. */
export const newContainer = (inspect: Inspect, options: NewContainerOptions): NewContainer => {
  const { Config, HostConfig } = inspect
  const endpoints = networksOf(inspect).map(([network, endpoint]) => ({
    network,
    config: options.quietNetworks.has(network)
      ? quiet
      : endpointConfig(inspect, endpoint, options.fixedNetworks.has(network), options.macs[network]),
  }))
  const mode = String(HostConfig.NetworkMode ?? 'default')
  const first = endpoints.find(({ network }) => network === mode)
  const ordered = first ? [first, ...endpoints.filter((endpoint) => endpoint !== first)] : endpoints
  const { Hostname, MacAddress: _mac, ExposedPorts, ...config } = Config
  // In the network of another it has neither a name nor ports of its own.
  const isGuest = mode.startsWith('container:')
  const ownHostname = Boolean(Hostname) && !inspect.Id.startsWith(String(Hostname)) && mode !== 'host' && !isGuest
  const { bridge: mac } = options.macs
  const binds = [...(HostConfig.Binds ?? []), ...anonymousMounts(inspect)]
  return {
    endpoints: ordered,
    body: {
      ...config,
      ...(ownHostname ? { Hostname } : {}),
      ...(isGuest || ExposedPorts === undefined ? {} : { ExposedPorts }),
      ...(mac === undefined ? {} : { MacAddress: mac }),
      Image: options.image,
      Labels: { ...Config.Labels, [moveLabel]: options.moveId },
      HostConfig: {
        ...HostConfig,
        ContainerIDFile: '',
        Binds: binds.length > 0 ? binds : null,
        Mounts: namedMounts(inspect),
        // A network that was joined first may have been named by its id.
        ...(first || endpoints.length === 0 || mode === 'default' || mode === 'bridge'
          ? {}
          : { NetworkMode: ordered[0]?.network ?? mode }),
        ...partnerConfig(inspect, options.madeIdOf),
      },
    },
  }
}
