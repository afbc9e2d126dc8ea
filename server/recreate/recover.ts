// What a server that was killed in the middle of a recreation left behind is brought to its end by the next one: the new
// container when it is up, else the original. What is not certain is left alone and said.
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { readAsideName } from './aside-name'
import { containerPath, isMissing, putBack } from './put-back'
import type { Inspect } from './types'
import { waitUntilUp } from './wait-until-up'

type Options = { steadyMs?: number; retryMs?: number }

async function find(engine: Engine, ref: string): Promise<Inspect | null> {
  try {
    return await engine.json<Inspect>('GET', `${containerPath(ref)}/json`)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** In words, for the record. Throws when it can be neither finished nor undone. */
export async function recoverOne(engine: Engine, asideId: string, options: Options = {}): Promise<string | null> {
  const { steadyMs, retryMs = 1_000 } = options
  const aside = await engine.json<Inspect>('GET', `${containerPath(asideId)}/json`)
  const known = readAsideName(aside.Name.replace(/^\//, ''))
  if (known === null) return null
  const { name, wasUp } = known
  const next = await find(engine, name)
  const isUntouched = next?.State?.Status === 'created'
  if (next === null || isUntouched) {
    // Nobody ever started it, so nothing is lost with it.
    const old: Inspect = { ...aside, Name: `/${name}`, State: { Running: wasUp } }
    const isStopped = aside.State?.Running !== true
    await putBack(engine, old, { isRenamed: true, newId: next?.Id ?? null, mayExist: false, isStopped }, retryMs)
    return 'Lotse was stopped in the middle of it. The original is back.'
  }
  await waitUntilUp(engine, next.Id, { ...(steadyMs === undefined ? {} : { steadyMs }), report: () => {} })
  await engine.json('DELETE', containerPath(aside.Id), { query: { force: true }, timeoutMs: 90_000 })
  return 'Lotse was stopped in the middle of it. The new container is up, and the original was removed.'
}

export type RecoverParts = { cluster: Cluster; activity: Activity; log: Log }

/** Looks at each host once, when it is first read; an edit of this server cannot have begun before. Returns what ends it. */
export function recoverRecreations({ cluster, activity, log }: RecoverParts, options: Options = {}): () => void {
  const seen = new Set<string>()
  const recover = async (hostId: string, hostName: string, id: string, name: string) => {
    const target = `${hostName}/${readAsideName(name)?.name ?? name}`
    const entry = { actor: 'lotse', action: 'container.recreate', target }
    try {
      const message = await recoverOne(cluster.engine(hostId), id, options)
      if (message !== null) await activity.record({ ...entry, result: 'ok', message })
    } catch (error) {
      log.warn(
        { err: error, container: name, host: hostName },
        'an unfinished recreation could not be brought to its end',
      )
      const message = `Lotse was stopped in the middle of it. The original waits as ${name}: ${messageOf(error)}`
      await activity.record({ ...entry, result: 'failed', message })
    }
  }
  const look = () => {
    for (const host of cluster.hosts()) {
      if (host.refreshedAt === null || seen.has(host.id)) continue
      seen.add(host.id)
      for (const { id, name } of cluster.containersOf({ hostId: host.id })) {
        if (readAsideName(name) !== null) void recover(host.id, host.name, id, name)
      }
    }
  }
  look()
  return cluster.subscribe((change) => {
    if (change.hosts.upserted.length > 0) look()
  })
}
