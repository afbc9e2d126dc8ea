// A local volume is on the host where it was made, with its data: a container that mounts it has to follow.
// A volume that does not exist yet can be made anywhere.
import type { Filter } from '../filter'
import { hasSlot, isEmptySet, keepIf, slotsOf } from '../host-set'
import { type HostRecord, type PlacementState, recordAt } from '../state'
import { addWatch, findWatch, hostMask } from '../watches'

const existing = (state: PlacementState, volume: string) =>
  hostMask(state, `volume ${volume}`, ({ volumes }) => volumes?.includes(volume) === true)

// Planned containers bring their volumes along before any engine has them.
const mounted = (state: PlacementState, volume: string) => {
  const key = `volume ${volume}`
  const watch = findWatch(state, key)
  return (watch ?? addWatch(state, key, ({ volumes }) => (volumes?.includes(volume) ? 1 : 0))).present
}

const isOn = (state: PlacementState, volume: string, { slot }: HostRecord) =>
  hasSlot(existing(state, volume), slot) || hasSlot(mounted(state, volume), slot)

const hostsWith = (state: PlacementState, volume: string) => {
  const slots = new Set([...slotsOf(existing(state, volume)), ...slotsOf(mounted(state, volume))])
  return [...slots].map((slot) => recordAt(state, slot).host.name).sort()
}

export const volume: Filter<string> = {
  name: 'volume',
  questions({ state, request }) {
    const asked = request.volumes ?? []
    return asked.filter((it) => !isEmptySet(existing(state, it)) || !isEmptySet(mounted(state, it)))
  },
  narrow: (state, asked, among) =>
    keepIf(among, (slot) => hasSlot(existing(state, asked), slot) || hasSlot(mounted(state, asked), slot)),
  passes: isOn,
  condition: (asked) => `volume==${asked}`,
  wants: (asked) => `volume ${asked}`,
  actual: (state, asked, record) => (isOn(state, asked, record) ? 'here' : `on ${hostsWith(state, asked).join(', ')}`),
  fix: (_state, asked, { host }) => ({ kind: 'other', text: `Move volume ${asked} to ${host.name}` }),
}
