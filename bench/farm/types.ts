// What the farm keeps of its hosts. Lean on purpose: a hundred thousand containers must fit, so what replicas have in common
// is kept once (spec, image, network), and everything that can be told from the rest is made when it is asked for.
import type { FaultState } from './faults'

export type FarmImage = {
  id: string
  tags: string[]
  digests: string[]
  createdMs: number
  sizeBytes: number
  layers: number
  cmd: string[]
  env: string[]
  ports: string[]
}

export type FarmNetwork = {
  id: string
  name: string
  driver: string
  scope: 'local' | 'swarm'
  subnet: string | null
  gateway: string | null
  internal: boolean
  attachable: boolean
  ingress: boolean
  ipv6: boolean
  labels: Record<string, string>
  options: Record<string, string>
  createdMs: number
  /** How many addresses were given out. */
  leases: number
}

export type FarmEndpoint = { network: FarmNetwork; address: string; aliases: string[] | null }

export type FarmVolume = {
  name: string
  driver: string
  labels: Record<string, string> | null
  options: Record<string, string> | null
  createdMs: number
}

export type FarmMount = {
  type: 'volume' | 'bind' | 'tmpfs'
  name?: string
  source: string
  target: string
  readOnly: boolean
}

export type PortBindings = Record<string, { HostIp?: string; HostPort?: string }[] | null>

/** Docker's Config and HostConfig as they were asked for, without the defaults. */
export type FarmSpec = {
  image: string
  config: Record<string, unknown> & {
    Cmd?: string[] | null
    Entrypoint?: string[] | null
    Env?: string[] | null
    Labels?: Record<string, string> | null
    ExposedPorts?: Record<string, unknown> | null
    Healthcheck?: { Test?: string[]; Interval?: number; Timeout?: number; Retries?: number } | null
    Tty?: boolean
  }
  hostConfig: Record<string, unknown> & {
    NetworkMode?: string
    PortBindings?: PortBindings | null
    RestartPolicy?: { Name?: string; MaximumRetryCount?: number } | null
    AutoRemove?: boolean
    Binds?: string[] | null
    Memory?: number
  }
}

export type FarmFile = {
  kind: 'folder' | 'file' | 'link'
  mode: number
  modifiedMs: number
  content: Buffer
  /** Of a link. */
  target: string
}

export type FarmStatus = 'created' | 'running' | 'paused' | 'restarting' | 'exited'

export type FarmContainer = {
  id: string
  name: string
  spec: FarmSpec
  /** com.docker.compose.container-number: the only label in which replicas differ. Zero: none. */
  number: number
  image: FarmImage
  createdMs: number
  startedMs: number
  finishedMs: number
  status: FarmStatus
  exitCode: number
  error: string
  oomKilled: boolean
  health: '' | 'starting' | 'healthy' | 'unhealthy'
  restartCount: number
  pid: number
  /** Somebody stopped it: its restart policy rests. */
  stoppedByHand: boolean
  endpoints: FarmEndpoint[]
  mounts: FarmMount[]
  /** `80/tcp` → host port; empty unless it runs. */
  ports: Record<string, string>
  /** What its own program has said; absent: the log is made up from its age. */
  lines?: { atMs: number; stream: 1 | 2; text: string }[]
  /** What was put into it, by path; absent: nothing was. */
  files?: Map<string, FarmFile>
}

export type FarmHost = {
  index: number
  name: string
  ip: string
  port: number
  engineId: string
  labels: string[]
  cpus: number
  memoryBytes: number
  swarm: { nodeId: string; isManager: boolean } | null
  containers: Map<string, FarmContainer>
  byName: Map<string, FarmContainer>
  networks: Map<string, FarmNetwork>
  images: Map<string, FarmImage>
  volumes: Map<string, FarmVolume>
  streams: Set<EventStreamSink>
  fault: FaultState | null
}

export type FarmEvent = {
  Type: string
  Action: string
  Actor: { ID: string; Attributes: Record<string, string> }
  scope: 'local' | 'swarm'
  time: number
  timeNano: number
  status?: string
  id?: string
  from?: string
}

export type EventFilter = (event: FarmEvent) => boolean
export type EventStreamSink = { wants: EventFilter; write(text: string): void }
