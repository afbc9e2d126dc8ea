// What a test or a script says to the lab and gets back from it: real Docker engines in namespaces of this machine,
// each with its own address, and the faults that can be done to them.

/** `modern`: overlays through Swarm mode; `kv`: engines of the 20.10 line, overlays through an etcd store. */
export type Generation = 'modern' | 'kv'

export interface LabHostOptions {
  /** Also the engine's hostname. Default n1, n2, … */
  name?: string
  /** Engine labels, as in `dockerd --label`. */
  labels?: Record<string, string>
  /** An engine of another generation than the lab's, as while a cluster is being upgraded; it has no store. */
  engine?: Generation
}

export interface LabOptions {
  /** Lower-case letters, digits, dashes. Default: from the free slot that was taken. */
  name?: string
  /** Remove a lab of that name first, which an earlier run may have left. Default: refuse. */
  replace?: boolean
  /** A count or a list. Default 3. */
  hosts?: number | LabHostOptions[]
  /** Default `modern`. */
  generation?: Generation
  /** Path of another dockerd; containerd and the rest are taken from beside it, then from the lab's own. */
  dockerd?: string
  /** Engines listen on 2376 and want a client certificate (`lab.tls`). Default false. */
  tls?: boolean
  /** A registry on the bridge address, port 5000, that is also the engines' mirror for plain names. Default true. */
  registry?: boolean
  /** Load the lab's images into each engine: true = all of them, or some by name. Default true. */
  preload?: boolean | string[]
  /** Further flags for every dockerd, e.g. `['--experimental']`. */
  daemonFlags?: string[]
  /** Size of each host's data root, a memory disk that `fill` can fill; 0 = a plain folder. Default 4096. */
  diskMiB?: number
  /** Stops the start; what was made by then is removed before `startLab` rejects. */
  signal?: AbortSignal
  /** Where the words about what is being done go. Default: nowhere. */
  log?: (line: string) => void
}

export interface LabHost {
  name: string
  ip: string
  /** `tcp://IP:2375`, or with TLS `tls://IP:2376`. */
  address: string
  socketPath: string
  dataDir: string
  labels: Record<string, string>
}

export interface LabTls {
  directory: string
  ca: string
  cert: string
  key: string
}

export interface SlowOptions {
  /** Bandwidth of the host's network, both ways. Default 256. */
  rateKbit?: number
  /** Instead: the engine runs only this share of the time (stopped and continued in turn). */
  enginePercent?: number
}

export interface FillOptions {
  /** What is left free. Default 0. */
  leaveMiB?: number
}

export type Fault = 'cut' | 'crash' | 'hang' | 'partition' | 'loss' | 'slow' | 'fill'

export interface LabHostStatus extends LabHost {
  /** `running` also for an engine that hangs: see `faults`. */
  engine: 'running' | 'crashed' | 'off'
  faults: Fault[]
}

/** What a client of the lab's engines needs: put it over `process.env` of a docker CLI. */
export interface LabClient {
  /** docker CLI 26.1; `docker compose` 2.26 and buildx come with `env`. */
  dockerCli: string
  env: Record<string, string>
}

export interface CommandResult {
  stdout: string
  stderr: string
}

export interface LockedRegistry {
  address: string
  username: string
  password: string
  /** The registry goes away, as if its machine were off. */
  stop(): Promise<void>
}

export interface Lab {
  readonly name: string
  readonly generation: Generation
  readonly hosts: LabHost[]
  /** `10.77.x.1:5000`, null without one. */
  readonly registry: string | null
  /** `10.77.x.0/24` */
  readonly subnet: string
  /** The bridge address, where the machine itself is reached from the hosts. */
  readonly gateway: string
  readonly tls: LabTls | null
  /** `etcd://10.77.x.1:2379`, null unless the generation is `kv`. */
  readonly clusterStore: string | null
  readonly directory: string

  /** Throws a sentence if the lab has no such host. */
  host(name: string): LabHost
  /** Runs the docker CLI against one host; rejects with the command's own words when it fails. */
  docker(host: string, ...args: string[]): Promise<CommandResult>
  /** The docker CLI and environment for one host, for `docker compose` and the like. */
  client(host: string): Promise<LabClient>
  /** Joins all hosts into one Swarm-mode cluster for networking: the first `managers` (default 1) are managers. */
  swarm(managers?: number): Promise<void>
  status(): Promise<LabHostStatus[]>
  /** Starts a second registry, which wants a login. Ends with the lab. */
  lockedRegistry(): Promise<LockedRegistry>
  /** Runs a command inside the host's network, mount and process namespaces. */
  exec(host: string, ...command: string[]): Promise<CommandResult>

  /** Power cut: everything on the host ends at once and the network falls silent. Back with `power`. */
  cut(host: string): Promise<void>
  /** The host starts again with the data it had. */
  power(host: string): Promise<void>
  /** kill -9 of dockerd only; containers go on. Back with `restart`. */
  crash(host: string): Promise<void>
  /** Starts dockerd again after a crash; a running one is ended in good order first. */
  restart(host: string): Promise<void>
  /** dockerd and containerd are stopped but keep their sockets. */
  hang(host: string): Promise<void>
  /** The host's network cable is pulled. */
  partition(host: string): Promise<void>
  /** A share of the host's packets is lost, both ways. */
  loss(host: string, percent: number): Promise<void>
  slow(host: string, options?: SlowOptions): Promise<void>
  /** The disk under the data root is full. */
  fill(host: string, options?: FillOptions): Promise<void>
  /** Undoes every fault of the host, a power cut and a crash too; of all hosts without a name. */
  heal(host?: string): Promise<void>
  /** Removes all of this lab: processes, namespaces, mounts, cgroups, files. Safe to repeat. */
  down(): Promise<void>
}
