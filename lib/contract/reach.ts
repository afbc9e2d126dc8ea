// Who can reach whom, by which name, port and network; what breaks without it; and what is open to the outside.
import { z } from 'zod'
import { containerState } from './containers'

/** A service of a stack, or a container that belongs to none. */
export const reachParty = z.object({
  /** What `of` takes: `stack/service`, or the container's id. */
  key: z.string(),
  /** `stack/service` or `host/name`. */
  name: z.string(),
  stack: z.string().nullable(),
  service: z.string().nullable(),
  hostNames: z.array(z.string()),
  running: z.number().int(),
  total: z.number().int(),
  /** False: none of its hosts answers, so this is what was last seen. */
  known: z.boolean(),
})
export type ReachParty = z.infer<typeof reachParty>

export const reachLane = z.object({
  /** The network's id for one over hosts; with its host for a local one. */
  key: z.string(),
  networkId: z.string(),
  /** `shop_default` for an overlay, `host/name` for a local one. */
  name: z.string(),
  driver: z.string(),
  isLocal: z.boolean(),
  internal: z.boolean(),
  /** Whether the engine's name server answers for it: not on the default bridge. */
  hasNames: z.boolean(),
  /** The bridge drops what its containers send each other (enable_icc=false). */
  isolated: z.boolean(),
})
export type ReachLane = z.infer<typeof reachLane>

export const reachWay = z.object({
  /**
   * `name`: by name on a network; `address`: there, but only by address; `localhost`: both live in one network namespace;
   * `gateway`: from the host's own network to a bridge of that host, by address.
   */
  kind: z.enum(['name', 'address', 'localhost', 'gateway']),
  lane: z.string().nullable(),
  /** Those that all its containers answer to come first. */
  names: z.array(z.string()),
  addresses: z.array(z.string()),
  /** As declared by image or stack, e.g. `80/tcp`; empty: none declared, any that it listens on. */
  ports: z.array(z.string()),
  crossesHosts: z.boolean(),
  /** Only some containers of the one or the other are on it. */
  isPartial: z.boolean(),
  /** Both have a running container on it. */
  now: z.boolean(),
})
export type ReachWay = z.infer<typeof reachWay>

export const reachRow = z.object({
  party: reachParty,
  ways: z.array(reachWay),
  /** All networks that it is on, for the picture. */
  lanes: z.array(z.string()),
})
export type ReachRow = z.infer<typeof reachRow>

export const reachCannot = z.object({
  party: reachParty,
  lanes: z.array(z.string()),
  /** `other-host`: both are on a local network of one name, but each host has its own. */
  reason: z.enum(['no-common', 'other-host', 'isolated', 'not-connected']),
  /** The network's name, where the reason has one. */
  network: z.string().nullable(),
})
export type ReachCannot = z.infer<typeof reachCannot>

export const dependent = z.object({
  party: reachParty,
  /** How it is known: the label that Compose and Lotse write, a shared network namespace, a name in its command. */
  how: z.enum(['depends-on', 'shares-network', 'command']),
  /** `service_healthy`, or the words of the command. */
  detail: z.string(),
  /** The party between, where it does not depend directly. */
  through: z.string().nullable(),
  /** Can it still be reached by the network at all. */
  reaches: z.boolean(),
})
export type Dependent = z.infer<typeof dependent>

export const edgePort = z.object({
  containerId: z.string(),
  containerName: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  /** Empty: every address of the host. */
  hostIp: z.string(),
  hostPort: z.string(),
  /** `80/tcp` */
  port: z.string(),
  /** Open now: the container runs and its host answers. */
  open: z.boolean(),
})
export type EdgePort = z.infer<typeof edgePort>

export const reach = z.object({
  of: reachParty.extend({
    containers: z.array(
      z.object({ id: z.string(), name: z.string(), hostId: z.string(), hostName: z.string(), state: containerState }),
    ),
    ports: z.array(z.string()),
    /** Hosts whose own network it uses. */
    hostNetworkOn: z.array(z.string()),
    /** Other running containers that answer to the same service. */
    siblings: z.number().int(),
  }),
  ofLanes: z.array(z.string()),
  lanes: z.array(reachLane),
  reachedBy: z.array(reachRow),
  reaches: z.array(reachRow),
  cannot: z.array(reachCannot),
  /** Also those that are not listed. */
  counts: z.object({ reachedBy: z.number().int(), reaches: z.number().int(), cannot: z.number().int() }),
  breaks: z.array(dependent),
  edge: z.array(edgePort),
  /** Who reaches it and is open to the outside itself: could pass requests on. */
  gates: z.array(z.object({ party: reachParty, edge: z.array(edgePort) })),
})
export type Reach = z.infer<typeof reach>

export const reachChoice = reachParty.extend({ networks: z.array(z.string()), edge: z.array(z.string()) })
export type ReachChoice = z.infer<typeof reachChoice>
