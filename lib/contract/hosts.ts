// A host as Lotse sees it: what its engine said, when, and what an operator decided about it.
import { z } from 'zod'
import { instant, labels } from './common'

export const hostState = z.enum(['pending', 'healthy', 'suspect', 'unreachable'])
export type HostState = z.infer<typeof hostState>

/** What an operator wants: `paused` takes no new containers, `drain` should also lose those it has. */
export const availability = z.enum(['active', 'paused', 'drain'])
export type Availability = z.infer<typeof availability>

export const hostProblem = z.object({
  code: z.enum([
    'connection',
    'tls',
    'api-version',
    'duplicate-engine',
    'engine-changed',
    'engine-restarted',
    'unread',
    'clock-skew',
    'name-taken',
    'other',
  ]),
  message: z.string(),
  fix: z.string().optional(),
  /** Since when, where that is known. */
  since: z.string().optional(),
  /** With `engine-changed`: the engine that answers now, as `acceptEngine` takes it. */
  engineId: z.string().optional(),
})
export type HostProblem = z.infer<typeof hostProblem>

export const engineInfo = z.object({
  id: z.string(),
  version: z.string(),
  apiVersion: z.string(),
  minApiVersion: z.string(),
  operatingSystem: z.string(),
  osType: z.string(),
  /** Docker's own word, e.g. `x86_64`, `aarch64`. */
  architecture: z.string(),
  kernelVersion: z.string(),
  storageDriver: z.string(),
  /** Network plugins the engine offers: bridge, overlay, macvlan, … */
  networkDrivers: z.array(z.string()),
  clusterStore: z.string().optional(),
  swarm: z.object({
    state: z.enum(['inactive', 'pending', 'active', 'error', 'locked']),
    nodeId: z.string().optional(),
    clusterId: z.string().optional(),
    nodeAddress: z.string().optional(),
    isManager: z.boolean(),
    error: z.string().optional(),
  }),
  rootDirectory: z.string(),
})
export type EngineInfo = z.infer<typeof engineInfo>

export const host = z.object({
  /** Lotse's own id; stays when the address, the name or the engine behind it changes. */
  id: z.string(),
  /** Unique in the cluster; the engine's hostname unless that is taken. */
  name: z.string(),
  /** `unix:///…`, `tcp://ip:port`, `tls://ip:port`, `ssh://user@ip[:port]`. Never carries a secret. */
  address: z.string(),
  source: z.enum(['console', 'discovery']),
  state: hostState,
  /** The state as a sentence with its cause, e.g. "TCP connect to 10.77.0.12:2375 times out". */
  stateReason: z.string().nullable(),
  stateSince: instant,
  /** The last answer of any kind. Null: never answered. */
  lastSeenAt: instant.nullable(),
  /** Consecutive failures, 0 while healthy. */
  failures: z.number().int(),
  availability,
  problems: z.array(hostProblem),
  engine: engineInfo.nullable(),
  total: z.object({ cpus: z.number(), memoryBytes: z.number() }),
  /** Sums over all containers, stopped ones included, as classic Swarm counts. */
  reserved: z.object({ cpus: z.number(), memoryBytes: z.number() }),
  containers: z.object({ total: z.number(), running: z.number(), paused: z.number(), stopped: z.number() }),
  labels: z.object({
    /** From `dockerd --label`; read-only here. */
    engine: labels,
    /** Set in the console; editable. */
    console: labels,
    /** node, storagedriver, kernelversion, operatingsystem, ostype. */
    builtin: labels,
  }),
  /** Engine clock minus ours, in milliseconds. */
  clockSkewMs: z.number().nullable(),
  /** When the facts above were last read whole. */
  refreshedAt: instant.nullable(),
})
export type Host = z.infer<typeof host>

export const tlsMaterial = z.object({
  ca: z.string().max(100_000).optional(),
  cert: z.string().max(100_000).optional(),
  key: z.string().max(100_000).optional(),
})

export const addHostRequest = z.object({
  address: z.string().min(1).max(500),
  name: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/, 'letters, digits, _ . - and at most 63 characters')
    .optional(),
  labels: labels.optional(),
  tls: tlsMaterial.optional(),
  /** Private key for ssh://, PEM or OpenSSH form. Without it the server's own agent and keys are used. */
  sshKey: z.string().max(100_000).optional(),
  /** SHA256 fingerprint of the SSH host key that the user accepted in the connection test. */
  sshHostKey: z.string().max(200).optional(),
})
export type AddHostRequest = z.infer<typeof addHostRequest>

export const patchHostRequest = z.object({
  name: addHostRequest.shape.name,
  availability: availability.optional(),
  /** The console's labels as a whole. */
  labels: labels.optional(),
  /** Accept the other engine that now answers at this address. */
  acceptEngine: z.string().optional(),
})
export type PatchHostRequest = z.infer<typeof patchHostRequest>

/** The steps of a connection test, in order; the first failing one ends it. */
export const connectionStep = z.object({
  step: z.enum(['address', 'resolve', 'connect', 'ssh', 'tls', 'api', 'identity']),
  status: z.enum(['ok', 'failed', 'skipped']),
  message: z.string(),
  fix: z.string().optional(),
  durationMs: z.number(),
})
export type ConnectionStep = z.infer<typeof connectionStep>

export const connectionTest = z.object({
  ok: z.boolean(),
  steps: z.array(connectionStep),
  engine: engineInfo.nullable(),
  /** The engine's hostname. */
  hostname: z.string().nullable(),
  sshHostKey: z.string().optional(),
})
export type ConnectionTest = z.infer<typeof connectionTest>
