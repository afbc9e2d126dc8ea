// Networks over the cluster, and the state of overlay networking on each host.
import { z } from 'zod'
import { instant, labels } from './common'

export const ipamPool = z.object({ subnet: z.string(), gateway: z.string().optional(), ipRange: z.string().optional() })

export const endpoint = z.object({
  containerId: z.string(),
  containerName: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  ipAddress: z.string(),
  macAddress: z.string(),
  aliases: z.array(z.string()),
  /** The engine still holds it though no such container is known there; a forced disconnect removes it. */
  stale: z.boolean().optional(),
})
export type Endpoint = z.infer<typeof endpoint>

export const network = z.object({
  /** The engine's id: the same on every host for an overlay. */
  id: z.string(),
  name: z.string(),
  /** What people call it: the name for an overlay, `host/name` for a local one. */
  displayName: z.string(),
  driver: z.string(),
  scope: z.enum(['local', 'global', 'swarm']),
  /** Hosts that list it; a Swarm worker lists an overlay only while a container there uses it. */
  hostIds: z.array(z.string()),
  internal: z.boolean(),
  attachable: z.boolean(),
  ingress: z.boolean(),
  enableIPv6: z.boolean(),
  ipam: z.array(ipamPool),
  labels,
  options: labels,
  createdAt: instant.nullable(),
  stack: z.string().nullable(),
  /** Made by the engine itself (bridge, host, none, docker_gwbridge, ingress): cannot be removed. */
  predefined: z.boolean(),
  containerCount: z.number().int(),
})
export type Network = z.infer<typeof network>

export const networkDetail = network.extend({ endpoints: z.array(endpoint) })
export type NetworkDetail = z.infer<typeof networkDetail>

export const createNetworkRequest = z.object({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/),
  driver: z.string().min(1).max(100).default('overlay'),
  /** For a local driver: where. Ignored for overlays. */
  hostId: z.string().optional(),
  subnet: z.string().optional(),
  gateway: z.string().optional(),
  ipRange: z.string().optional(),
  attachable: z.boolean().default(true),
  internal: z.boolean().default(false),
  labels: labels.default({}),
  options: labels.default({}),
})
export type CreateNetworkRequest = z.infer<typeof createNetworkRequest>

export const connectRequest = z.object({
  containerId: z.string(),
  aliases: z.array(z.string()).default([]),
  ipAddress: z.string().optional(),
})

export type ConnectRequest = z.infer<typeof connectRequest>

export const disconnectRequest = z.object({
  /** Of a container, or the name of a stale endpoint. */
  containerId: z.string(),
  force: z.boolean().default(false),
})
export type DisconnectRequest = z.infer<typeof disconnectRequest>

export const overlayHost = z.object({
  hostId: z.string(),
  hostName: z.string(),
  status: z.enum(['in', 'out', 'cannot', 'unknown']),
  role: z.enum(['manager', 'worker']).nullable(),
  mode: z.enum(['swarm', 'kv']).nullable(),
  address: z.string().nullable(),
  reasons: z.array(z.object({ code: z.string(), message: z.string(), fix: z.string().optional() })),
})
export type OverlayHost = z.infer<typeof overlayHost>

export const overlayStatus = z.object({
  enabled: z.boolean(),
  mode: z.enum(['swarm', 'kv']).nullable(),
  managers: z.number().int(),
  /** A sentence, e.g. "3 managers; quorum holds with any one lost". */
  summary: z.string(),
  hosts: z.array(overlayHost),
})
export type OverlayStatus = z.infer<typeof overlayStatus>

export const enableOverlayRequest = z.object({
  hostIds: z.array(z.string()).min(1),
  /** Address of each host that the others reach it by; guessed from its connection address when absent. */
  addresses: z.record(z.string(), z.string()).default({}),
  managers: z.union([z.literal(1), z.literal(3), z.literal(5)]).optional(),
})
export type EnableOverlayRequest = z.infer<typeof enableOverlayRequest>

/** One act of enabling or disabling, as shown while it runs and kept in the result. */
export const overlayStep = z.object({
  kind: z.enum(['init', 'join', 'promote', 'demote', 'leave', 'remove-node', 'check-ports']),
  hostId: z.string(),
  hostName: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  message: z.string(),
  fix: z.string().optional(),
})
export type OverlayStep = z.infer<typeof overlayStep>

/** A failed step does not undo the others: asking again takes up what is left. */
export const overlayResult = z.object({ ok: z.boolean(), steps: z.array(overlayStep), status: overlayStatus })
export type OverlayResult = z.infer<typeof overlayResult>

/** The last line of what is told while overlay networking is enabled. */
export const overlayEnd = z.object({ result: overlayResult })

export const disableOverlayRequest = z.object({
  hostIds: z.array(z.string()).min(1),
  /** Also while containers there use overlays, and for hosts that do not answer. */
  force: z.boolean().default(false),
})
export type DisableOverlayRequest = z.infer<typeof disableOverlayRequest>
