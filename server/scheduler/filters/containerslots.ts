// The label containerslots bounds how many containers a host takes, stopped ones included.
import type { Filter } from '../filter'
import { hasSlot, keepOnly } from '../host-set'

const always = [undefined]

export const containerslots: Filter<undefined> = {
  name: 'containerslots',
  questions: () => always,
  narrow: (state, _, among) => keepOnly(among, state.withFreeSlots),
  passes: (state, _, { slot }) => hasSlot(state.withFreeSlots, slot),
  condition: () => 'available container slots',
  wants: () => 'a free slot',
  actual: (_state, _question, { containers, slotLimit }) =>
    slotLimit === null ? 'no limit' : `${containers.size} of ${slotLimit} used`,
  fix: (_state, _question, { host, containers }) => ({
    kind: 'raise-limit',
    text: `Raise label containerslots of ${host.name} to ${containers.size + 1}`,
  }),
  isIdle: (state) => state.records.every((record) => !record || record.slotLimit === null),
}
