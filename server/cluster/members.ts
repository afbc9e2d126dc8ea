// The hosts that take part: each a view, an engine and a link, wired to the index and to the subscribers.
import type { Container } from '@/lib/contract/containers'
import type { EventMessage } from '@/server/docker/api-types'
import { type OwnedEngine, openEngine } from '@/server/docker/engine'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { admit, notesOn } from './admission'
import type { Changes } from './changes'
import type { ContainerIndex } from './container-index'
import { initialHealth } from './health'
import { dropContainer, emptyView, forgetContainers, type HostView, hostNameOf, keepContainer } from './host-view'
import { createLink, type Link } from './link'
import type { ClusterTimes } from './options'
import { createPace } from './pace'
import { type HostFacts, withKnownCluster } from './read-info'
import { createReader } from './reader'
import { createRoster } from './roster'
import { createTurns } from './turns'
import type { HostStore, StoredHost } from './types'

export type Member = { view: HostView; engine: OwnedEngine; link: Link }
export type MembersOptions = {
  store: HostStore
  index: ContainerIndex
  changes: Changes
  times: ClusterTimes
  log: Log
}

export function createMembers({ store, index, changes, times, log }: MembersOptions) {
  const members = new Map<string, Member>()
  const roster = createRoster()
  const pace = createPace()
  const turns = createTurns()
  const views = () => [...members.values()].map((member) => member.view)
  /** Answers still come in for a host that was removed. */
  const isOpen = (view: HostView) => members.get(view.record.id)?.view === view

  /** A full disk or a locked database must not stop the watch over the hosts: the change holds until the next start. */
  const remember = (record: StoredHost) => {
    store.put(record).catch((error: unknown) => {
      log.error(
        { err: error, host: record.address },
        `what was learnt about a host could not be stored: ${messageOf(error)}`,
      )
    })
  }

  const put = (view: HostView, container: Container): void => {
    const seen = view.containers.get(container.id)
    keepContainer(view, { container, macs: seen?.macs ?? [] })
    index.upsert(container)
  }

  const markInventory = () => {
    changes.kind('networks')
    changes.kind('images')
    changes.kind('volumes')
  }

  /** What was last seen of a silent host is marked as such, and as live again once it answers. */
  const markKnown = (view: HostView) => {
    const known = view.health.state === 'healthy'
    const differing = [...view.containers.values()].filter(({ container }) => container.known !== known)
    if (differing.length === 0) return
    const updated = differing.map(({ container }) => ({ ...container, known }))
    for (const container of updated) put(view, container)
    changes.containers(updated, [])
  }

  const containersChanged = (view: HostView, upserted: Container[], removed: string[]) => {
    if (!isOpen(view)) return
    const isJoinOrLeave = removed.length > 0 || upserted.some(({ id }) => !index.has(id))
    for (const container of upserted) index.upsert(container)
    for (const id of removed) index.remove(id, view.record.id)
    changes.containers(upserted, removed)
    changes.host(view.record.id)
    if (isJoinOrLeave) markInventory()
    else changes.kind('networks')
  }

  /** Until its host tells of it again. */
  const drop = (view: HostView, containerId: string) => {
    if (dropContainer(view, containerId)) containersChanged(view, [], [containerId])
  }

  const renamed = (view: HostView) => {
    const hostName = hostNameOf(view.record)
    const updated = [...view.containers.values()].map(({ container }) => ({ ...container, hostName }))
    for (const container of updated) put(view, container)
    if (updated.length > 0) changes.containers(updated, [])
    changes.host(view.record.id)
    markInventory()
  }

  const forget = (view: HostView) => {
    const ids = [...view.containers.keys()]
    for (const id of ids) index.remove(id, view.record.id)
    forgetContainers(view)
    view.networks = []
    view.images = []
    view.volumes = []
    view.facts = null
    if (ids.length > 0) changes.containers([], ids)
    markInventory()
  }

  const factsRead = (view: HostView, read: HostFacts, skewMs: number | null) => {
    const facts = withKnownCluster(read, view.facts)
    if (!isOpen(view)) throw new AppError('host_unreachable', 'The host was removed while it was being read')
    const kept = admit(view, facts, roster)
    const { record } = view
    const isSwarmNews = JSON.stringify(view.facts?.engine.swarm) !== JSON.stringify(facts.engine.swarm)
    const isNews = isSwarmNews || JSON.stringify(view.facts) !== JSON.stringify(facts)
    if (isNews) view.facts = facts
    view.clockSkewMs = skewMs ?? view.clockSkewMs
    if (record.engineId !== kept.engineId || record.name !== kept.name) {
      roster.change(view, { ...record, ...kept })
      remember(view.record)
      if (record.name !== kept.name) renamed(view)
    }
    const notes = notesOn(view, facts, roster, times)
    const hasNewNotes = JSON.stringify(notes) !== JSON.stringify(view.notes)
    view.notes = notes
    if (isNews || hasNewNotes) changes.host(record.id)
    if (isSwarmNews) changes.kind('overlay')
  }

  const open = (record: StoredHost, delayMs: number): Member => {
    const view = emptyView(record, initialHealth(Date.now()))
    const engine = openEngine(record.address, {
      tls: record.tls ?? undefined,
      sshKey: record.sshKey ?? undefined,
      sshHostKey: record.sshHostKey ?? undefined,
      connectTimeoutMs: times.connectTimeoutMs,
      onAnswer: () => {
        view.lastSeenMs = Date.now()
      },
    })
    const reader = createReader(view, engine, times, {
      factsRead: (facts, skewMs) => factsRead(view, facts, skewMs),
      containersChanged: (upserted, removed) => containersChanged(view, upserted, removed),
      partChanged: (part) => {
        if (!isOpen(view)) return
        changes.kind(part)
        changes.inventory(record.id)
      },
    })
    const sink = {
      stateChanged: () => {
        if (!isOpen(view)) return
        markKnown(view)
        changes.host(record.id)
      },
      swarmTouched: () => changes.kind('overlay'),
      hostCount: () => members.size,
      event: (message: EventMessage) => {
        if (isOpen(view)) changes.event(record.id, message)
      },
    }
    const link = createLink(view, engine, reader, times, pace, turns, sink, log)
    const member = { view, engine, link }
    members.set(record.id, member)
    roster.add(view)
    changes.host(record.id)
    link.start(delayMs)
    return member
  }

  const close = ({ view, link }: Member) => {
    link.stop()
    forget(view)
    members.delete(view.record.id)
    roster.remove(view)
    changes.hostRemoved(view.record.id)
  }

  return { members, roster, views, open, close, forget, drop, renamed, remember }
}
export type Members = ReturnType<typeof createMembers>
