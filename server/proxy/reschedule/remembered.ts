// How the containers that ask to be rescheduled were made: read while their host answers, because it cannot be asked any more
// when it is lost.
import type { Container } from '@/lib/contract/containers'
import { listOf, textOf } from '@/lib/json-value'
import type { Cluster } from '@/server/cluster/types'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { createRequest } from '@/server/recreate/create-request'
import { imageConfig } from '@/server/recreate/image-config'
import { isKnownByImage } from '@/server/recreate/own-labels'
import type { CreateRequest, Fields, Inspect } from '@/server/recreate/types'
import { chosenAddresses, oweOf } from './copy-labels'
import { type KeptRequests, keepRequests } from './kept-requests'
import { asksForRescheduling } from './plan-reschedule'

export type Remembered = {
  containers(): Iterable<Container>
  requestOf(containerId: string): CreateRequest | undefined
  /** Asks again, a few at a time, for what could not be read, and drops what a host that answers has no more. */
  readMissing(): void
  /** One that is replaced, unless its host tells of it again. */
  drop(containerId: string): void
  stop(): void
}

const missingAtOnce = 8
/** Hosts that discovery tells of may come late. */
const patienceMs = 10 * 60_000

const anonymous = /^[0-9a-f]{64}$/
/** Volumes without a name are new wherever the container is made: what was in them is on the lost host. */
export const isNamed = (volume: string): boolean => !anonymous.test(volume)

/** Network → the address that somebody chose there. */
type Addresses = Record<string, Fields | null | undefined>
const addressesIn = ({ NetworkSettings }: Inspect): Addresses =>
  Object.fromEntries(Object.entries(NetworkSettings?.Networks ?? {}).map(([name, each]) => [name, each?.IPAMConfig]))

/**
 * `chosen`: of the networks whose addresses Swarm mode gives out, what was asked for. An engine shows one that was given as if it
 * had been asked for, and asking for it again waits until the managers have given up the lost host.
 */
export function forElsewhere(given: Inspect, image: Fields | null, chosen: Addresses = {}): CreateRequest {
  const networks = Object.entries(given.NetworkSettings?.Networks ?? {}).map(([name, endpoint]) => [
    name,
    endpoint && name in chosen ? { ...endpoint, IPAMConfig: chosen[name] ?? null } : endpoint,
  ])
  const inspect: Inspect = {
    ...given,
    NetworkSettings: { ...given.NetworkSettings, Networks: Object.fromEntries(networks) },
  }
  const request = createRequest(inspect, image)
  const { Mounts, ...hostConfig } = request.body.HostConfig
  const mounts = Array.isArray(Mounts) ? (Mounts as Fields[]) : []
  const kept = mounts.filter(({ Type, Source }) => Type !== 'volume' || isNamed(String(Source ?? '')))
  return {
    ...request,
    body: { ...request.body, HostConfig: { ...hostConfig, ...(kept.length > 0 ? { Mounts: kept } : {}) } },
  }
}

/** Beside whom it has to be, by name: who is made anew has another id. */
function byName({ body, networks }: CreateRequest, nameOf: (id: string) => string | undefined): CreateRequest {
  const named = (ref: string) => nameOf(ref) ?? ref
  const modes = ['NetworkMode', 'IpcMode', 'PidMode'].flatMap((key) => {
    const mode = textOf(body.HostConfig[key])
    return mode.startsWith('container:') ? [[key, `container:${named(mode.slice(10))}`]] : []
  })
  const from = listOf(body.HostConfig.VolumesFrom).map((each) => {
    const [ref = '', ...rest] = textOf(each).split(':')
    return [named(ref), ...rest].join(':')
  })
  const VolumesFrom = from.length > 0 ? { VolumesFrom: from } : {}
  const HostConfig = { ...body.HostConfig, ...Object.fromEntries(modes), ...VolumesFrom }
  return { body: { ...body, HostConfig }, networks }
}

/** One that was begun and is in not all of its networks yet. */
function withOwed({ body, networks }: CreateRequest, container: Container): CreateRequest {
  if (container.state !== 'created') return { body, networks }
  const joined = new Set(container.networks.map(({ name }) => name))
  const owed = oweOf(container)?.networks ?? []
  return { body, networks: [...networks, ...owed.filter(({ name }) => !joined.has(name))] }
}

export function rememberRequests(cluster: Cluster, log: Log, changed: () => void, kept?: KeptRequests): Remembered {
  const startedAt = performance.now()
  const containers = new Map<string, Container>()
  const requests = new Map<string, CreateRequest>()
  const keeper = keepRequests(kept, () =>
    [...containers.values()].flatMap((container) => {
      const request = requests.get(container.id)
      return request ? [{ container, request }] : []
    }),
  )
  for (const { container, request } of keeper.before) {
    containers.set(container.id, { ...container, known: false })
    requests.set(container.id, request)
  }
  /** What was read is of this state of things: renamed, updated or joined to a network it is read anew. */
  const readAs = new Map<string, string>()

  /** As it was while nothing had been given to them. */
  const asked = new Map<string, Addresses>()
  const ofSwarmMode = (container: Container, inspect: Inspect): Addresses => {
    const { id } = container
    if (inspect.State?.Status === 'created') asked.set(id, addressesIn(inspect))
    const chosen = asked.get(id) ?? chosenAddresses(container)
    const swarm = new Set(cluster.networks().flatMap(({ name, scope }) => (scope === 'swarm' ? [name] : [])))
    const names = Object.keys(inspect.NetworkSettings?.Networks ?? {}).filter((name) => swarm.has(name))
    return Object.fromEntries(names.map((name) => [name, chosen[name]]))
  }

  /** Whose labels are their image's: no copies of anything. */
  const ofImages = new Set<string>()

  const read = async (container: Container, key: string) => {
    const { id, hostId } = container
    const engine = cluster.engine(hostId)
    const inspect = await engine.json<Inspect>('GET', `/containers/${id}/json`)
    let isWhole = true
    const image = await imageConfig(engine, inspect.Image).catch(() => {
      isWhole = false
      return null
    })
    if (readAs.get(id) !== key) return
    if (isKnownByImage(container.labels, image)) {
      drop(id)
      ofImages.add(id)
      return
    }
    const request = forElsewhere(inspect, image, ofSwarmMode(container, inspect))
    requests.set(
      id,
      byName(withOwed(request, container), (ref) => cluster.container(ref)?.name),
    )
    // Better than nothing if the host is lost now; else the image is asked for again.
    if (!isWhole) readAs.delete(id)
    keeper.changed()
  }
  const take = (container: Container) => {
    if (!asksForRescheduling(container) || ofImages.has(container.id)) return
    const { id, name, networks, reservation, known } = container
    containers.set(id, container)
    changed()
    keeper.changed()
    const key = JSON.stringify([name, networks.map((each) => [each.name, each.ipAddress !== '']), reservation])
    if (!known || readAs.get(id) === key) return
    readAs.set(id, key)
    read(container, key).catch((error: unknown) => {
      if (readAs.get(id) === key) readAs.delete(id)
      log.debug({ container: name }, `how it was made could not be read: ${messageOf(error)}`)
    })
  }
  const drop = (id: string) => {
    ofImages.delete(id)
    if (!containers.delete(id)) return
    requests.delete(id)
    readAs.delete(id)
    asked.delete(id)
    changed()
    keeper.changed()
  }
  for (const container of cluster.containersOf({})) take(container)
  const untap = cluster.tap({
    containers(upserted, removed) {
      for (const container of upserted) take(container)
      for (const id of removed) drop(id)
    },
  })
  return {
    containers: () => containers.values(),
    requestOf: (id) => requests.get(id),
    readMissing: () => {
      const isLate = performance.now() - startedAt > patienceMs
      for (const { id, hostId, known } of containers.values()) {
        const state = cluster.host(hostId)?.state
        if (!known && (state === 'healthy' || (state === undefined && isLate)) && !cluster.container(id)) drop(id)
      }
      const missing = [...containers.values()].filter(({ id, known }) => known && !readAs.has(id))
      for (const container of missing.slice(0, missingAtOnce)) {
        // To the end of all: those that fail time and again keep none of the others waiting.
        containers.delete(container.id)
        take(container)
      }
    },
    drop: (id) => {
      if (!cluster.container(id)) drop(id)
    },
    stop() {
      untap()
      keeper.stop()
    },
  }
}
