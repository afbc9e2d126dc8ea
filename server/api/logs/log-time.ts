// When a line was said, as a number that orders lines of different hosts. Pure.

/** Microseconds since 1970: finer than that a number cannot tell apart. */
export function microsOf(at: string): number {
  const dot = at.indexOf('.')
  const finer = dot < 0 ? '' : (/^\d*/.exec(at.slice(dot + 1))?.[0] ?? '')
  return Date.parse(at) * 1_000 + Number(finer.padEnd(6, '0').slice(3, 6))
}

/** Below that what we measured says more about the way to the host than about its clock. */
const trustedSkewMs = 100

/** What is taken off the times of a host's lines. */
export const correctionMs = (clockSkewMs: number | null | undefined): number =>
  Math.abs(clockSkewMs ?? 0) < trustedSkewMs ? 0 : (clockSkewMs ?? 0)
