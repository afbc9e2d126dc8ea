// A container that a person pinned to one host.
import type { Filter } from '../filter'
import type { PlacementState } from '../state'
import type { PlacementHost } from '../types'

const isMeant = (asked: string, { id, name, aliases }: PlacementHost) =>
  asked === id || asked === name || aliases?.includes(asked) === true

/** People know hosts by name; moves ask for them by id. */
const nameOf = ({ slots, records }: PlacementState, asked: string) =>
  records[slots.get(asked) ?? -1]?.host.name ?? asked

export const host: Filter<string> = {
  name: 'host',
  questions: ({ request }) => (request.host ? [request.host] : []),
  passes: (_state, asked, record) => isMeant(asked, record.host),
  condition: (asked) => `host==${asked}`,
  wants: (asked, state) => `only ${nameOf(state, asked)}`,
  actual: (_state, _asked, record) => record.host.name,
  fix: (state, asked) => ({ kind: 'drop-rule', text: `Unpin it from ${nameOf(state, asked)}` }),
}
