// What each kind of step needs beyond its host and target.
import { z } from 'zod'
import type { MoveStepKind } from '@/lib/contract/moves'
import type { StepRecord } from './types'

const labels = z.record(z.string(), z.string())
/** As it is to be once it runs again, or at the new place; while it stands still its engine must not start it by itself. */
const restart = z.object({ Name: z.string(), MaximumRetryCount: z.number() }).optional()
const holderImage = z.object({ reference: z.string(), imageId: z.string() })

const inputs = {
  /** `imageId`: as the old host knows it. `digests`: `repository@sha256:…`, for a pull of the very same. */
  'bring-image': z.object({
    fromHostId: z.string(),
    imageId: z.string(),
    digests: z.array(z.string()),
    sizeBytes: z.number(),
  }),
  'create-network': z.object({
    driver: z.string(),
    internal: z.boolean(),
    enableIPv6: z.boolean(),
    attachable: z.boolean(),
    options: labels,
    labels,
    /** Only where an address on it is fixed. */
    subnets: z.array(z.object({ subnet: z.string(), gateway: z.string().optional() })),
  }),
  'create-volume': z.object({ fromHostId: z.string() }),
  'keep-volume': holderImage,
  /** `isExclusive`: it must not run again while the new one might. */
  'stop-original': z.object({ graceSeconds: z.number(), isExclusive: z.boolean(), restart }),
  'copy-volume': z.object({
    fromHostId: z.string(),
    reference: z.string(),
    imageId: z.string(),
    mayReplace: z.boolean(),
  }),
  'create-container': z.object({
    fromHostId: z.string(),
    reference: z.string(),
    imageId: z.string(),
    /** Overlays that it joins without its names at first. */
    quiet: z.array(z.string()),
    /** Networks on which it keeps its address. */
    fixed: z.array(z.string()),
    filePaths: z.array(z.string()),
    /** Hardware addresses that it keeps, by network. */
    macs: z.record(z.string(), z.string()).default({}),
  }),
  'start-container': z.object({}),
  'wait-container': z.object({}),
  'switch-names': z.object({
    fromHostId: z.string(),
    to: z.string(),
    networks: z.array(z.string()),
    fixed: z.array(z.string()),
  }),
  'remove-original': z.object({}),
  'remove-volume': z.object({}),
  'remove-kept-volume': z.object({}),
  'start-original': z.object({ restart }),
  /** `isUrgent`: whatever comes after has to wait for it, also for a host that does not answer. */
  'remove-copy': z.object({ isUrgent: z.boolean() }),
  'remove-copied-volume': z.object({ fromHostId: z.string() }),
  'restore-volume': holderImage,
  /** The move whose label it has; default: this one. */
  'remove-network': z.object({ madeBy: z.string().optional() }),
} satisfies Record<MoveStepKind, z.ZodType>

export type StepInputOf<K extends MoveStepKind> = z.infer<(typeof inputs)[K]>

export const inputOf = <K extends MoveStepKind>(kind: K, step: Pick<StepRecord, 'input'>): StepInputOf<K> =>
  inputs[kind].parse(step.input) as StepInputOf<K>
