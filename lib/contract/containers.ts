// A container as the cluster's index keeps it: enough to list, filter, schedule and plan without asking its engine.
import { z } from 'zod'
import { instant, labels } from './common'
import { explanation } from './placements'
import { volumeRisk } from './plan-effects'

export const containerState = z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'])
export type ContainerState = z.infer<typeof containerState>

export const health = z.enum(['none', 'starting', 'healthy', 'unhealthy'])
export type Health = z.infer<typeof health>

export const portBinding = z.object({
  /** `80/tcp` */
  port: z.string(),
  hostIp: z.string(),
  /** As a string, as Docker has it; empty: the engine chooses. May be a range in a request. */
  hostPort: z.string(),
})
export type PortBinding = z.infer<typeof portBinding>

export const container = z.object({
  id: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  /** First name without the leading slash. */
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  command: z.string(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  state: containerState,
  health,
  exitCode: z.number().int().nullable(),
  oomKilled: z.boolean(),
  restartCount: z.number().int(),
  /** The engine's own words, e.g. "Up 5 minutes (healthy)". Ages: prefer state and times. */
  status: z.string(),
  labels,
  /** From Compose's labels. */
  stack: z.string().nullable(),
  service: z.string().nullable(),
  number: z.number().int().nullable(),
  networkMode: z.string(),
  networks: z.array(
    z.object({
      networkId: z.string(),
      name: z.string(),
      ipAddress: z.string(),
      aliases: z.array(z.string()).optional(),
    }),
  ),
  /** HostConfig.PortBindings */
  requestedPorts: z.array(portBinding),
  /** NetworkSettings.Ports */
  actualPorts: z.array(portBinding),
  exposedPorts: z.array(z.string()),
  mounts: z.array(
    z.object({
      type: z.string(),
      name: z.string().optional(),
      source: z.string(),
      target: z.string(),
      readOnly: z.boolean(),
    }),
  ),
  reservation: z.object({ cpus: z.number(), memoryBytes: z.number() }),
  /** False while the host does not answer: everything here is then what was last seen. */
  known: z.boolean(),
})
export type Container = z.infer<typeof container>

export const containerAction = z.enum(['start', 'stop', 'restart', 'kill', 'pause', 'unpause', 'remove'])
export type ContainerAction = z.infer<typeof containerAction>

export const containerActionRequest = z.object({
  action: containerAction,
  /** For remove: also while running; and its anonymous volumes. */
  force: z.boolean().default(false),
  volumes: z.boolean().default(false),
  timeoutSeconds: z.number().int().min(0).max(3600).optional(),
})
export type ContainerActionRequest = z.infer<typeof containerActionRequest>

/** What an act on some containers would do to others. */
export const actPlanRequest = z.object({
  ids: z.array(z.string()).min(1).max(50_000),
  action: containerAction,
  volumes: z.boolean().default(false),
})

export const actPlan = z.object({
  /** Services of which containers stop. ends: none runs afterwards · gap: none until one is up again · fewer: some go on */
  services: z.array(
    z.object({
      stack: z.string(),
      service: z.string(),
      kind: z.enum(['ends', 'gap', 'fewer']),
      serving: z.number().int(),
      running: z.number().int(),
    }),
  ),
  /** Containers that live in the network of one that stops. */
  attached: z.array(z.object({ name: z.string(), hostName: z.string(), to: z.string() })),
  volumeRisks: z.array(volumeRisk),
})
export type ActPlan = z.infer<typeof actPlan>

export const containerDetail = z.object({
  container,
  /** The engine's own inspect answer, secret-looking environment values masked. Null while the host does not answer. */
  inspect: z.record(z.string(), z.unknown()).nullable(),
  /** The decision that put it here, when Lotse made it; else null. */
  decision: explanation.nullable(),
})
export type ContainerDetail = z.infer<typeof containerDetail>

export const logLine = z.object({
  at: instant.nullable(),
  stream: z.enum(['stdout', 'stderr', 'console']),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLine>
