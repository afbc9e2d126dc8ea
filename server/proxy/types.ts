// What the endpoint works with, and what each of its answers is given.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Container } from '@/lib/contract/containers'
import type { StrategyName } from '@/lib/contract/placements'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { KeptDeaths } from '@/server/deaths/keep-deaths'
import type { Engine } from '@/server/docker/engine'
import type { TlsFiles } from '@/server/docker/transport'
import type { Caller, DockerAccess } from '@/server/docker-access/caller'
import type { Log } from '@/server/log'
import type { Moves } from '@/server/moves/types'
import type { Networks } from '@/server/networks/types'
import type { Registries } from '@/server/registries/types'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import type { Rendezvous } from './buildkit/rendezvous'
import type { ContainerListing } from './containers/container-listing'
import type { ExecHosts } from './containers/exec-hosts'
import type { GivenUp, KeptGivenUp } from './containers/given-up'
import type { EventHub } from './events/event-hub'
import type { RequestTarget } from './http/request-target'
import type { Placement, PlacementRules } from './placement/placement'
import type { KeptRequests } from './reschedule/kept-requests'
import type { ApiVersions } from './system/api-versions'
import type { Role } from './system/system-status'

/** Of several managers of the same hosts one acts, and the others pass on to it what they are asked. */
export type Leadership = {
  role(): Role
  /** What the others want of a client; null: they speak without TLS. */
  primaryTls: TlsFiles | null
  /** Before each change. Throws when another manager may be acting by now. */
  requireLead(): void
}

export type ProxyParts = {
  cluster: Cluster
  networks: Pick<Networks, 'create' | 'remove' | 'overlayStatus'>
  registries: Pick<Registries, 'authFor' | 'allAuths'>
  activity: Pick<Activity, 'record'>
  /** Whoever is being moved or recreated is left alone meanwhile. */
  moves: Pick<Moves, 'requireFree' | 'requireUnneeded'>
  /** What deployments and moves under way are about to make. */
  promised: () => readonly PlannedContainer[]
  beforeRemoval: KeptDeaths['beforeRemoval']
  strategy: StrategyName
  /** Whether requests of Swarm mode reach the managers. */
  passesSwarmMode: boolean
  /** Who may come in. */
  access: DockerAccess
  rules?: PlacementRules
  /** How many further hosts a create may try. Absent: a few, where a host was not even reached. */
  createRetry?: number
  /** Somebody has decided to be reached beyond this machine, under whatever name it has there. */
  answersToAnyName?: boolean
  /** Absent: there is no other manager of these hosts. */
  leadership?: Leadership
  /** Containers that ask for it are made anew elsewhere when their host is lost. */
  reschedules?: boolean
  /** After which a container that could not be is tried again. */
  rescheduleRetryMs?: number
  /** How containers that ask to be rescheduled were made, over restarts. */
  keptRequests?: KeptRequests
  /** Creates that were given up, over restarts. */
  keptGivenUp?: KeptGivenUp
  /** Of which containers that is somebody else's matter, asked anew each time. */
  isKeptByOthers?: () => Promise<(container: Container) => boolean>
  /** Of Lotse itself. */
  version: string
  log: Log
}

/** What a replica does with requests. */
export type Forwarding = {
  /** False: it is answered here. */
  takes(request: IncomingMessage): boolean
  answer(caller: Caller, request: IncomingMessage, response: ServerResponse): void
  takeOver(caller: Caller, upgrade: { request: IncomingMessage; socket: Duplex; head: Buffer }): void
  stop(): void
}

/** Where a relayed request goes and whether it may: hosts of the cluster, or one that stands for it. */
export type Targets = {
  cluster: { engine(hostId: string): Engine; host(hostId: string): { name: string } | undefined }
  leadership?: Pick<Leadership, 'requireLead'>
}

export type ProxyContext = ProxyParts & {
  placement: Placement
  execs: ExecHosts
  listing: ContainerListing
  givenUp: GivenUp
  rendezvous: Rendezvous
  events: EventHub
  versions: ApiVersions
  /** To the manager that acts; null: there is no other. */
  forwarding: Forwarding | null
  /** Of the request at hand. */
  caller: Caller
}

/** Before anybody has asked for anything. */
export type EndpointContext = Omit<ProxyContext, 'caller'>

export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  target: RequestTarget
  params: Record<string, string>
  /** Of the API, as the client speaks it and every engine understands it. */
  version: string
}

export type Answer = (context: ProxyContext, exchange: Exchange) => Promise<void> | void
