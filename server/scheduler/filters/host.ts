// A container that a person pinned to one host.
import type { Filter } from '../filter'
import type { PlacementHost } from '../types'

const isMeant = (asked: string, { id, name, aliases }: PlacementHost) =>
  asked === id || asked === name || aliases?.includes(asked) === true

export const host: Filter<string> = {
  name: 'host',
  questions: ({ request }) => (request.host ? [request.host] : []),
  passes: (_state, asked, record) => isMeant(asked, record.host),
  condition: (asked) => `host==${asked}`,
  wants: (asked) => `only ${asked}`,
  actual: (_state, _asked, record) => record.host.name,
  fix: (_state, asked) => ({ kind: 'drop-rule', text: `Unpin it from ${asked}` }),
}
