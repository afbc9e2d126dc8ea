// Why a container goes where it goes: every host against every rule with the values found, whether or not an earlier
// rule had ruled the host out already.
import type { Explanation, HostVerdict, Rule } from '@/lib/contract/placements'
import { capacityOf, findCandidates, type Refusal, type Search, searchFor } from './candidates'
import { bestHost, scoreOf } from './choice'
import { isExpressionError } from './expression'
import type { Filter } from './filter'
import { filters } from './filters/registry'
import { type HostRecord, type PlacementState, recordAt, recordOf, recordsByName } from './state'
import { summaryOf } from './summary'
import type { PlacementOptions, PlacementRequest } from './types'

/** A rule together with the way to ask a host about it. */
interface Asked {
  rule: Rule
  verdictOn(record: HostRecord): { ok: boolean; actual: string }
  fixFor(record: HostRecord): HostVerdict['fix']
}

export function explain(state: PlacementState, request: PlacementRequest, options: PlacementOptions = {}): Explanation {
  const search = searchFor(state, request, options)
  const found = findCandidates(search)
  const chosen = found.refusal ? null : recordAt(state, bestHost(search, found.hosts, options.random))
  const softRulesDropped = found.refusal === null && found.softRulesDropped
  const softRulesCount = found.refusal === null && !found.softRulesDropped
  const asked = rulesOf(search)
  const hosts = recordsByName(state).map((record) => verdictOf(search, asked, record, chosen, softRulesCount))
  return {
    strategy: search.strategy.name,
    rules: asked.map(({ rule }) => rule),
    hosts,
    chosenHostId: chosen?.host.id ?? null,
    softRulesDropped,
    summary: summaryOf(
      search,
      asked.map(({ rule }) => rule),
      hosts,
      softRulesDropped,
      brokenRule(search, found.refusal),
    ),
    error: found.refusal?.error ?? null,
  }
}

/** A request that is asked of one host after the other while the state changes in between. */
export interface Inquiry {
  rules: readonly Rule[]
  /** Undefined: there is no such host. Soft rules refuse nothing: a person chooses. */
  verdictOn(hostId: string): HostVerdict | undefined
  /** Whether it is eligible, without the words. */
  isTakenBy(hostId: string): boolean
}

/**
 * Reads the request now and once. The state may change afterwards: what a rule says of a host is looked up when asked. A
 * volume that only comes to be afterwards binds nothing.
 */
export function inquire(state: PlacementState, request: PlacementRequest, options: PlacementOptions = {}): Inquiry {
  const search = searchFor(state, request, options)
  const asked = rulesOf(search)
  const tests = testsOf(search)
  return {
    rules: asked.map(({ rule }) => rule),
    verdictOn: (hostId) => {
      const record = recordOf(state, hostId)
      return record && verdictOf(search, asked, record, null, false)
    },
    isTakenBy: (hostId) => {
      const record = recordOf(state, hostId)
      return record !== undefined && tests.every((passes) => passes(record))
    },
  }
}

/** Every rule that may refuse, without its words. */
function testsOf(search: Search): ((record: HostRecord) => boolean)[] {
  const { state } = search
  const testFor =
    <Question>(filter: Filter<Question>, question: Question) =>
    (record: HostRecord) =>
      filter.passes(state, question, record)
  const rules = search.filterNames.flatMap((name) => {
    const filter: Filter<unknown> = filters[name]
    const questions = filter.questions(search)
    if (isExpressionError(questions)) return [() => false]
    return questions
      .filter((question) => filter.isSoft?.(question) !== true)
      .map((question) => testFor(filter, question))
  })
  return [...capacityOf(search).map(({ filter, need }) => testFor(filter, need)), ...rules]
}

function verdictOf(
  search: Search,
  asked: readonly Asked[],
  record: HostRecord,
  chosen: HostRecord | null,
  softRulesCount: boolean,
): HostVerdict {
  const cells = asked.map(({ verdictOn }) => verdictOn(record))
  const failing = asked.filter(({ rule }, index) => cells[index]?.ok === false && (softRulesCount || !rule.soft))
  const eligible = failing.length === 0
  return {
    hostId: record.host.id,
    hostName: record.host.name,
    cells,
    eligible,
    score: eligible ? scoreOf(search, record.slot) : null,
    containers: record.containers.size,
    chosen: record === chosen,
    fix: failing.length === 1 ? (failing[0]?.fixFor(record) ?? null) : null,
  }
}

/** Capacity is shown next to the host's own state, before what is asked of its contents. */
const shownBeforeCapacity = new Set(['health', 'availability', 'platform'])

function rulesOf(search: Search): Asked[] {
  const asked = search.filterNames.flatMap((name) => askedBy(search, filters[name]))
  const capacity = capacityOf(search).map(({ filter, need }) => askedFor(search.state, filter, need, 0))
  const first = asked.filter(({ rule }) => shownBeforeCapacity.has(rule.filter))
  const last = asked.filter(({ rule }) => !shownBeforeCapacity.has(rule.filter))
  return [...first, ...capacity, ...last]
}

function askedBy(search: Search, filter: Filter<unknown>): Asked[] {
  const questions = filter.questions(search)
  if (isExpressionError(questions)) return [askedInVain(filter.name, questions.source, questions.error)]
  if (filter.isIdle?.(search.state)) return []
  return questions.map((question, index) => askedFor(search.state, filter, question, index))
}

const askedFor = <Question>(
  state: PlacementState,
  filter: Filter<Question>,
  question: Question,
  index: number,
): Asked => ({
  rule: {
    id: `${filter.name}:${index}`,
    filter: filter.name,
    wants: filter.wants(question, state),
    soft: filter.isSoft?.(question) === true,
  },
  verdictOn: (record) => ({
    ok: filter.passes(state, question, record),
    actual: filter.actual(state, question, record),
  }),
  fixFor: (record) => filter.fix(state, question, record),
})

/** An expression that cannot be read is met by no host. */
const askedInVain = (filter: string, source: string, error: string): Asked => ({
  rule: { id: `${filter}:0`, filter, wants: source, soft: false },
  verdictOn: () => ({ ok: false, actual: error }),
  fixFor: () => ({ kind: 'other', text: `Correct the ${filter} expression '${source}'` }),
})

/** The words for a request that is wrong in itself, whatever the hosts are. */
function brokenRule(search: Search, refusal: Refusal | null): string | null {
  if (refusal === null) return null
  for (const name of search.filterNames) {
    const questions = filters[name].questions(search)
    if (isExpressionError(questions))
      return `The ${name} expression '${questions.source}' cannot be read: ${questions.error}.`
  }
  return null
}
