// Why a container is where it is: host × rule with the values that decided, for every host and every rule.
import { z } from 'zod'
import { instant, labels } from './common'

export const strategyName = z.enum(['spread', 'binpack', 'random'])
export type StrategyName = z.infer<typeof strategyName>

export const rule = z.object({
  /** Unique inside one explanation, e.g. `constraint:0`. */
  id: z.string(),
  /** The filter that owns it: health, availability, platform, memory, cpu, port, containerslots, dependency, affinity, constraint, whitelist, maxreplicas, … */
  filter: z.string(),
  /** What is asked, e.g. `storage == ssd`, `8080/tcp`, `2 GiB`. */
  wants: z.string(),
  soft: z.boolean(),
})
export type Rule = z.infer<typeof rule>

export const fix = z.object({
  kind: z.enum([
    'label-host',
    'free-port',
    'soften-rule',
    'raise-limit',
    'activate-host',
    'free-capacity',
    'drop-rule',
    'other',
  ]),
  /** An imperative sentence, e.g. "Add label storage=ssd to n3". */
  text: z.string(),
})
export type Fix = z.infer<typeof fix>

export const hostVerdict = z.object({
  hostId: z.string(),
  hostName: z.string(),
  /** Parallel to `rules`. `actual` is the value found, e.g. `disk`, `held by web_1`, `1.4 of 2 GiB free`. */
  cells: z.array(z.object({ ok: z.boolean(), actual: z.string() })),
  eligible: z.boolean(),
  /** The strategy's weight; lower wins for spread, higher for binpack. Null when not eligible or random. */
  score: z.number().nullable(),
  containers: z.number().int(),
  chosen: z.boolean(),
  /** The single change that would make this host eligible; null when none is known or needed. */
  fix: fix.nullable(),
})
export type HostVerdict = z.infer<typeof hostVerdict>

export const explanation = z.object({
  strategy: strategyName,
  rules: z.array(rule),
  hosts: z.array(hostVerdict),
  chosenHostId: z.string().nullable(),
  /** True when no host met the soft rules and all of them were dropped (classic Swarm drops them all at once). */
  softRulesDropped: z.boolean(),
  /** One sentence: "4 of 8 hosts satisfied every rule; kiel-3 ranked first." */
  summary: z.string(),
  /** Classic Swarm's own error text when nothing fits. */
  error: z.string().nullable(),
  decidedAt: instant.optional(),
})
export type Explanation = z.infer<typeof explanation>

/** A container to place, as `POST /placements` takes it: Docker's words, nothing is created. */
export const placementRequest = z.object({
  name: z.string().optional(),
  image: z.string().default(''),
  env: z.array(z.string()).default([]),
  labels: labels.default({}),
  cpus: z.number().min(0).default(0),
  memoryBytes: z.number().min(0).default(0),
  networkMode: z.string().default('default'),
  exposedPorts: z.array(z.string()).default([]),
  portBindings: z.array(z.object({ port: z.string(), hostIp: z.string(), hostPort: z.string() })).default([]),
  links: z.array(z.string()).default([]),
  volumesFrom: z.array(z.string()).default([]),
  /** Modern placement, as in `deploy.placement`. */
  constraints: z.array(z.string()).default([]),
  /** `deploy.placement.preferences[].spread`, in order. */
  preferences: z.array(z.string()).default([]),
  maxReplicasPerHost: z.number().int().min(1).optional(),
  /** Whose replicas are counted for the two above. */
  stack: z.string().optional(),
  service: z.string().optional(),
  platform: z.string().optional(),
  /** The only host allowed, by id or name: a pin. */
  host: z.string().optional(),
  /** Named local volumes that it mounts. */
  volumes: z.array(z.string()).default([]),
  strategy: strategyName.optional(),
})
export type PlacementRequest = z.infer<typeof placementRequest>
