// Questions that decisions ask again and again (who has port 80, which hosts run app=web) are answered once for the
// whole cluster and then kept in step with every change, instead of walking all containers at each decision.
import { addSlot, emptySet, type HostSet, putSlot } from './host-set'
import type { HostRecord, Mask, PlacementState, Watch } from './state'
import type { PlacementContainer, PlacementHost } from './types'

// Every container that comes or goes is shown to each watch, so their number bounds that cost.
const mostWatches = 100
const mostMasks = 400

function dropOldest(kept: Map<string, { usedAt: number }>, most: number) {
  if (kept.size < most) return
  let oldest: string | undefined
  let oldestUse = Number.POSITIVE_INFINITY
  for (const [key, { usedAt }] of kept) {
    if (usedAt < oldestUse) {
      oldest = key
      oldestUse = usedAt
    }
  }
  if (oldest !== undefined) kept.delete(oldest)
}

export function findWatch(state: PlacementState, key: string): Watch | undefined {
  const watch = state.watches.get(key)
  if (watch) watch.usedAt = ++state.uses
  return watch
}

const countAll = (record: HostRecord, countIn: Watch['countIn']) => {
  let count = 0
  for (const container of record.containers.values()) count += countIn(container, record)
  return count
}

/** `seed` may know a host's first count without looking at each of its containers. */
export function addWatch(
  state: PlacementState,
  key: string,
  countIn: Watch['countIn'],
  seed: (record: HostRecord) => number = (record) => countAll(record, countIn),
): Watch {
  dropOldest(state.watches, mostWatches)
  const watch: Watch = {
    countIn,
    counts: new Int32Array(state.capacity),
    present: emptySet(state.capacity),
    usedAt: ++state.uses,
  }
  for (const record of state.records) {
    if (!record) continue
    const count = seed(record)
    watch.counts[record.slot] = count
    if (count > 0) addSlot(watch.present, record.slot)
  }
  state.watches.set(key, watch)
  return watch
}

export function shiftWatches(
  state: PlacementState,
  record: HostRecord,
  container: PlacementContainer,
  direction: 1 | -1,
) {
  for (const watch of state.watches.values()) {
    const count = watch.countIn(container, record)
    if (count === 0) continue
    const now = (watch.counts[record.slot] as number) + direction * count
    watch.counts[record.slot] = now
    putSlot(watch.present, record.slot, now > 0)
  }
}

export function clearWatches(state: PlacementState, slot: number) {
  for (const watch of state.watches.values()) {
    watch.counts[slot] = 0
    putSlot(watch.present, slot, false)
  }
  for (const mask of state.masks.values()) putSlot(mask.hosts, slot, false)
}

export function hostMask(state: PlacementState, key: string, passes: (host: PlacementHost) => boolean): HostSet {
  const known = state.masks.get(key)
  if (known) {
    known.usedAt = ++state.uses
    return known.hosts
  }
  dropOldest(state.masks, mostMasks)
  const mask: Mask = { passes, hosts: emptySet(state.capacity), usedAt: ++state.uses }
  for (const record of state.records) if (record && passes(record.host)) addSlot(mask.hosts, record.slot)
  state.masks.set(key, mask)
  return mask.hosts
}

export function updateMasks(state: PlacementState, record: HostRecord) {
  for (const mask of state.masks.values()) putSlot(mask.hosts, record.slot, mask.passes(record.host))
}
