// Which hosts may take the container: all filters in order, with the soft expressions at first and, when that leaves
// nobody, without any of them, as classic Swarm does it.
import type { StrategyName } from '@/lib/contract/placements'
import { type ClassicExpressions, classicExpressions, classicKinds } from './classic-expressions'
import { isExpressionError } from './expression'
import { type Asking, type Filter, narrowBy } from './filter'
import { capacityQuestions, type Need } from './filters/capacity'
import { filters } from './filters/registry'
import { type HostSet, isEmptySet } from './host-set'
import type { PlacementState } from './state'
import { strategies } from './strategies/registry'
import type { Strategy } from './strategies/strategy'
import { type Decision, type FilterName, filterNames, type PlacementOptions, type PlacementRequest } from './types'

export interface Search extends Asking {
  strategy: Strategy
  filterNames: readonly FilterName[]
  /** Null: capacity is not looked at. */
  capacity: 'exact' | 'wholePercent' | null
}

export type Refusal = Extract<Decision, { placed: false }>
/** `hosts` is the state's scratch set: read it before the next decision. */
type Candidates = { hosts: HostSet; softRulesDropped: boolean; refusal: null } | { refusal: Refusal }

export function searchFor(state: PlacementState, request: PlacementRequest, options: PlacementOptions): Search {
  const name: StrategyName = request.strategy ?? options.strategy ?? 'spread'
  const classic = options.capacity === 'classic'
  return {
    state,
    request,
    expressions: classicExpressions(request.env, request.labels),
    anyProtocol: options.ports === 'classic',
    strategy: strategies[name],
    filterNames: options.filters ?? filterNames,
    capacity: classic ? (name === 'random' ? null : 'wholePercent') : 'exact',
  }
}

export const capacityOf = ({ request, capacity }: Search) =>
  capacity === null ? [] : capacityQuestions(request, capacity === 'wholePercent')

const hasSoft = (expressions: ClassicExpressions) =>
  classicKinds.some((kind) => {
    const asked = expressions[kind]
    return !isExpressionError(asked) && asked.some(({ soft }) => soft)
  })

export function findCandidates(search: Search): Candidates {
  const strict = narrowAll(search, false)
  if (strict.refusal === null || !hasSoft(search.expressions)) return strict
  return narrowAll(search, true)
}

function narrowAll(search: Search, softRulesDropped: boolean): Candidates {
  const { state } = search
  const hosts = state.scratch
  hosts.set(state.all)
  for (const name of search.filterNames) {
    const filter = filters[name]
    const questions = filter.questions(search)
    if (isExpressionError(questions)) return { refusal: refuse(search, name) }
    let asked = false
    for (const question of questions) {
      if (softRulesDropped && filter.isSoft?.(question)) continue
      narrowBy(filter, state, question, hosts)
      asked = true
    }
    if (asked && isEmptySet(hosts)) return { refusal: refuse(search, name) }
  }
  if (isEmptySet(hosts))
    return { refusal: { placed: false, error: 'No nodes available in the cluster', filter: 'cluster' } }
  for (const { filter, need } of capacityOf(search)) {
    narrowBy(filter, state, need, hosts)
    if (isEmptySet(hosts)) return { refusal: { placed: false, error: nobodyLeftBy(filter), filter: 'resources' } }
  }
  return { hosts, softRulesDropped, refusal: null }
}

const nobodyLeftBy = ({ name, nobodyLeft }: Filter<Need>) => nobodyLeft ?? `No node passes ${name}`

function refuse(search: Search, failing: FilterName): Refusal {
  const { nobodyLeft } = filters[failing]
  return { placed: false, filter: failing, error: nobodyLeft ?? conditionsText(search, failing) }
}

/** Classic Swarm's words: what every filter up to the failing one asks, soft expressions included. */
function conditionsText(search: Search, failing: FilterName): string {
  let text = 'Unable to find a node that satisfies the following conditions '
  for (const name of search.filterNames) {
    const filter = filters[name]
    const questions = filter.questions(search)
    if (isExpressionError(questions)) text += `\nerror from ${name} filter: ${questions.error}`
    else {
      const conditions = questions.map((question) => filter.condition(question)).filter((it) => it !== null)
      if (conditions.length > 0) text += `\n[${conditions.join(' ')}]`
    }
    if (name === failing) break
  }
  return text
}
