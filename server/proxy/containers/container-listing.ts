// All containers in the order of `docker ps`, each with its JSON written once: what a list of thirty thousand costs is putting
// texts together. Which ones changed is told by the cluster; what they are now is read from it when a list is asked for.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { type WrittenSummary, writeSummary } from './container-summary'

export type Listed = {
  readonly container: Container
  readonly createdMs: number
  /** As for a host at this address. */
  written: (WrittenSummary & { ip: string }) | null
}

export type ContainerListing = {
  /** As of now. */
  newestFirst(): readonly Listed[]
  stop(): void
}

/** More changes than these are read with all the others. */
const mostChanges = 5_000
/** Of a list that nobody asks for nothing is kept. */
const idleMs = 300_000

const newerFirst = (one: Listed, other: Listed): number =>
  other.createdMs - one.createdMs || (one.container.id < other.container.id ? -1 : 1)

const listed = (container: Container): Listed => ({
  container,
  createdMs: Date.parse(container.createdAt),
  written: null,
})

/** Containers of the index are replaced, never changed: what was written of one holds as long as it is there. */
export const writtenOf = (each: Listed, ip: string): WrittenSummary => {
  if (each.written?.ip !== ip) each.written = { ip, ...writeSummary(each.container, ip) }
  return each.written
}

export function createContainerListing(cluster: Pick<Cluster, 'container' | 'containersOf' | 'tap'>): ContainerListing {
  let order: Listed[] | null = null
  const changed = new Set<string>()
  let idle: NodeJS.Timeout | undefined
  const forget = () => {
    order = null
    changed.clear()
  }
  const note = (id: string) => {
    if (order === null) return
    changed.add(id)
    if (changed.size > mostChanges) forget()
  }
  const untap = cluster.tap({
    containers(upserted, removed) {
      for (const { id } of upserted) note(id)
      for (const id of removed) note(id)
    },
  })

  const catchUp = (before: Listed[]): Listed[] => {
    if (changed.size === 0) return before
    const now = before.filter(({ container }) => !changed.has(container.id))
    for (const id of changed) {
      const container = cluster.container(id)
      if (container?.id === id) now.push(listed(container))
    }
    changed.clear()
    // What was in order already takes no time.
    return now.sort(newerFirst)
  }

  return {
    newestFirst() {
      if (idle) idle.refresh()
      else idle = setTimeout(forget, idleMs).unref()
      order = order === null ? cluster.containersOf({}).map(listed).sort(newerFirst) : catchUp(order)
      return order
    },
    stop() {
      clearTimeout(idle)
      untap()
    },
  }
}
