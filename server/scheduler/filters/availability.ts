// What an operator decided about a host: paused and draining ones take nothing new.
import type { Filter } from '../filter'
import { hasSlot, keepOnly } from '../host-set'

const always = [undefined]
const words = { active: 'active', paused: 'paused', drain: 'draining' } as const

export const availability: Filter<undefined> = {
  name: 'availability',
  questions: () => always,
  narrow: (state, _, among) => keepOnly(among, state.active),
  passes: (state, _, { slot }) => hasSlot(state.active, slot),
  // Classic Swarm knows no such thing, and its text must not change while every host is active.
  condition: () => null,
  nobodyLeft: 'No active node available in the cluster',
  wants: () => 'active',
  actual: (_state, _question, { host }) => words[host.availability ?? 'active'],
  fix: (_state, _question, { host }) => ({ kind: 'activate-host', text: `Set ${host.name} to active` }),
}
