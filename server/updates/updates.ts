// Asks the registries now and then what the tags in use have become. What they said is kept in memory and laid beside what
// runs whenever somebody looks. Each question counts against a registry's limits, so they are few and one at a time.
import type { ImageUpdates } from '@/lib/contract/updates'
import type { Cluster } from '@/server/cluster/types'
import { isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { registryDigest } from '@/server/registries/registry-digest'
import type { RegistryAccess } from '@/server/registries/types'
import { imageUpdatesOf, type Known, referencesInUse } from './images-in-use'

export type Updates = {
  list(): ImageUpdates
  /** Asks now; joins a round that is under way. */
  check(): Promise<ImageUpdates>
  stop(): void
}

export type UpdatesDeps = {
  cluster: Cluster
  registries: RegistryAccess
  log: Log
  now: () => Date
  /** 0: only when somebody asks. */
  everyHours: number
  /** The first round after a start, once the hosts have been read. */
  firstAfterMs?: number
}

const hourMs = 3_600_000

export const createUpdates = (deps: UpdatesDeps): Updates => {
  const { cluster, registries, log, now, everyHours, firstAfterMs = 10 * 60_000 } = deps
  const known = new Map<string, Known>()
  let checkedAt: string | null = null
  let underWay: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const ask = async (reference: string): Promise<Known> => {
    const at = now().toISOString()
    try {
      return { latest: await registryDigest(cluster, registries, reference), checkedAt: at, error: null }
    } catch (error) {
      if (!isAppError(error)) log.warn({ err: error, reference }, 'a registry could not be asked for an image')
      // What it said before still tells that something newer is there.
      return { latest: known.get(reference)?.latest ?? null, checkedAt: at, error: messageOf(error) }
    }
  }

  const round = async (): Promise<void> => {
    const references = referencesInUse(cluster.containersOf({}), cluster.images())
    for (const reference of known.keys()) if (!references.includes(reference)) known.delete(reference)
    for (const reference of references) known.set(reference, await ask(reference))
    checkedAt = now().toISOString()
  }

  const list = (): ImageUpdates => ({
    checkedAt,
    everyHours: everyHours > 0 ? everyHours : null,
    images: imageUpdatesOf(cluster.containersOf({}), cluster.images(), known),
  })

  const check = async (): Promise<ImageUpdates> => {
    underWay ??= round().finally(() => {
      underWay = null
    })
    await underWay
    return list()
  }

  const plan = (afterMs: number): void => {
    if (isStopped) return
    timer = setTimeout(() => {
      check()
        .catch((error: unknown) => log.warn({ err: error }, 'the registries could not be asked for newer images'))
        .finally(() => plan(everyHours * hourMs))
    }, afterMs)
    timer.unref()
  }
  if (everyHours > 0) plan(firstAfterMs)

  return {
    list,
    check,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
