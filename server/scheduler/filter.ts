// What every filter is: it says what a request asks (its questions) and answers each question for a host, quickly for
// a whole set when deciding and in words when explaining. Filters hold no state of their own.
import type { Fix } from '@/lib/contract/placements'
import type { ClassicExpressions } from './classic-expressions'
import type { ExpressionError } from './expression'
import { type HostSet, keepIf } from './host-set'
import { type HostRecord, type PlacementState, recordAt } from './state'
import type { PlacementRequest } from './types'

export interface Asking {
  state: PlacementState
  request: PlacementRequest
  expressions: ClassicExpressions
  /** A host port is one whatever its protocol. */
  anyProtocol: boolean
}

export interface Filter<Question> {
  name: string
  /** None when the request has no use for this filter. */
  questions(asking: Asking): readonly Question[] | ExpressionError
  passes(state: PlacementState, question: Question, record: HostRecord): boolean
  /** `passes` for a whole set at once. */
  narrow?(state: PlacementState, question: Question, among: HostSet): void
  isSoft?(question: Question): boolean
  /** The question's part of classic Swarm's failure text; null when it has none. */
  condition(question: Question): string | null
  /** Said instead of the list of conditions when this filter leaves no host. */
  nobodyLeft?: string
  wants(question: Question, state: PlacementState): string
  /** The value found on a host, also when it passes. */
  actual(state: PlacementState, question: Question, record: HostRecord): string
  /** The one change that makes a failing host pass, when there is one. */
  fix(state: PlacementState, question: Question, record: HostRecord): Fix | null
  /** Left out of an explanation because no host could ever fail it here. */
  isIdle?(state: PlacementState): boolean
}

export function narrowBy<Question>(
  filter: Filter<Question>,
  state: PlacementState,
  question: Question,
  among: HostSet,
) {
  if (filter.narrow) filter.narrow(state, question, among)
  else keepIf(among, (slot) => filter.passes(state, question, recordAt(state, slot)))
}

export const listed = (names: readonly string[], most = 3) =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
