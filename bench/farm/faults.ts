// The ways in which engines of the farm go wrong, one at a time for each host, for all its paths or some, always or by chance.
import { type Chance, chanceOf } from './chance'

export const faultKinds = ['hang', 'cut', 'refuse', 'slow', 'garbage', 'truncate', 'error'] as const
export type FaultKind = (typeof faultKinds)[number]

export type Fault = {
  kind: FaultKind
  /** Only paths that begin so, without version: `/containers`. */
  path?: string | undefined
  /** Of the requests; default all. By the seed: the same requests in the same order meet the same. */
  share?: number | undefined
  /** How long a slow answer waits. */
  delayMs?: number | undefined
}

export type FaultState = Fault & { chance: Chance; held: (() => void)[] }

export const startFault = (fault: Fault, seed: number, host: number): FaultState => ({
  ...fault,
  chance: chanceOf(seed, 'fault', host, fault.kind),
  held: [],
})

/** Whether this request meets the fault. */
export const meets = (fault: FaultState, path: string): boolean =>
  (fault.path === undefined || path.startsWith(fault.path)) &&
  (fault.share === undefined || fault.chance.isBelow(fault.share))
