// Pure: which hosts take what a person holds, and why the others do not, by the scheduler that the server asks as well.
// Several containers are laid on a host one after the other, as a move would do it.
import type { HostVerdict, Rule, StrategyName } from '@/lib/contract/placements'
import {
  addContainer,
  type Inquiry,
  inquire,
  type PlacementContainer,
  type PlacementRequest,
  type PlacementState,
  placedContainer,
  rank,
  recordOf,
  removeContainer,
} from '@/lib/scheduler'

/** One container in hand. `hostId` null: it is nowhere yet. */
export type HeldContainer = { id: string; hostId: string | null; request: PlacementRequest }

export type Reason = Pick<Rule, 'filter' | 'wants'> & { actual: string }

export type Verdict = {
  kind: 'here' | 'fits' | 'refused'
  /** The one that the strategy would take, of those where it is not. */
  isBest: boolean
  /** Every rule that refuses; from the second container on, those of the first that is refused. */
  reasons: Reason[]
  /** Wishes that are not met; they refuse nothing. */
  wishes: Reason[]
  /** How many containers would come here. */
  count: number
  /** How many of them were taken before one was refused. */
  taken: number
  fix: HostVerdict['fix']
}

export type Verdicts = ReadonlyMap<string, Verdict>

const unmet = (rules: readonly Rule[], { cells }: HostVerdict, soft: boolean): Reason[] =>
  rules.flatMap((rule, at) => {
    const cell = cells[at]
    return cell && !cell.ok && rule.soft === soft
      ? [{ filter: rule.filter, wants: rule.wants, actual: cell.actual }]
      : []
  })

const verdictOf = (rules: readonly Rule[], host: HostVerdict, count: number): Verdict => ({
  kind: host.eligible ? 'fits' : 'refused',
  isBest: false,
  reasons: unmet(rules, host, false),
  wishes: unmet(rules, host, true),
  count,
  taken: host.eligible ? 1 : 0,
  fix: host.fix,
})

const here = (): Verdict => ({
  kind: 'here',
  isBest: false,
  reasons: [],
  wishes: [],
  count: 0,
  taken: 0,
  fix: null,
})

type Asked = HeldContainer & { inquiry: Inquiry; placed: PlacementContainer }

/** The host takes them one by one until one is refused. Leaves the state as it was. */
function layOn(
  state: PlacementState,
  hostId: string,
  held: readonly Asked[],
): { laid: number; refusal: Verdict | null } {
  let laid = 0
  let refusal: Verdict | null = null
  for (const { inquiry, placed } of held) {
    if (!inquiry.isTakenBy(hostId)) {
      const verdict = inquiry.verdictOn(hostId)
      refusal = verdict ? verdictOf(inquiry.rules, verdict, held.length) : null
      break
    }
    laid += 1
    // Nobody is asked after the last.
    if (laid < held.length) addContainer(state, hostId, placed)
  }
  for (const { id } of held.slice(0, laid)) removeContainer(state, hostId, id)
  return { laid, refusal }
}

type Options = { strategy: StrategyName }
type Lifted = { hostId: string; container: PlacementContainer }

/** Takes what is held out of the state; gives what puts it back. */
function lift(state: PlacementState, held: readonly HeldContainer[]): Map<string, Lifted> {
  const lifted = new Map<string, Lifted>()
  for (const { id, hostId } of held) {
    const container = hostId === null ? undefined : recordOf(state, hostId)?.containers.get(id)
    if (hostId === null || !container) continue
    removeContainer(state, hostId, id)
    lifted.set(id, { hostId, container })
  }
  return lifted
}

const putBack = (state: PlacementState, lifted: Iterable<Lifted>) => {
  for (const { hostId, container } of lifted) addContainer(state, hostId, container)
}

/** For each host; a host that is not in the state has no verdict. The state is the same afterwards. */
export function verdictsFor(
  state: PlacementState,
  held: readonly HeldContainer[],
  hostIds: readonly string[],
  options: Options,
): Verdicts {
  const verdicts = new Map<string, Verdict>()
  const [first] = held
  if (!first) return verdicts
  const lifted = lift(state, held)
  const own = new Set(held.flatMap(({ hostId }) => (hostId === null ? [] : [hostId])))
  const asked = held.map((one): Asked => {
    const { id, request } = one
    return { ...one, inquiry: inquire(state, request, options), placed: placedContainer(request, id) }
  })
  const { rules, verdictOn } = inquire(state, first.request, options)
  for (const id of hostIds) {
    const host = verdictOn(id)
    if (!host) continue
    const coming = own.has(id) ? asked.filter(({ hostId }) => hostId !== id) : asked
    if (coming.length === 0) verdicts.set(host.hostId, here())
    else if (held.length === 1) verdicts.set(host.hostId, verdictOf(rules, host, 1))
    else if (!host.eligible && coming.length === held.length)
      verdicts.set(host.hostId, verdictOf(rules, host, coming.length))
    else {
      const staying = [...lifted].filter(([, { hostId }]) => hostId === host.hostId)
      putBack(
        state,
        staying.map(([, entry]) => entry),
      )
      const { laid, refusal } = layOn(state, host.hostId, coming)
      const verdict = refusal ?? { ...verdictOf(rules, host, coming.length), kind: 'fits' as const, reasons: [] }
      verdicts.set(host.hostId, { ...verdict, taken: laid })
      for (const [id] of staying) removeContainer(state, host.hostId, id)
    }
  }
  markBest(verdicts, rank(state, first.request, options))
  putBack(state, lifted.values())
  return verdicts
}

function markBest(verdicts: Map<string, Verdict>, ranking: ReturnType<typeof rank>) {
  if (!ranking.placed) return
  for (const { hostId } of ranking.groups.flat()) {
    const verdict = verdicts.get(hostId)
    if (verdict?.kind !== 'fits') continue
    verdicts.set(hostId, { ...verdict, isBest: true })
    return
  }
}
