// Pure: what a live event makes of a cached value. The same object comes back when nothing changed, so that nothing renders.
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Page } from '@/lib/contract/common'
import type { Container, ContainerDetail } from '@/lib/contract/containers'
import type { Deployment } from '@/lib/contract/deployments'
import type { LiveEvent } from '@/lib/contract/events'
import type { Move } from '@/lib/contract/moves'
import type { Overview } from '@/lib/contract/overview'
import type { Stack } from '@/lib/contract/stacks'

type EventOf<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>
type ContainersEvent = EventOf<'containers'>
type DeploymentEvent = EventOf<'deployment'>

/** Replaces items in place, keeps their order, adds the new ones at the end. */
export function upsert<T>(list: T[], upserts: T[], removed: string[], idOf: (item: T) => string): T[] {
  if (upserts.length === 0 && removed.length === 0) return list
  const gone = new Set(removed)
  const news = new Map(upserts.map((item) => [idOf(item), item]))
  const kept: T[] = []
  for (const item of list) {
    const id = idOf(item)
    if (gone.has(id)) continue
    kept.push(news.get(id) ?? item)
    news.delete(id)
  }
  return [...kept, ...news.values()]
}

export const foldHosts = <T extends { id: string }>(hosts: T[], event: { upserts: T[]; removed: string[] }): T[] =>
  upsert(hosts, event.upserts, event.removed, (host) => host.id)

export type PageFold = {
  page: Page<Container> /** The window may now hold other rows: read it again. */
  stale: boolean
}

/**
 * A window is changed only where it already shows a container: whether a new one belongs into it is for the server to say.
 * Events that the page was read after are dropped.
 */
export function foldContainerPage(page: Page<Container>, event: ContainersEvent): PageFold {
  if (event.revision <= page.revision) return { page, stale: false }
  const news = new Map(event.upserts.map((container) => [container.id, container]))
  const gone = new Set(event.removed)
  let touched = false
  const items = page.items.map((item) => {
    const next = news.get(item.id)
    if (next) touched = true
    return next ?? item
  })
  const stale = event.upserts.length > 0 || items.some((item) => gone.has(item.id)) || gone.size > 0
  return { page: touched ? { ...page, items } : page, stale }
}

export function foldContainerDetail(detail: ContainerDetail, event: ContainersEvent): ContainerDetail {
  const next = event.upserts.find((container) => container.id === detail.container.id)
  return next ? { ...detail, container: next } : detail
}

export function foldOverview(overview: Overview, event: EventOf<'hosts'> | DeploymentEvent): Overview {
  if (event.type === 'hosts') return { ...overview, hosts: foldHosts(overview.hosts, event) }
  const running = overview.running.map((deployment) =>
    deployment.id === event.id ? foldDeployment(deployment, event) : deployment,
  )
  return { ...overview, running }
}

const deploymentStates = new Set(['running', 'succeeded', 'failed', 'cancelling', 'cancelled'])

export function foldDeployment(deployment: Deployment, event: DeploymentEvent): Deployment {
  if (deployment.id !== event.id) return deployment
  const state = deploymentStates.has(event.state) ? (event.state as Deployment['state']) : deployment.state
  return {
    ...deployment,
    state,
    error: event.error,
    operations: upsert(deployment.operations, event.operations, [], (operation) => operation.id),
  }
}

export const foldStacks = (stacks: Stack[], event: EventOf<'stack'> | EventOf<'stack-removed'>): Stack[] =>
  event.type === 'stack'
    ? upsert(stacks, [event.stack], [], (stack) => stack.name)
    : upsert(stacks, [], [event.name], (stack) => stack.name)

const keptMoves = 200

/** Newest first. */
export const foldMoves = (moves: Move[], move: Move): Move[] =>
  moves.some(({ id }) => id === move.id)
    ? moves.map((known) => (known.id === move.id ? move : known))
    : [move, ...moves].slice(0, keptMoves)

const keptEntries = 500

/** Newest first; an entry that ends replaces the one that said it runs. */
export function foldActivity(entries: ActivityEntry[], entry: ActivityEntry): ActivityEntry[] {
  const at = entries.findIndex((known) => known.id === entry.id)
  if (at >= 0) return entries.with(at, entry)
  return [entry, ...entries].slice(0, keptEntries)
}
