// Pure: which hosts take running containers that are to be moved. To the scheduler's rules come those of moving itself, as
// the plan on the server has them: the old host has to answer, and a name is there once.
import type { BoardContainer } from '@/lib/contract/board'
import type { MoveQuestion } from '@/lib/contract/moves'
import type { StrategyName } from '@/lib/contract/placements'
import type { PlacementState } from '@/lib/scheduler'
import { type Reason, type Verdict, type Verdicts, verdictsFor } from '../drag/verdicts'

const moving = (filter: string, actual: string): Reason => ({ filter, wants: '', actual })

/** What speaks against moving it wherever it goes. */
const stuck = ({ known, hostName, state, name }: BoardContainer): Reason[] =>
  known ? (state === 'paused' ? [moving('held', name)] : []) : [moving('source', hostName)]

const goneVerdict: Verdict = {
  kind: 'refused',
  isBest: false,
  reasons: [moving('gone', '')],
  wishes: [],
  count: 0,
  taken: 0,
  fix: null,
}

type Question = {
  state: PlacementState
  held: readonly BoardContainer[]
  requests: ReadonlyMap<string, MoveQuestion>
  /** Those that are drawn: one that left the cluster meanwhile is refused. */
  hostIds: readonly string[]
  byHost: ReadonlyMap<string, readonly BoardContainer[]>
  strategy: StrategyName
  /** What it asks of a host could not be read: then nobody may say that it fits. */
  isUnread?: boolean
}

export function moveVerdicts({ state, held, requests, hostIds, byHost, strategy, isUnread }: Question): Verdicts {
  const asked = held.map(({ id, hostId }) => ({ id, hostId, request: { ...requests.get(id), volumes: [] } }))
  const weighed = verdictsFor(state, asked, hostIds, { strategy })
  const bound = held.flatMap(({ id, name }) => {
    const why = requests.get(id)?.boundHere
    return why ? [moving(why, name)] : []
  })
  const always = [...held.flatMap(stuck), ...bound, ...(isUnread ? [moving('unread', '')] : [])]
  return new Map(
    hostIds.map((hostId): [string, Verdict] => {
      const verdict = weighed.get(hostId)
      if (!verdict) return [hostId, goneVerdict]
      if (verdict.kind === 'here') return [hostId, verdict]
      const names = new Set((byHost.get(hostId) ?? []).map(({ name }) => name))
      const taken = held.filter((own) => own.hostId !== hostId && names.has(own.name))
      const more = [...always, ...taken.map(({ name }) => moving('name', name))]
      if (more.length === 0) return [hostId, verdict]
      return [hostId, { ...verdict, kind: 'refused', isBest: false, fix: null, reasons: [...more, ...verdict.reasons] }]
    }),
  )
}

/** Local data that has to be copied; whether a volume is shared by hosts the plan knows. */
export const volumesOf = (held: readonly BoardContainer[]): string[] => [
  ...new Set(
    held.flatMap(({ mounts }) => mounts.flatMap(({ type, name }) => (type === 'volume' && name ? [name] : []))),
  ),
]

/** The containers of its service, wherever they are; itself alone when it belongs to none. */
export function serviceOf(
  container: BoardContainer,
  byHost: ReadonlyMap<string, readonly BoardContainer[]>,
): BoardContainer[] {
  const { stack, service } = container
  if (stack === null || service === null) return [container]
  return [...byHost.values()]
    .flat()
    .filter((other) => other.stack === stack && other.service === service)
    .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
}
