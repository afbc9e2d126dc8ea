// Hosts in the order in which a decision without reservations prefers them, kept while containers come and go, so that
// such a decision (most are) looks at a handful of hosts instead of all.
import { type HostOrder, type HostRecord, type PlacementState, type Preference, recordsByName } from './state'

// 7 bits of health, 20 of containers and 20 of position fit into the 53 of a double.
const steps = 2 ** 20
const blockSize = 32

const fewestKey = (health: number, containers: number, position: number) =>
  ((100 - health) * steps + containers) * steps + position

const mostKey = (health: number, containers: number, position: number) =>
  ((100 - health) * steps + (steps - 1 - containers)) * steps + position

const emptyPreference = (capacity: number): Preference => ({
  keys: new Float64Array(capacity).fill(Number.POSITIVE_INFINITY),
  least: new Float64Array((capacity + blockSize - 1) >>> 5).fill(Number.POSITIVE_INFINITY),
})

function setKey({ keys, least }: Preference, slot: number, key: number) {
  const block = slot >>> 5
  const before = keys[slot] as number
  keys[slot] = key
  if (key <= (least[block] as number)) least[block] = key
  else if (before === least[block]) {
    const end = Math.min(keys.length, (block + 1) * blockSize)
    let now = key
    for (let i = block * blockSize; i < end; i++) if ((keys[i] as number) < now) now = keys[i] as number
    least[block] = now
  }
}

/** To be called whenever the number of containers of a host changed. */
export function reorder(state: PlacementState, { slot }: HostRecord) {
  if (state.order) setKeys(state, state.order, slot)
}

function setKeys(state: PlacementState, { position, fewestFirst, mostFirst }: HostOrder, slot: number) {
  const health = state.health[slot] as number
  const containers = state.containerCount[slot] as number
  const at = position[slot] as number
  setKey(fewestFirst, slot, fewestKey(health, containers, at))
  setKey(mostFirst, slot, mostKey(health, containers, at))
}

/** Built when a decision first needs it after a host came, changed or went. */
export function hostOrder(state: PlacementState): HostOrder {
  if (state.order) return state.order
  const order: HostOrder = {
    position: new Int32Array(state.capacity),
    fewestFirst: emptyPreference(state.capacity),
    mostFirst: emptyPreference(state.capacity),
  }
  recordsByName(state).forEach(({ slot }, position) => {
    order.position[slot] = position
    setKeys(state, order, slot)
  })
  state.order = order
  return order
}

/** The most preferred of some hosts. Blocks that cannot hold a better one are passed over. */
export function mostPreferred({ keys, least }: Preference, hosts: Uint32Array): number {
  let best = -1
  let bestKey = Number.POSITIVE_INFINITY
  for (let i = 0; i < hosts.length; i++) {
    let word = hosts[i] as number
    if (word === 0 || (least[i] as number) >= bestKey) continue
    while (word !== 0) {
      const slot = (i << 5) + 31 - Math.clz32(word & -word)
      word &= word - 1
      if ((keys[slot] as number) < bestKey) {
        best = slot
        bestKey = keys[slot] as number
      }
    }
  }
  return best
}
