// The decision itself, without its reasons (those are `explain`'s) and without ranking the losers (that is `rank`'s).
import { findCandidates, searchFor } from './candidates'
import { bestHost, rankHosts, scoreOf } from './choice'
import { type PlacementState, recordAt } from './state'
import type { Decision, PlacementOptions, PlacementRequest, Ranking } from './types'

export function schedule(state: PlacementState, request: PlacementRequest, options: PlacementOptions = {}): Decision {
  const search = searchFor(state, request, options)
  const found = findCandidates(search)
  if (found.refusal) return found.refusal
  const slot = bestHost(search, found.hosts, options.random)
  return { placed: true, hostId: recordAt(state, slot).host.id, softRulesDropped: found.softRulesDropped }
}

export function rank(state: PlacementState, request: PlacementRequest, options: PlacementOptions = {}): Ranking {
  const search = searchFor(state, request, options)
  const found = findCandidates(search)
  if (found.refusal) return found.refusal
  return {
    placed: true,
    softRulesDropped: found.softRulesDropped,
    groups: rankHosts(search, found.hosts).map((group) =>
      group.map((slot) => ({ hostId: recordAt(state, slot).host.id, score: scoreOf(search, slot) })),
    ),
  }
}
