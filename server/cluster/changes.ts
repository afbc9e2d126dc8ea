// Gathers what changes for a few milliseconds and tells subscribers once: a burst of a hundred events is one message.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { EventMessage } from '@/server/docker/api-types'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { ClusterChange, ClusterTap } from './types'

export type ChangeKind = 'networks' | 'images' | 'volumes' | 'overlay'

export function createChanges(batchMs: number, hostById: (id: string) => Host | undefined, log: Log) {
  const listeners = new Set<(change: ClusterChange) => void>()
  const taps = new Set<ClusterTap>()
  let revision = 0
  let timer: NodeJS.Timeout | undefined
  const hosts = new Set<string>()
  const removedHosts = new Set<string>()
  const containers = new Map<string, Container | null>()
  const kinds = new Set<ChangeKind>()
  const kindRevisions = new Map<ChangeKind, number>()

  const flush = () => {
    timer = undefined
    const upsertedHosts = [...hosts].flatMap((id) => hostById(id) ?? [])
    const change: ClusterChange = {
      revision,
      hosts: { upserted: upsertedHosts, removed: [...removedHosts] },
      containers: {
        upserted: [...containers.values()].filter((container) => container !== null),
        removed: [...containers].flatMap(([id, container]) => (container ? [] : [id])),
      },
      networks: kinds.has('networks'),
      images: kinds.has('images'),
      volumes: kinds.has('volumes'),
      overlay: kinds.has('overlay'),
    }
    hosts.clear()
    removedHosts.clear()
    containers.clear()
    kinds.clear()
    for (const listener of [...listeners]) {
      try {
        listener(change)
      } catch (error) {
        log.error({ err: error }, `a subscriber of the cluster failed: ${messageOf(error)}`)
      }
    }
  }

  const mark = () => {
    revision += 1
    timer ??= setTimeout(flush, batchMs)
  }

  return {
    revision: () => revision,
    /** When something of this kind was last another one. */
    revisionOf: (kind: ChangeKind): number => kindRevisions.get(kind) ?? 0,
    host(id: string) {
      removedHosts.delete(id)
      hosts.add(id)
      mark()
    },
    hostRemoved(id: string) {
      hosts.delete(id)
      removedHosts.add(id)
      mark()
    },
    containers(upserted: Container[], removed: string[]) {
      for (const container of upserted) containers.set(container.id, container)
      for (const id of removed) containers.set(id, null)
      mark()
      for (const tap of taps) tap.containers?.(upserted, removed)
    },
    inventory(hostId: string) {
      for (const tap of taps) tap.inventory?.(hostId)
    },
    event(hostId: string, message: EventMessage) {
      for (const tap of taps) tap.event?.(hostId, message)
    },
    tap(tap: ClusterTap): () => void {
      taps.add(tap)
      return () => {
        taps.delete(tap)
      }
    },
    kind(kind: ChangeKind) {
      kinds.add(kind)
      mark()
      kindRevisions.set(kind, revision)
    },
    subscribe(listener: (change: ClusterChange) => void): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    stop() {
      clearTimeout(timer)
      listeners.clear()
      taps.clear()
    },
  }
}
export type Changes = ReturnType<typeof createChanges>
