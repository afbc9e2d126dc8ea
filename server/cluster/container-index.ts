// All containers of all hosts, ready to be filtered, sorted and cut in memory. The order by name is kept up to date bit by
// bit; every other order is that one, dealt out into buckets, so that no query sorts thirty thousand strings.
import type { ListQuery, Page } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import { badTokens, compileFilter, parseFilter } from '@/lib/filter'
import { type ContainerFacts, containerFacts, containerFields, containerFilterKeys } from '@/lib/filter-fields'
import { type ContainerOrder, isContainerOrder, naturalKey, orderOf } from './container-order'
import { createIdGroups } from './id-groups'
import { sharedText } from './shared-values'
import { sortByNumber, sortByText } from './stable-sort'

type Entry = {
  container: Container
  /** Kept once somebody filtered. */
  facts?: ContainerFacts | undefined
  /** By name, then host, then id: unique. */
  nameKey: string
  hostKey: string
  /** Sort keys, kept once they were asked for. */
  keys?: Partial<Record<ContainerOrder, string | number>> | undefined
}

const factsOf = (entry: Entry): ContainerFacts => {
  entry.facts ??= containerFacts(entry.container)
  return entry.facts
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const byOrder = (one: Entry, other: Entry): number =>
  byText(one.nameKey, other.nameKey) ||
  byText(one.hostKey, other.hostKey) ||
  byText(one.container.id, other.container.id)

/** Where it is in the order, or would be. */
function placeIn(sorted: readonly Entry[], entry: Entry): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (byOrder(sorted[middle] as Entry, entry) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** More changes than these are cheaper in one pass over all. */
const fewChanges = 100

function mergeSorted(one: Entry[], other: Entry[]): Entry[] {
  const merged: Entry[] = new Array(one.length + other.length)
  let left = 0
  let right = 0
  for (let at = 0; at < merged.length; at += 1) {
    const a = one[left]
    const b = other[right]
    if (a && (!b || byOrder(a, b) <= 0)) {
      merged[at] = a
      left += 1
    } else if (b) {
      merged[at] = b
      right += 1
    }
  }
  return merged
}

function sortEntries(entries: Entry[], sort: string | undefined): Entry[] {
  const keyOf = orderOf(sort)
  if (!keyOf || !isContainerOrder(sort)) return entries
  const keys = entries.map((entry) => {
    entry.keys ??= {}
    entry.keys[sort] ??= keyOf(entry.container)
    return entry.keys[sort]
  })
  return typeof keys[0] === 'number' ? sortByNumber(entries, keys as number[]) : sortByText(entries, keys as string[])
}

export function createContainerIndex() {
  const byId = new Map<string, Entry>()
  const byName = createIdGroups()
  const byStack = createIdGroups()
  const byHost = createIdGroups()
  let sorted: Entry[] = []
  const added = new Set<Entry>()
  const removed = new Set<Entry>()

  const group = (container: Container, act: 'add' | 'delete') => {
    byName[act](container.name, container.id)
    byHost[act](container.hostId, container.id)
    if (container.stack !== null) byStack[act](container.stack, container.id)
  }

  const takeOut = (entry: Entry) => {
    group(entry.container, 'delete')
    byId.delete(entry.container.id)
    if (!added.delete(entry)) removed.add(entry)
  }

  const tidy = () => {
    const isFew = removed.size + added.size <= fewChanges
    if (removed.size > 0) {
      if (isFew) for (const entry of removed) sorted.splice(placeIn(sorted, entry), 1)
      else sorted = sorted.filter((entry) => !removed.has(entry))
      removed.clear()
    }
    if (added.size > 0) {
      if (isFew) for (const entry of added) sorted.splice(placeIn(sorted, entry), 0, entry)
      else sorted = mergeSorted(sorted, [...added].sort(byOrder))
      added.clear()
    }
  }

  const containersIn = (ids: Iterable<string>): Container[] => {
    const found: Container[] = []
    for (const id of ids) {
      const entry = byId.get(id)
      if (entry) found.push(entry.container)
    }
    return found
  }

  return {
    /** Brings the order up to date; else the next query does. */
    tidy,
    upsert(container: Container) {
      const before = byId.get(container.id)
      const nameKey = naturalKey(container.name)
      const hostKey = sharedText(naturalKey(container.hostName))
      if (before?.nameKey === nameKey && before.hostKey === hostKey) {
        group(before.container, 'delete')
        before.container = container
        before.facts = undefined
        before.keys = undefined
      } else {
        if (before) takeOut(before)
        const entry: Entry = { container, facts: undefined, nameKey, hostKey, keys: undefined }
        byId.set(container.id, entry)
        added.add(entry)
      }
      group(container, 'add')
    },
    /** Only if it is still on that host: a container may have come up elsewhere under the same id. */
    remove(id: string, hostId: string) {
      const entry = byId.get(id)
      if (entry && entry.container.hostId === hostId) takeOut(entry)
    },
    all: (): Container[] => {
      tidy()
      return sorted.map((entry) => entry.container)
    },
    where({ hostId, stack }: { hostId?: string; stack?: string }): Container[] {
      if (stack !== undefined) {
        const members = containersIn(byStack.get(stack))
        return hostId === undefined ? members : members.filter((container) => container.hostId === hostId)
      }
      return hostId === undefined ? containersIn(byId.keys()) : containersIn(byHost.get(hostId))
    },
    has: (id: string): boolean => byId.has(id),
    find(ref: string): Container | undefined {
      const exact = byId.get(ref)
      if (exact) return exact.container
      const slash = ref.indexOf('/')
      if (slash > 0) {
        const [host, name] = [ref.slice(0, slash), ref.slice(slash + 1)]
        const there = containersIn(byName.get(name)).filter((one) => one.hostName === host || one.hostId === host)
        if (there.length > 0) return there.length === 1 ? there[0] : undefined
      }
      const named = containersIn(byName.get(ref.replace(/^\//, '')))
      if (named.length > 0) return named.length === 1 ? named[0] : undefined
      if (!/^[0-9a-f]+$/.test(ref)) return undefined
      const matching: Container[] = []
      for (const [id, entry] of byId) if (id.startsWith(ref)) matching.push(entry.container)
      return matching.length === 1 ? matching[0] : undefined
    },
    query(query: ListQuery, revision: number): Page<Container> & { badTokens: string[] } {
      tidy()
      const tokens = parseFilter(query.q, containerFilterKeys)
      const matches = compileFilter(tokens, containerFields)
      const matching = matches ? sorted.filter((entry) => matches(factsOf(entry))) : sorted
      const ordered = sortEntries(matching, query.sort)
      const { offset, limit } = query
      const total = ordered.length
      const window =
        query.direction === 'desc'
          ? ordered.slice(Math.max(0, total - offset - limit), Math.max(0, total - offset)).reverse()
          : ordered.slice(offset, offset + limit)
      return { items: window.map((entry) => entry.container), total, offset, revision, badTokens: badTokens(tokens) }
    },
  }
}
export type ContainerIndex = ReturnType<typeof createContainerIndex>
