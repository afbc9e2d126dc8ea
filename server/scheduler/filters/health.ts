// Only hosts that answer take containers.
import type { Filter } from '../filter'
import { hasSlot, keepOnly } from '../host-set'

const always = [undefined]

export const health: Filter<undefined> = {
  name: 'health',
  questions: () => always,
  narrow: (state, _, among) => keepOnly(among, state.healthy),
  passes: (state, _, { slot }) => hasSlot(state.healthy, slot),
  condition: () => null,
  nobodyLeft: 'No healthy node available in the cluster',
  wants: () => 'answers',
  actual(_state, _question, { host }) {
    if (host.health >= 100) return 'healthy'
    if (host.health > 0) return `failing, ${host.health} % healthy`
    return host.healthReason ?? 'does not answer'
  },
  fix: (_state, _question, { host }) => ({ kind: 'other', text: `Make ${host.name} answer again` }),
}
