// Which networks are drawn as lanes, in which order, and how far down each lane of the target runs. Pure.
import type { Reach, ReachLane } from '@/lib/contract/reach'

export const maxLanes = 7

/** Those of the target first; then the ones that most others are on. What only one party is on says nothing of others. */
export const layoutLanes = (
  { ofLanes, lanes }: Pick<Reach, 'ofLanes' | 'lanes'>,
  rows: { lanes: string[] }[],
): ReachLane[] => {
  const own = new Set(ofLanes)
  const uses = new Map<string, number>()
  for (const row of rows) for (const lane of row.lanes) uses.set(lane, (uses.get(lane) ?? 0) + 1)
  const used = lanes.filter(({ key }) => own.has(key) || (uses.get(key) ?? 0) > 1)
  const rank = (lane: ReachLane) => (own.has(lane.key) ? Number.MAX_SAFE_INTEGER : (uses.get(lane.key) ?? 0))
  return used.toSorted((a, b) => rank(b) - rank(a)).slice(0, maxLanes)
}

/** Lane → position of the last row that reaches over it; the heavy line ends there. */
export const laneEnds = (rows: { ways: { lane: string | null }[] }[]): Map<string, number> => {
  const ends = new Map<string, number>()
  rows.forEach((row, index) => {
    for (const { lane } of row.ways) if (lane !== null) ends.set(lane, index)
  })
  return ends
}

/** A local network’s name without its host: the row names that. */
export const bareLaneName = ({ name, isLocal }: ReachLane): string =>
  isLocal ? name.slice(name.indexOf('/') + 1) : name
