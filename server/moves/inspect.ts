// What an engine says of a container that is to be moved: all of it, since all of it has to be said to another engine.

export type Mount = {
  Type?: string
  Name?: string
  Source?: string
  Destination?: string
  Driver?: string
  RW?: boolean
}

export type Endpoint = {
  NetworkID?: string
  IPAddress?: string
  Aliases?: string[] | null
  Links?: string[] | null
  DriverOpts?: Record<string, string> | null
  /** Chosen by somebody or by the engine; of a stopped container it is not told. */
  MacAddress?: string
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] | null } | null
}

export type Inspect = {
  Id: string
  Name: string
  /** The image's id. */
  Image: string
  State?: { Running?: boolean; Paused?: boolean; Status?: string; StartedAt?: string } | null
  Config: Record<string, unknown> & {
    Image?: string
    Hostname?: string
    MacAddress?: string
    Labels?: Record<string, string> | null
    StopTimeout?: number | null
    ExposedPorts?: Record<string, unknown> | null
    Healthcheck?: { Test?: string[] | null } | null
    Env?: string[] | null
  }
  HostConfig: Record<string, unknown> & {
    NetworkMode?: string
    IpcMode?: string
    PidMode?: string
    AutoRemove?: boolean
    RestartPolicy?: { Name?: string; MaximumRetryCount?: number } | null
    Links?: string[] | null
    VolumesFrom?: string[] | null
    Devices?: unknown[] | null
    DeviceRequests?: unknown[] | null
    Binds?: string[] | null
    Mounts?: Record<string, unknown>[] | null
    PortBindings?: Record<string, { HostPort?: string }[] | null> | null
  }
  Mounts?: Mount[] | null
  NetworkSettings?: { Networks?: Record<string, Endpoint | null> | null } | null
}

/** `/db:/web/database`, as it is told: it finds `db` as `database`. */
export const linkOf = (link: string): { name: string; alias: string } => {
  const [from = '', to = ''] = link.split(':')
  const name = from.replace(/^\//, '')
  return { name, alias: to.slice(to.lastIndexOf('/') + 1) || name }
}

export const nameOf = ({ Name }: Pick<Inspect, 'Name'>): string => Name.replace(/^\//, '')

/** Networks that every engine has of its own. */
export const isOwnNetwork = (name: string): boolean => name === 'bridge' || name === 'host' || name === 'none'

export const networksOf = (inspect: Inspect): [string, Endpoint][] =>
  Object.entries(inspect.NetworkSettings?.Networks ?? {}).flatMap(([name, endpoint]): [string, Endpoint][] =>
    isOwnNetwork(name) || endpoint === null ? [] : [[name, endpoint]],
  )

export const volumeMounts = (inspect: Inspect): (Mount & { Name: string })[] =>
  (inspect.Mounts ?? []).flatMap((mount) =>
    mount.Type === 'volume' && mount.Name ? [{ ...mount, Name: mount.Name }] : [],
  )

/** The engine adds the short id by itself; it would be a wrong name for the new one. */
export const aliasesOf = (inspect: Inspect, endpoint: Endpoint): string[] =>
  (endpoint.Aliases ?? []).filter((alias) => alias !== inspect.Id.slice(0, 12))
