// The observed state, put together: hosts, their index, and the one subscription.
import type { Host } from '@/lib/contract/hosts'
import type { Network } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import type { Log } from '@/server/log'
import { createChanges } from './changes'
import { testConnection } from './connection-test'
import { createContainerIndex } from './container-index'
import { naturalKey } from './container-order'
import { hostNameOf, hostOf } from './host-view'
import { createMembers } from './members'
import { createMembership } from './membership'
import { endpointsOf, listVolumes, mergeImages, mergeNetworks } from './merge'
import { type ClusterTimes, defaultTimes } from './options'
import type { Cluster, HostStore, TlsMaterial } from './types'

export type ClusterOptions = {
  store: HostStore
  log: Log
  /** For tls:// addresses that discovery finds. */
  discoveryTls?: TlsMaterial | null
  times?: Partial<ClusterTimes>
}

/** The order of containers is brought up to date so often, whoever asks for it; each change alone would cost a walk over all. */
const tidyMs = 500

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

/** Keeps an answer until the state it was made from changes. */
function remembered<T>(revision: () => number, make: () => T): () => T {
  let made: { at: number; value: T } | undefined
  return () => {
    if (made?.at !== revision()) made = { at: revision(), value: make() }
    return made.value
  }
}

function findNetwork(networks: readonly Network[], ref: string): Network | undefined {
  const only = (matching: Network[]) => (matching.length === 1 ? matching[0] : undefined)
  return (
    networks.find((network) => network.id === ref) ??
    networks.find((network) => network.displayName === ref) ??
    only(networks.filter((network) => network.name === ref)) ??
    (/^[0-9a-z]{4,}$/.test(ref) ? only(networks.filter((network) => network.id.startsWith(ref))) : undefined)
  )
}

export function createCluster({ store, log, discoveryTls = null, times: given = {} }: ClusterOptions): Cluster {
  const times = { ...defaultTimes, ...given }
  const index = createContainerIndex()
  const hostById = (id: string): Host | undefined => {
    const member = all.members.get(id)
    return member && hostOf(member.view)
  }
  const changes = createChanges(times.batchMs, hostById, log)
  const all = createMembers({ store, index, changes, times, log })
  const membership = createMembership(all, { store, discoveryTls, log })
  let tidying: NodeJS.Timeout | undefined
  changes.subscribe(() => {
    tidying ??= setTimeout(() => {
      tidying = undefined
      index.tidy()
    }, tidyMs).unref()
  })

  const { revision } = changes
  const networks = remembered(
    () => changes.revisionOf('networks'),
    () => mergeNetworks(all.views()),
  )
  const images = remembered(
    () => changes.revisionOf('images'),
    () => mergeImages(all.views()),
  )
  // Of any change, since they name the containers that use them.
  const volumes = remembered(revision, () => listVolumes(all.views()))
  const viewsByName = remembered(all.roster.revision, () =>
    all
      .views()
      .map((view) => ({ view, key: naturalKey(hostNameOf(view.record)) }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
      .map(({ view }) => view),
  )
  const hosts = (): Host[] => viewsByName().map(hostOf)

  return {
    start: () => membership.start(),
    async stop() {
      changes.stop()
      clearTimeout(tidying)
      for (const { link } of all.members.values()) link.stop()
    },
    async settled(timeoutMs) {
      const links = [...all.members.values()].map(({ link }) => link.settled)
      await Promise.race([Promise.all(links), sleep(timeoutMs)])
    },
    revision,
    hosts,
    host(idOrName) {
      const member = membership.find(idOrName)
      return member && hostOf(member.view)
    },
    containers: (query) => index.query(query, revision()),
    container: index.find,
    containersOf: index.where,
    networks,
    network(ref) {
      const found = findNetwork(networks(), ref)
      return found && { ...found, endpoints: endpointsOf(found, all.views()) }
    },
    images,
    volumes,
    inventoryOf(hostId) {
      const view = all.members.get(hostId)?.view
      if (!view) return { images: [], volumes: [] }
      const place = { hostId, hostName: hostNameOf(view.record) }
      return { images: view.images, volumes: view.volumes.map((volume) => ({ ...volume, ...place })) }
    },
    snapshot: () => ({
      revision: revision(),
      hosts: hosts(),
      containers: index.all(),
      networks: networks(),
      images: images(),
      volumes: volumes(),
    }),
    engine(hostId) {
      const { view, engine } = membership.get(hostId)
      const { state, reason } = view.health
      if (state === 'healthy' || state === 'suspect') return engine
      throw new AppError(
        'host_unreachable',
        `${hostNameOf(view.record)} is ${state}: ${reason ?? 'it does not answer'}`,
        {
          details: { hostId, ...(view.failure?.fix ? { fix: view.failure.fix } : {}) },
        },
      )
    },
    subscribe: changes.subscribe,
    tap: changes.tap,
    look: (hostId, containerId) => membership.get(hostId).link.look(containerId),
    forget: (hostId, containerId) => all.drop(membership.get(hostId).view, containerId),
    refresh: (hostId, parts = ['info', 'containers', 'networks', 'images', 'volumes']) =>
      membership.get(hostId).link.refresh(parts),
    setDiscovered: membership.setDiscovered,
    async addHost(request) {
      const { view, link } = await membership.add(request)
      // A host that answers is shown as it is; a dead one is shown as pending and keeps nobody waiting.
      await Promise.race([link.settled, sleep(3_000)])
      return hostOf(view)
    },
    async patchHost(idOrName, request) {
      return hostOf((await membership.patch(idOrName, request)).view)
    },
    removeHost: membership.remove,
    testConnection: (request, signal) =>
      testConnection(request, {
        holderOf: (engineId) => {
          const holder = all.roster.holderOf(engineId, '')
          return holder && `${hostNameOf(holder.record)} (${holder.record.address})`
        },
        ...(signal ? { signal } : {}),
      }),
  }
}
