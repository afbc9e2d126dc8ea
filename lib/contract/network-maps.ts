// Which ports and which subnets are taken in the whole cluster, by whom, and which are free.
import { z } from 'zod'

export const portProtocol = z.enum(['tcp', 'udp', 'sctp'])
export type PortProtocol = z.infer<typeof portProtocol>

export const portHolder = z.object({
  /**
   * `open`: published by a running container; `waiting`: asked for by one that does not run; `host-network`: declared by one
   * that uses the host's own network; `engine`: the engine itself.
   */
  kind: z.enum(['open', 'waiting', 'host-network', 'engine']),
  hostId: z.string(),
  hostName: z.string(),
  /** Empty: every address of the host. */
  hostIp: z.string(),
  /** Null: the engine. */
  containerId: z.string().nullable(),
  /** `stack/service` or the container's name; of the engine, what for. */
  name: z.string(),
  stack: z.string().nullable(),
  service: z.string().nullable(),
  /** The port inside, e.g. `80/tcp`. */
  target: z.string(),
  /** False while its host does not answer. */
  known: z.boolean(),
})
export type PortHolder = z.infer<typeof portHolder>

export const portRow = z.object({
  port: z.number().int(),
  protocol: portProtocol,
  holders: z.array(portHolder),
  /** Hosts where two want it on the same address: only one of them can run. */
  contestedOn: z.array(z.string()),
})
export type PortRow = z.infer<typeof portRow>

export const portMap = z.object({
  hosts: z.array(z.object({ id: z.string(), name: z.string(), answers: z.boolean() })),
  rows: z.array(portRow),
  free: z.object({
    wanted: z.number().int(),
    protocol: portProtocol,
    freeOn: z.array(z.string()),
    heldOn: z.array(z.string()),
    /** The next one from there that is free on every host; null: none. */
    everywhere: z.number().int().nullable(),
  }),
})
export type PortMap = z.infer<typeof portMap>

export const subnetOverlap = z.object({
  subnet: z.string(),
  name: z.string(),
  /** Where both are; empty: it is the network of another host, which containers there then cannot reach. */
  hostNames: z.array(z.string()),
})
export type SubnetOverlap = z.infer<typeof subnetOverlap>

export const subnetRow = z.object({
  subnet: z.string(),
  /** `host`: a network that hosts themselves are on, as far as it is known. */
  kind: z.enum(['wide', 'local', 'host']),
  /** The network's name, without its host where several hosts have it. */
  name: z.string(),
  networkId: z.string().nullable(),
  driver: z.string(),
  hostNames: z.array(z.string()),
  containers: z.number().int(),
  /** Only those that do harm: equal local networks of different hosts do none. */
  overlaps: z.array(subnetOverlap),
})
export type SubnetRow = z.infer<typeof subnetRow>

export const subnetMap = z.object({
  rows: z.array(subnetRow),
  free: z.object({ prefix: z.number().int(), subnet: z.string().nullable(), pool: z.string() }),
})
export type SubnetMap = z.infer<typeof subnetMap>
