// Pure: the scheduler's weight of a host as people read it: its place among the hosts that passed, and what that place rests
// on. The weight itself is arithmetic that nobody should have to undo.
import type { Explanation, HostVerdict } from '@/lib/contract/placements'

/** What health, CPU and memory count in the scheduler's weight. */
const healthyWeight = 1000
const notAsked = 100

export type HostRank = {
  /** From 1; equal hosts share a place. Null where something other than weight decided. */
  place: number | null
  of: number
  /** Reserved once it is placed, in percent of what was asked for; null: nothing was. */
  reservedPercent: number | null
  /** The host answers only now and then, which outweighs what is free on it. */
  isUnwell: boolean
  containers: number
}

const direction = ({ strategy }: Explanation) => (strategy === 'binpack' ? -1 : 1)

/** Below 0: the first is preferred. */
const compare = (a: HostVerdict, b: HostVerdict, sign: number) =>
  sign * ((a.score ?? 0) - (b.score ?? 0) || a.containers - b.containers)

/** By the id of the host; those that are out, and those that chance decides among, have none. */
export function hostRanks(explanation: Explanation): Map<string, HostRank> {
  const sign = direction(explanation)
  const passed = explanation.hosts.filter(({ score }) => score !== null)
  const asked = (['cpu', 'memory'] as const).filter((name) => explanation.rules.some(({ filter }) => filter === name))
  const betterThan = (host: HostVerdict) => passed.filter((other) => compare(other, host, sign) < 0).length
  const chosen = passed.find((host) => host.chosen)
  // Preferences group the hosts before weight does.
  const isByWeight = chosen === undefined || betterThan(chosen) === 0
  return new Map(
    passed.map((host): [string, HostRank] => {
      const load = (host.score ?? 0) + sign * healthyWeight
      const reserved = (load - notAsked * (2 - asked.length)) / Math.max(1, asked.length)
      // Shares that cannot be are what its health made of them.
      const isUnwell = asked.length === 0 ? reserved !== 0 : reserved < 0 || reserved > 100
      return [
        host.hostId,
        {
          place: isByWeight ? betterThan(host) + 1 : null,
          of: passed.length,
          reservedPercent: asked.length === 0 || isUnwell ? null : Math.round(reserved),
          isUnwell,
          containers: host.containers,
        },
      ]
    }),
  )
}
