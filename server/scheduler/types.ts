// What the scheduler is told and what it answers, as plain data: whoever places containers builds these and nothing else.
import type { Labels } from '@/lib/contract/common'
import type { PortBinding } from '@/lib/contract/containers'
import type { Availability } from '@/lib/contract/hosts'
import type { StrategyName } from '@/lib/contract/placements'

export interface Capacity {
  cpus: number
  memoryBytes: number
}

/** A container that is on a host, in whatever state: stopped and created ones hold their ports and reservations too. */
export interface PlacementContainer {
  id: string
  /** Without the leading slash. */
  name: string
  labels?: Labels
  networkMode?: string
  exposedPorts?: readonly string[]
  requestedPorts?: readonly PortBinding[]
  actualPorts?: readonly PortBinding[]
  /** Named volumes it mounts. */
  volumes?: readonly string[]
  stack?: string | null
  service?: string | null
  /** Added to what its host has reserved. */
  reservation?: Capacity
}

export interface PlacementImage {
  id: string
  tags: readonly string[]
}

export interface PlacementHost {
  id: string
  name: string
  /** Every name that `node` and `node.id` may use besides id and name: the engine's id, its Swarm-mode node id. */
  aliases?: readonly string[]
  /** What classic expressions see: built-ins over console labels over engine labels. */
  labels: Labels
  /** What `engine.labels.x` sees; `labels` when absent. */
  engineLabels?: Labels
  role?: 'manager' | 'worker'
  ip?: string
  /** In any spelling: `x86_64` and `amd64` are the same. Absent: not known, and any platform is accepted. */
  platform?: { os: string; architecture: string }
  availability?: Availability
  /** Classic Swarm's indicator, 0 (takes nothing) to 100. */
  health: number
  /** In words, when health is 0: `unreachable`. */
  healthReason?: string
  /** Overcommit already in. */
  total: Capacity
  /** Reserved by something that is not in `containers`. */
  reservedElsewhere?: Capacity
  containers: readonly PlacementContainer[]
  images?: readonly PlacementImage[]
  /** Names of the local volumes that exist on the host. */
  volumes?: readonly string[]
}

/** A container to place. The contract's `PlacementRequest` fits as it is; the rest comes from compose files. */
export interface PlacementRequest {
  name?: string
  image?: string
  /** Classic expressions included, as `constraint:storage==ssd`. */
  env?: readonly string[]
  labels?: Labels
  cpus?: number
  memoryBytes?: number
  networkMode?: string
  exposedPorts?: readonly string[]
  portBindings?: readonly PortBinding[]
  links?: readonly string[]
  volumesFrom?: readonly string[]
  /** `deploy.placement.constraints`: `node.labels.zone == kiel`. */
  constraints?: readonly string[]
  /** `deploy.placement.preferences[].spread`, in order: `node.labels.zone`. */
  preferences?: readonly string[]
  /** `deploy.placement.max_replicas_per_node`; counts containers of the same stack and service. */
  maxReplicasPerHost?: number
  stack?: string
  service?: string
  /** `linux/amd64`, `linux/arm64/v8`, `arm64`. */
  platform?: string
  /** Id, name or alias of the only host allowed. */
  host?: string
  /** Local named volumes it mounts: where one of them already exists, only its hosts are allowed. */
  volumes?: readonly string[]
  strategy?: StrategyName
}

export interface PlacementOptions {
  /** Used when the request names none. Default `spread`. */
  strategy?: StrategyName
  /** Which filters apply, in order; all by default. */
  filters?: readonly FilterName[]
  /**
   * `exact` (default): a host never holds more than its total. `classic`: as classic Swarm computes it, in whole
   * percent (so a host may go over by less than 1 %) and not at all for strategy random.
   */
  capacity?: 'exact' | 'classic'
  /** `exact` (default): 53/tcp and 53/udp are two ports. `classic`: one, as classic Swarm has it. */
  ports?: 'exact' | 'classic'
  /** Needed by strategy random: a number in [0, 1). Without it the first host by name is taken. */
  random?: () => number
}

export const classicFilterNames = [
  'health',
  'port',
  'containerslots',
  'dependency',
  'affinity',
  'constraint',
  'whitelist',
] as const
export const filterNames = [
  'health',
  'availability',
  'platform',
  'port',
  'containerslots',
  'dependency',
  'affinity',
  'constraint',
  'whitelist',
  'placement',
  'maxreplicas',
  'host',
  'volume',
] as const
export type FilterName = (typeof filterNames)[number]

export type Decision =
  | { placed: true; hostId: string; softRulesDropped: boolean }
  /** `error` is classic Swarm's text where classic Swarm knows the case. */
  | { placed: false; error: string; filter: FilterName | 'resources' | 'cluster' }

/** Hosts from best to worst; those in one group tie. */
export type Ranking =
  | { placed: true; groups: { hostId: string; score: number | null }[][]; softRulesDropped: boolean }
  | Extract<Decision, { placed: false }>
