// What one client has not been told yet, folded so that it cannot grow: of each thing only the newest state counts. A client
// too slow even for that is told to read everything again instead. Pure.
import type { LiveEvent } from '@/lib/contract/events'

type Of<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>
type Upsert<T> = { upsert: T } | { removed: true }

const mostEntries = 5_000
const mostActivities = 200
/** Containers in one message: large enough to be cheap, small enough to be sent while others wait. */
const chunkSize = 250

export type LiveBacklog = {
  add(event: LiveEvent): void
  /** Everything waiting, in an order that makes sense; the backlog is empty afterwards. */
  drain(): LiveEvent[]
  isEmpty(): boolean
}

const chunked = <T>(items: T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) =>
    items.slice(index * chunkSize, (index + 1) * chunkSize),
  )

const split = <T>(changes: Map<string, Upsert<T>>) => {
  const upserts: T[] = []
  const removed: string[] = []
  for (const [id, change] of changes) {
    if ('upsert' in change) upserts.push(change.upsert)
    else removed.push(id)
  }
  return { upserts, removed }
}

export const createLiveBacklog = (hello: () => LiveEvent): LiveBacklog => {
  const hosts = new Map<string, Upsert<Of<'hosts'>['upserts'][number]>>()
  const containers = new Map<string, Upsert<Of<'containers'>['upserts'][number]>>()
  const stacks = new Map<string, Of<'stack'> | Of<'stack-removed'>>()
  const deployments = new Map<string, Of<'deployment'>>()
  const moves = new Map<string, Of<'move'>>()
  const changed = new Set<Of<'changed'>['what'][number]>()
  const activities: Of<'activity'>[] = []
  let revision = 0
  let heartbeat: LiveEvent | null = null
  let isOverflown = false

  const clear = () => {
    for (const each of [hosts, containers, stacks, deployments, moves, changed]) each.clear()
    activities.length = 0
    heartbeat = null
  }
  const operationCount = () => [...deployments.values()].reduce((sum, { operations }) => sum + operations.length, 0)
  const stepCount = () => [...moves.values()].reduce((sum, { move }) => sum + move.steps.length, 0)
  const size = () => hosts.size + containers.size + stacks.size + operationCount() + stepCount()

  const addDeployment = (event: Of<'deployment'>) => {
    const operations = new Map(deployments.get(event.id)?.operations.map((each) => [each.id, each]))
    for (const each of event.operations) operations.set(each.id, each)
    deployments.set(event.id, { ...event, operations: [...operations.values()] })
  }

  const fold = (event: LiveEvent) => {
    switch (event.type) {
      case 'hosts':
      case 'containers': {
        const changes: Map<string, Upsert<unknown>> = event.type === 'hosts' ? hosts : containers
        for (const each of event.upserts) changes.set(each.id, { upsert: each })
        for (const id of event.removed) changes.set(id, { removed: true })
        if (event.type === 'containers') revision = event.revision
        return
      }
      case 'changed':
        for (const what of event.what) changed.add(what)
        return
      case 'stack':
        return void stacks.set(event.stack.name, event)
      case 'stack-removed':
        return void stacks.set(event.name, event)
      case 'deployment':
        return addDeployment(event)
      case 'move':
        return void moves.set(event.move.id, event)
      case 'activity':
        activities.push(event)
        if (activities.length > mostActivities) isOverflown = true
        return
      case 'heartbeat':
        heartbeat = event
        return
      case 'hello':
        isOverflown = true
    }
  }

  return {
    add: (event) => {
      if (isOverflown) return
      fold(event)
      if (!isOverflown && size() > mostEntries) isOverflown = true
      if (isOverflown) clear()
    },
    isEmpty: () =>
      !isOverflown &&
      size() + deployments.size + moves.size + changed.size + activities.length === 0 &&
      heartbeat === null,
    drain: () => {
      if (isOverflown) {
        isOverflown = false
        return [hello()]
      }
      const events: LiveEvent[] = []
      if (hosts.size > 0) events.push({ type: 'hosts', ...split(hosts) })
      const { upserts, removed } = split(containers)
      if (removed.length > 0) events.push({ type: 'containers', upserts: [], removed, revision })
      for (const chunk of chunked(upserts)) events.push({ type: 'containers', upserts: chunk, removed: [], revision })
      if (changed.size > 0) events.push({ type: 'changed', what: [...changed] })
      events.push(...stacks.values(), ...deployments.values(), ...moves.values(), ...activities)
      if (heartbeat !== null) events.push(heartbeat)
      clear()
      return events
    },
  }
}
