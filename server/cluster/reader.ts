// Reads one host's parts from its engine into its view, and says what differed. Only reads: when, is the link's matter.
import type { Container } from '@/lib/contract/containers'
import type { ContainerInspect, ContainerSummary, InfoAnswer } from '@/server/docker/api-types'
import type { OwnedEngine } from '@/server/docker/engine'
import { isAppError } from '@/server/errors'
import { dropContainer, type HostView, hostNameOf, keepContainer } from './host-view'
import { createLooks, type LookAnswer, lookPaths } from './look'
import { type Ask, createNewest } from './newest'
import type { ClusterTimes } from './options'
import { readContainer, type SeenContainer } from './read-container'
import { clockSkewMs, type HostFacts, readInfo } from './read-info'
import { readImages, readNetworks, readVolumes } from './read-inventory'
import { readSummary } from './read-summary'
import type { HostPart } from './types'
import { eachLimited } from './wait'

export type ReaderSink = {
  /** Throws when these facts are of another engine: then nothing else of it is read. */
  factsRead(facts: HostFacts, skewMs: number | null): void
  containersChanged(upserted: Container[], removed: string[]): void
  partChanged(part: ListPart): void
}
/** The engine answers, but not this. The rest of the host stays usable. */
export type Unread = { part: ListPart; error: unknown }
export type ListPart = 'networks' | 'images' | 'volumes'
export type InspectOptions = {
  /** How long those that are asked for together wait for one of them. */
  patienceMs?: number
  onAnswered?: (id: string) => void
}

const inspectsAtOnce = 4
/** As many are worth a connection of their own. */
const worthABatch = 5
const worthALook = 3
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const isGone = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404
/** The engine is there, but stumbles over this container. */
const isSick = (error: unknown): boolean =>
  isAppError(error) && error.code === 'engine_error' && Number(error.details?.statusCode ?? 0) >= 500

const parsed = (text: string): ContainerInspect | null => {
  try {
    return JSON.parse(text) as ContainerInspect | null
  } catch {
    return null
  }
}

/** What the short list tells of a container, in the words of what is kept. */
function looksSame(summary: ContainerSummary, seen: SeenContainer): boolean {
  const { container } = seen
  const healthWord = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(summary.Status ?? '')?.[1] ?? 'none'
  const names = (summary.Names ?? []).map((name) => name.replace(/^\//, ''))
  const addresses = Object.values(summary.NetworkSettings?.Networks ?? {}).map((network) => network?.IPAddress ?? '')
  const isUp = container.state === 'running' || container.state === 'paused'
  return (
    summary.State === container.state &&
    (!isUp || container.state === 'paused' || healthWord === container.health) &&
    names.includes(container.name) &&
    isSame(addresses.sort(), container.networks.map((network) => network.ipAddress).sort())
  )
}

export function createReader(view: HostView, engine: OwnedEngine, times: ClusterTimes, sink: ReaderSink) {
  const newest = createNewest()
  /** Asked for again at each look. */
  const sick = new Set<string>()
  const stateOf = (part: HostPart): unknown => {
    if (part === 'containers') return sick.size === 0 ? view.containersRevision : Number.NaN
    return part === 'info' ? view.facts : view[part]
  }
  const looks = createLooks(engine, stateOf)
  const ask = <T>(path: string, query?: Record<string, string | boolean>) =>
    engine.json<T>('GET', path, { timeoutMs: times.readTimeoutMs, ...(query ? { query } : {}) })

  /** As the look has brought it, or asked for alone. */
  const askPart = async (part: HostPart, given: LookAnswer | undefined): Promise<unknown> =>
    given ? given.value : ask(...lookPaths[part])

  const identify = async (askedMs: number, asked: Ask, given: LookAnswer | undefined) => {
    const version = await engine.version()
    const begunMs = given ? askedMs : Date.now()
    const info = ((await askPart('info', given)) as InfoAnswer | undefined) ?? {}
    if (!asked.take('info')) return
    sink.factsRead(readInfo(info, version), clockSkewMs(info, begunMs, given?.atMs ?? Date.now()))
  }

  const keep = (seen: SeenContainer): Container | null => {
    const before = view.containers.get(seen.container.id)
    if (before && isSame(before, seen)) return null
    keepContainer(view, seen)
    return seen.container
  }

  let upserted: Container[] = []
  let removed: string[] = []
  /**
   * At once: an engine may let nobody look at the last of some for as long as it starts it. What others have kept by then goes along,
   * since who has asked for the same finds nothing new in it.
   */
  const publish = () => {
    // While one of these was awaited, others may have learnt more of the first, and have said so already.
    const kept = upserted.filter((container) => view.containers.get(container.id)?.container === container)
    const left = removed.filter((id) => !view.containers.has(id))
    upserted = []
    removed = []
    if (kept.length > 0 || left.length > 0) sink.containersChanged(kept, left)
  }

  const placeOf = () => ({
    hostId: view.record.id,
    hostName: hostNameOf(view.record),
    hostCpus: view.facts?.total.cpus ?? 0,
  })

  const summariesIn = (answer: unknown): ContainerSummary[] =>
    (Array.isArray(answer) ? answer : []).filter((entry) => typeof entry?.Id === 'string')

  /** Gives those that are left to be asked one by one. */
  const inspectInBatch = async (
    ids: string[],
    { patienceMs, onAnswered }: InspectOptions,
    upsert: (seen: SeenContainer | null) => void,
  ): Promise<string[]> => {
    if (ids.length < worthABatch) return ids
    const left = new Set(ids)
    const asked = newest.begin()
    try {
      const paths = ids.map((id) => `/containers/${encodeURIComponent(id)}/json`)
      const take = (at: number, text: string) => {
        const id = ids[at] as string
        const answer = parsed(text)
        if (answer?.Id !== id) return false
        left.delete(id)
        onAnswered?.(id)
        if (!asked.take(id)) return true
        upsert(readContainer(answer, placeOf()))
        sick.delete(id)
        return true
      }
      await engine.batch(paths, take, patienceMs)
    } finally {
      asked.end()
    }
    return [...left]
  }

  /**
   * Inspects these; those that are gone leave the view, and of a sick one is kept what the short list says.
   * Gives the sick ones.
   */
  const inspect = async (
    ids: Iterable<string>,
    gone: Iterable<string> = [],
    options: InspectOptions = {},
  ): Promise<string[]> => {
    const stumbled: string[] = []
    const drop = (id: string) => {
      sick.delete(id)
      if (dropContainer(view, id)) removed.push(id)
    }
    const upsert = (seen: SeenContainer | null) => {
      const changed = seen && keep(seen)
      if (changed) upserted.push(changed)
    }
    const inspectOne = async (id: string) => {
      const one = newest.begin()
      try {
        const answer = await ask<ContainerInspect>(`/containers/${encodeURIComponent(id)}/json`)
        if (one.take(id)) {
          upsert(readContainer(answer, placeOf()))
          sick.delete(id)
        }
      } catch (error) {
        if (isSick(error)) stumbled.push(id)
        else if (!isGone(error)) throw error
        else if (one.take(id)) drop(id)
      } finally {
        one.end()
        publish()
      }
      options.onAnswered?.(id)
    }
    for (const id of gone) {
      newest.now(id)
      drop(id)
    }
    publish()
    try {
      const left = await inspectInBatch([...ids], options, upsert)
      publish()
      await eachLimited(left, inspectsAtOnce, inspectOne)
      if (stumbled.length > 0) await readSick(stumbled, upsert)
      return stumbled
    } finally {
      publish()
    }
  }

  const readSick = async (ids: readonly string[], upsert: (seen: SeenContainer | null) => void): Promise<void> => {
    const asked = newest.begin()
    try {
      const [path, query] = lookPaths.containers
      const answer = await ask(path, { ...query, filters: JSON.stringify({ id: ids }) })
      for (const entry of summariesIn(answer)) {
        const id = entry.Id ?? ''
        if (!ids.includes(id) || !asked.take(id)) continue
        sick.add(id)
        upsert(readSummary(entry, placeOf(), view.containers.get(id)))
      }
    } finally {
      asked.end()
    }
  }

  /** `whole` inspects every container; otherwise only those the short list shows as new or different. */
  const readContainers = async (whole: boolean, asked: Ask, given: LookAnswer | undefined): Promise<void> => {
    const list = summariesIn(await askPart('containers', given))
    const present = new Set(list.map((entry) => entry.Id ?? ''))
    const gone = [...view.containers.keys()].filter((id) => !present.has(id) && asked.take(id))
    const differing = list.filter((entry) => {
      const seen = view.containers.get(entry.Id ?? '')
      return whole || !seen || sick.has(entry.Id ?? '') || !looksSame(entry, seen)
    })
    if (given && differing.length === 0 && gone.length === 0) looks.said('containers', given, stateOf('containers'))
    await inspect(
      differing.map((entry) => entry.Id ?? ''),
      gone,
    )
  }

  const readLists = { networks: readNetworks, images: readImages, volumes: readVolumes }
  const readList = async <P extends ListPart>(
    part: P,
    asked: Ask,
    given: LookAnswer | undefined,
  ): Promise<Unread[]> => {
    try {
      const list = readLists[part](await askPart(part, given)) as HostView[P]
      if (!asked.take(part)) return []
      const isNews = view[part].length !== list.length || !isSame(view[part], list)
      if (isNews) view[part] = list
      if (given) looks.said(part, given, view[part])
      if (isNews) sink.partChanged(part)
      return []
    } catch (error) {
      if (!isAppError(error) || error.code === 'host_unreachable') throw error
      return [{ part, error }]
    }
  }

  return {
    inspect,
    /**
     * Facts come first, so that nothing of a wrong engine is kept. `whole`: every container, not only those that differ.
     * Gives the lists that could not be read.
     */
    async read(parts: Iterable<HostPart>, { whole, isFirst }: { whole: boolean; isFirst: boolean }): Promise<Unread[]> {
      const failed: Unread[] = []
      const wanted = [...new Set(parts)]
      const asked = newest.begin()
      try {
        const askedMs = Date.now()
        const answers: Awaited<ReturnType<typeof looks.ask>> =
          wanted.length < worthALook ? new Map() : await looks.ask(wanted, whole)
        const unsaid = wanted.flatMap((part) => {
          const answer = answers.get(part)
          // Newer than what was asked for before it and is answered after it.
          if (answer === 'same') asked.take(part)
          return answer === 'same' ? [] : [{ part, given: answer }]
        })
        const of = (part: HostPart) => unsaid.find((each) => each.part === part)
        const info = of('info')
        if (info) await identify(askedMs, asked, info.given)
        const readAllLists = async () => {
          for (const { part, given } of unsaid) {
            if (part !== 'info' && part !== 'containers') failed.push(...(await readList(part, asked, given)))
          }
        }
        const containers = of('containers')
        // In turn, so that a look takes few connections; at the first one the containers take long, and the rest goes along.
        if (!isFirst) await readAllLists()
        await Promise.all([
          containers && readContainers(whole, asked, containers.given),
          isFirst ? readAllLists() : undefined,
        ])
        return failed
      } finally {
        asked.end()
      }
    },
  }
}
export type Reader = ReturnType<typeof createReader>
