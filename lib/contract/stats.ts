// What a container uses at one moment, in the numbers that `docker stats` shows.
import { z } from 'zod'
import { instant } from './common'

const rate = z.number().nonnegative().nullable()

/** Totals since the container started; rates since the reading before, null where there is none to compare with. */
export const traffic = z.object({
  inBytes: z.number().nonnegative(),
  outBytes: z.number().nonnegative(),
  inPerSecond: rate,
  outPerSecond: rate,
})
export type Traffic = z.infer<typeof traffic>

export const statsMeasures = z.object({
  /** 100 is one core wholly used. Null with the first reading, which has nothing to compare with. */
  cpuPercent: z.number().nonnegative().nullable(),
  onlineCpus: z.number().nonnegative(),
  /** Without what the kernel would give back at once. */
  memoryBytes: z.number().nonnegative(),
  /** The container's limit, else the host's memory. */
  memoryLimitBytes: z.number().nonnegative(),
  /** Null: the engine does not count it, as with the host's network. `in` is what came in. */
  network: traffic.nullable(),
  /** `in` is what was read, `out` what was written. */
  disk: traffic.nullable(),
  pids: z.number().int().nonnegative().nullable(),
})
export type StatsMeasures = z.infer<typeof statsMeasures>

export const statsSample = z.object({
  /** On the server's clock. */
  at: instant,
  /** Null: it did not run. */
  measures: statsMeasures.nullable(),
})
export type StatsSample = z.infer<typeof statsSample>

/** Samples come once a second: ten minutes. */
export const keptStatsSamples = 600
