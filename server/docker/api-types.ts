// The parts of the engine's answers that are read here, in Docker's own spelling. Everything is optional: engines of ten
// years differ, and a broken one may leave out anything.

export type VersionAnswer = {
  Version?: string
  ApiVersion?: string
  MinAPIVersion?: string
  Os?: string
  Arch?: string
}

export type InfoAnswer = {
  ID?: string
  Name?: string
  ServerVersion?: string
  OperatingSystem?: string
  OSType?: string
  Architecture?: string
  KernelVersion?: string
  Driver?: string
  NCPU?: number
  MemTotal?: number
  Labels?: string[] | null
  SystemTime?: string
  DockerRootDir?: string
  ClusterStore?: string
  Plugins?: { Network?: string[] | null } | null
  Swarm?: {
    NodeID?: string
    NodeAddr?: string
    LocalNodeState?: string
    ControlAvailable?: boolean
    Error?: string
    Cluster?: { ID?: string } | null
  } | null
}

export type ContainerSummary = {
  Id?: string
  Names?: string[] | null
  Image?: string
  ImageID?: string
  Command?: string
  Created?: number
  State?: string
  Status?: string
  Labels?: Record<string, string> | null
  Ports?: { IP?: string; PrivatePort?: number; PublicPort?: number; Type?: string }[] | null
  HostConfig?: { NetworkMode?: string } | null
  NetworkSettings?: { Networks?: Record<string, { NetworkID?: string; IPAddress?: string } | null> | null } | null
  Mounts?: ContainerInspect['Mounts']
}

export type PortMap = Record<string, { HostIp?: string; HostPort?: string }[] | null>

export type EndpointSettings = {
  NetworkID?: string
  IPAddress?: string
  GlobalIPv6Address?: string
  MacAddress?: string
  Aliases?: string[] | null
}

export type ContainerInspect = {
  Id?: string
  Name?: string
  Created?: string
  Path?: string
  Args?: string[] | null
  Image?: string
  RestartCount?: number
  State?: {
    Status?: string
    Running?: boolean
    Paused?: boolean
    Restarting?: boolean
    Dead?: boolean
    OOMKilled?: boolean
    ExitCode?: number
    Error?: string
    StartedAt?: string
    FinishedAt?: string
    Health?: { Status?: string } | null
  } | null
  Config?: {
    Image?: string
    Labels?: Record<string, string> | null
    ExposedPorts?: Record<string, unknown> | null
    Env?: string[] | null
  } | null
  HostConfig?: {
    NetworkMode?: string
    PortBindings?: PortMap | null
    NanoCpus?: number
    CpuShares?: number
    CpuQuota?: number
    CpuPeriod?: number
    Memory?: number
    MemoryReservation?: number
  } | null
  NetworkSettings?: { Ports?: PortMap | null; Networks?: Record<string, EndpointSettings | null> | null } | null
  Mounts?: { Type?: string; Name?: string; Source?: string; Destination?: string; RW?: boolean }[] | null
}

export type NetworkSummary = {
  Id?: string
  Name?: string
  Created?: string
  Scope?: string
  Driver?: string
  EnableIPv6?: boolean
  Internal?: boolean
  Attachable?: boolean
  Ingress?: boolean
  IPAM?: { Config?: { Subnet?: string; Gateway?: string; IPRange?: string }[] | null } | null
  Options?: Record<string, string> | null
  Labels?: Record<string, string> | null
}

export type ImageSummary = {
  Id?: string
  RepoTags?: string[] | null
  RepoDigests?: string[] | null
  Created?: number
  Size?: number
  Labels?: Record<string, string> | null
}

export type VolumeSummary = {
  Name?: string
  Driver?: string
  Mountpoint?: string
  CreatedAt?: string
  Labels?: Record<string, string> | null
  Options?: Record<string, string> | null
}

export type EventMessage = {
  Type?: string
  Action?: string
  status?: string
  id?: string
  /** The image, in the words of old engines. */
  from?: string
  scope?: string
  Actor?: { ID?: string; Attributes?: Record<string, string> | null } | null
  time?: number
  timeNano?: number
}
