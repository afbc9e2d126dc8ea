// A changed container: what is asked to be different, what that means field by field, and how its recreation goes.
import { z } from 'zod'
import { portBinding } from './containers'

const name = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^=\0]+$/, 'Must not be empty or hold an equals sign.')
const text = z.string().max(100_000)
const words = z.array(text).max(1000)

/** Only what is named changes; everything else of the container is kept. */
export const containerEdit = z.strictObject({
  image: z.string().min(1).max(500).optional(),
  /** Pull even when the host has the image. */
  pull: z.boolean().default(false),
  /** Null: what the image says. */
  command: words.nullable().optional(),
  entrypoint: words.nullable().optional(),
  workingDir: text.optional(),
  user: text.optional(),
  setEnv: z.record(name, text).optional(),
  removeEnv: z.array(name).optional(),
  setLabels: z.record(name, text).optional(),
  removeLabels: z.array(name).optional(),
  ports: z
    .array(portBinding.extend({ port: z.string().regex(/^\d{1,5}\/(tcp|udp|sctp)$/, 'Must be like 80/tcp.') }))
    .max(1000)
    .optional(),
  restart: z
    .object({
      name: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
      maximumRetries: z.number().int().min(0).default(0),
    })
    .optional(),
  /** Limits; 0: none. */
  memoryBytes: z.number().int().min(0).optional(),
  memoryReservationBytes: z.number().int().min(0).optional(),
  cpus: z.number().min(0).max(10_000).optional(),
  pidsLimit: z.number().int().min(0).optional(),
})
export type ContainerEdit = z.input<typeof containerEdit>

/** `field` in Docker's spelling: `Image`, `Env MODE`, `HostConfig.Memory`. Null: it is not set. Secrets are masked. */
export const recreationChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type RecreationChange = z.infer<typeof recreationChange>

export const recreationPlan = z.object({
  changes: z.array(recreationChange),
  /** Why it cannot be done. */
  problems: z.array(z.string()),
  /** Containers that live in its network: they lose it with the original. */
  sharers: z.array(z.string()),
  willPull: z.boolean(),
  willStop: z.boolean(),
})
export type RecreationPlan = z.infer<typeof recreationPlan>

export const recreationStep = z.enum(['pull', 'rename', 'create', 'stop', 'start', 'wait', 'remove', 'restore'])
export type RecreationStep = z.infer<typeof recreationStep>

export const recreationProgress = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    step: recreationStep,
    state: z.enum(['running', 'done', 'failed']),
    detail: z.string(),
  }),
  z.object({
    kind: z.literal('end'),
    /** `restored`: the original is back as it was; `broken`: not wholly, `message` says where it is. */
    outcome: z.enum(['recreated', 'restored', 'broken']),
    containerId: z.string(),
    message: z.string(),
  }),
])
export type RecreationProgress = z.infer<typeof recreationProgress>
