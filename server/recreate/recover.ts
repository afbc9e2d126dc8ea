// What a server that was killed in the middle of a recreation left behind is brought to its end by the next one: the new
// container when it is up, else the original. What is not certain is left alone and said.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { isAway, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { failedName, readAsideName } from './aside-name'
import { type Attach, containerPath, isMissing, putBack } from './put-back'
import type { Inspect } from './types'
import { waitUntilUp } from './wait-until-up'

type Options = { steadyMs?: number; retryMs?: number; attach?: Attach }

async function find(engine: Engine, ref: string): Promise<Inspect | null> {
  try {
    return await engine.json<Inspect>('GET', `${containerPath(ref)}/json`)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Whoever stops one leaves these codes behind, and will not want another one started instead. */
const codesOfStop = [0, 137, 143]

const mayBeStoppedByHand = async (engine: Engine, id: string): Promise<boolean> => {
  const { State } = (await find(engine, id)) ?? {}
  const hasEnded = State?.Running !== true && State?.Restarting !== true
  return hasEnded && State?.OOMKilled !== true && codesOfStop.includes(State?.ExitCode ?? 0)
}

/** In words, for the record. Throws when it can be neither finished nor undone. */
export async function recoverOne(engine: Engine, asideId: string, options: Options = {}): Promise<string | null> {
  const { steadyMs, retryMs = 1_000, attach } = options
  const aside = await engine.json<Inspect>('GET', `${containerPath(asideId)}/json`)
  const known = readAsideName(aside.Name.replace(/^\//, ''))
  if (known === null) return null
  const { name, wasUp } = known
  const next = await find(engine, name)
  const isUntouched = next?.State?.Status === 'created'
  const takeBack = (newId: string | null) => {
    const old: Inspect = { ...aside, Name: `/${name}`, State: { Running: wasUp } }
    const isStopped = aside.State?.Running !== true
    return putBack(engine, old, { isRenamed: true, newId, mayExist: false, isStopped }, retryMs, attach)
  }
  if (next === null || isUntouched) {
    // Nobody ever started it, so nothing is lost with it.
    await takeBack(next?.Id ?? null)
    return 'It had broken off in the middle. The original is back.'
  }
  try {
    await waitUntilUp(engine, next.Id, { ...(steadyMs === undefined ? {} : { steadyMs }), report: () => {} })
  } catch (error) {
    if (isAway(error) || (await mayBeStoppedByHand(engine, next.Id))) throw error
    const failed = failedName(name, next.Id)
    await engine.json('POST', `${containerPath(next.Id)}/stop`, { timeoutMs: 90_000 })
    await engine.json('POST', `${containerPath(next.Id)}/rename`, { query: { name: failed } })
    await takeBack(null)
    return `It had broken off in the middle, and the new container did not come up: ${messageOf(error)}. The original is back; the new one is kept, stopped, as ${failed}.`
  }
  await engine.json('DELETE', containerPath(aside.Id), { query: { force: true }, timeoutMs: 90_000 })
  return 'It had broken off in the middle. The new container is up, and the original was removed.'
}

export type RecoverParts = {
  cluster: Pick<Cluster, 'hosts' | 'containersOf' | 'engine' | 'subscribe'>
  activity: Pick<Activity, 'record'>
  log: Log
  /** A recreation of this server that is still at it will end by itself. */
  isUnderWay(container: Container): boolean
  attach: Attach
}

/** Looks at each host when it is first read, and when it is read again after it was away. Returns what ends it. */
export function recoverRecreations(parts: RecoverParts, options: Options = {}): () => void {
  const { cluster, activity, log, isUnderWay, attach } = parts
  const seen = new Set<string>()
  /** Host → when it was last read before it fell silent. */
  const lost = new Map<string, string>()
  const recover = async (hostId: string, hostName: string, id: string, name: string) => {
    const target = `${hostName}/${readAsideName(name)?.name ?? name}`
    const entry = { actor: 'lotse', action: 'container.recreate', target }
    try {
      const message = await recoverOne(cluster.engine(hostId), id, { ...options, attach })
      if (message !== null) await activity.record({ ...entry, result: 'ok', message })
    } catch (error) {
      log.warn(
        { err: error, container: name, host: hostName },
        'an unfinished recreation could not be brought to its end',
      )
      const message = `It had broken off in the middle. The original waits as ${name}: ${messageOf(error)}`
      await activity.record({ ...entry, result: 'failed', message })
    }
  }
  const look = (hosts: readonly Host[]) => {
    for (const host of hosts) {
      if (host.refreshedAt === null) continue
      if (host.state === 'unreachable') {
        if (seen.delete(host.id)) lost.set(host.id, host.refreshedAt)
        continue
      }
      if (seen.has(host.id) || lost.get(host.id) === host.refreshedAt) continue
      seen.add(host.id)
      for (const container of cluster.containersOf({ hostId: host.id })) {
        const { id, name } = container
        if (readAsideName(name) !== null && !isUnderWay(container)) void recover(host.id, host.name, id, name)
      }
    }
  }
  look(cluster.hosts())
  return cluster.subscribe((change) => look(change.hosts.upserted))
}
