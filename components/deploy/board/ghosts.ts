// Pure: the plan of a stack as blocks on the board, and what hosts and label groups say to a service that is dragged. The
// stack's own containers leave the picture for their planned selves, the other services of the plan count as placed.

import { type Verdict, type Verdicts, verdictsFor } from '@/components/board/drag/verdicts'
import type { Board } from '@/lib/client/board-fold'
import { type Pin, pinned } from '@/lib/compose-text/pin-edits'
import type { BoardContainer } from '@/lib/contract/board'
import type { PlacementRequest, StrategyName } from '@/lib/contract/placements'
import type { Plan, PlanContainer } from '@/lib/contract/plan'
import { addContainer, type PlacementState, placedContainer, removeContainer, schedule } from '@/lib/scheduler'

const ghostMark = 'ghost '

export const isGhost = ({ id }: { id: string }): boolean => id.startsWith(ghostMark)
const ghostId = ({ name }: Pick<PlanContainer, 'name'>) => `${ghostMark}${name}`

const requestsOf = ({ asks }: Plan) => new Map(asks.map(({ service, request }) => [service, request]))

type Mounts = BoardContainer['mounts']
const noMounts: Mounts = []

const ghostOf = (planned: PlanContainer, stack: string, hostId: string, asked: PlacementRequest | undefined) =>
  ({
    id: ghostId(planned),
    hostId,
    hostName: planned.hostName ?? '',
    name: planned.name,
    image: asked?.image ?? '',
    state: planned.action === 'keep' ? 'running' : 'created',
    health: 'none',
    exitCode: null,
    oomKilled: false,
    labels: {},
    stack,
    service: planned.service,
    number: planned.number,
    networkMode: 'default',
    networks: [],
    requestedPorts: [],
    actualPorts: [],
    exposedPorts: [],
    mounts: noMounts,
    reservation: { cpus: asked?.cpus ?? 0, memoryBytes: asked?.memoryBytes ?? 0 },
    known: true,
  }) satisfies BoardContainer

/** What stays and is not of the plan: other stacks, and orphans that nobody ticked. */
export function othersOf(byHost: Board['byHost'], plan: Plan): Board['byHost'] {
  const orphans = new Set(plan.orphans.filter(({ remove }) => !remove).map(({ containerId }) => containerId))
  const isOwn = ({ id, stack }: BoardContainer) => stack === plan.stack && !orphans.has(id)
  return new Map(
    [...byHost].map(([hostId, own]) => [hostId, own.some(isOwn) ? own.filter((entry) => !isOwn(entry)) : own]),
  )
}

const stays = ({ action }: PlanContainer) => action !== 'remove'

export function withGhosts(others: Board['byHost'], plan: Plan): Board['byHost'] {
  const requests = requestsOf(plan)
  const byHost = new Map(others)
  for (const planned of plan.containers) {
    if (planned.hostId === null || !stays(planned)) continue
    const ghost = ghostOf(planned, plan.stack, planned.hostId, requests.get(planned.service))
    byHost.set(planned.hostId, [...(byHost.get(planned.hostId) ?? []), ghost])
  }
  return byHost
}

/** Of one service: how many there shall be, and what each asks. A global one is asked for once a host. */
function wantedOf(plan: Plan, service: string) {
  const asked = plan.asks.find((entry) => entry.service === service)
  if (!asked) return null
  const planned = plan.containers.filter((entry) => entry.service === service && stays(entry)).length
  const isGlobal = asked.mode === 'global'
  return { request: asked.request, isGlobal, count: isGlobal ? 1 : Math.max(1, planned) }
}

const isClassicPin = (entry: string, key: string) => entry.startsWith(`constraint:${key}==`)

/** As the scheduler will be asked once the pin is in the text. */
export const requestWith = (request: PlacementRequest, pin: Pin): PlacementRequest => ({
  ...request,
  constraints: pinned(request.constraints, pin),
  env: request.env.filter(
    (entry) => !isClassicPin(entry, 'node') && !(pin.kind === 'label' && isClassicPin(entry, pin.key)),
  ),
})

/** Any host, as far as other rules allow it: the pin to it is what the drop would write. */
const unpinned = (request: PlacementRequest): PlacementRequest => {
  const { constraints, ...rest } = requestWith(request, { kind: 'host', name: '' })
  return { ...rest, constraints: constraints.slice(0, -1) }
}

/** Runs the question with all other services of the plan placed; the state is the same afterwards. */
function amongPlanned<Answer>(state: PlacementState, plan: Plan, service: string, ask: () => Answer): Answer {
  const requests = requestsOf(plan)
  const placed = plan.containers.flatMap((planned) => {
    const request = requests.get(planned.service)
    if (planned.service === service || planned.hostId === null || !stays(planned) || !request) return []
    const id = ghostId(planned)
    addContainer(state, planned.hostId, placedContainer({ ...request, name: planned.name }, id))
    return [{ hostId: planned.hostId, id }]
  })
  const answer = ask()
  for (const { hostId, id } of placed) removeContainer(state, hostId, id)
  return answer
}

const heldIds = (service: string, count: number) => Array.from({ length: count }, (_, at) => `held ${service} ${at}`)

/** Every host: would it take all containers of the service, were it pinned there? */
export function hostVerdicts(
  state: PlacementState,
  plan: Plan,
  service: string,
  hostIds: readonly string[],
  strategy: StrategyName,
): Verdicts {
  const wanted = wantedOf(plan, service)
  if (!wanted) return new Map()
  const request = unpinned(wanted.request)
  const held = heldIds(service, wanted.count).map((id) => ({ id, hostId: null, request }))
  return amongPlanned(state, plan, service, () => verdictsFor(state, held, hostIds, { strategy }))
}

/**
 * All hosts with the label, `hostIds`, together: how many containers find a place, were the service bound to them. Of a global
 * one each host gets its own, and some are enough.
 */
export function groupVerdict(
  state: PlacementState,
  plan: Plan,
  service: string,
  pin: Pin,
  hostIds: readonly string[],
  strategy: StrategyName,
): Pick<Verdict, 'kind' | 'taken' | 'count'> {
  const wanted = wantedOf(plan, service)
  if (!wanted) return { kind: 'refused', taken: 0, count: 0 }
  const request = requestWith(wanted.request, pin)
  if (wanted.isGlobal) {
    const held = heldIds(service, 1).map((id) => ({ id, hostId: null, request }))
    const verdicts = amongPlanned(state, plan, service, () => verdictsFor(state, held, hostIds, { strategy }))
    const taken = [...verdicts.values()].filter(({ kind }) => kind === 'fits').length
    return { kind: taken > 0 ? 'fits' : 'refused', taken, count: hostIds.length }
  }
  const taken = amongPlanned(state, plan, service, () => {
    const laid: { hostId: string; id: string }[] = []
    for (const id of heldIds(service, wanted.count)) {
      const decision = schedule(state, request, { strategy })
      if (!decision.placed) break
      addContainer(state, decision.hostId, placedContainer(request, id))
      laid.push({ hostId: decision.hostId, id })
    }
    for (const { hostId, id } of laid) removeContainer(state, hostId, id)
    return laid.length
  })
  return { kind: taken === wanted.count ? 'fits' : 'refused', taken, count: wanted.count }
}
