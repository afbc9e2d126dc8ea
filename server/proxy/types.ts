// What the endpoint works with, and what each of its answers is given.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StrategyName } from '@/lib/contract/placements'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { KeptDeaths } from '@/server/deaths/keep-deaths'
import type { Caller, DockerAccess } from '@/server/docker-access/caller'
import type { Log } from '@/server/log'
import type { Moves } from '@/server/moves/types'
import type { Networks } from '@/server/networks/types'
import type { Registries } from '@/server/registries/types'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import type { Rendezvous } from './buildkit/rendezvous'
import type { ContainerListing } from './containers/container-listing'
import type { ExecHosts } from './containers/exec-hosts'
import type { GivenUp } from './containers/given-up'
import type { EventHub } from './events/event-hub'
import type { RequestTarget } from './http/request-target'
import type { Placement } from './placement/placement'
import type { ApiVersions } from './system/api-versions'

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
  /** Of Lotse itself. */
  version: string
  log: Log
}

export type ProxyContext = ProxyParts & {
  placement: Placement
  execs: ExecHosts
  listing: ContainerListing
  givenUp: GivenUp
  rendezvous: Rendezvous
  events: EventHub
  versions: ApiVersions
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
