// Which versions of the API can be offered: those that every engine that answers understands, so that a client keeps its newest
// features and no host refuses what another took.
import type { Host } from '@/lib/contract/hosts'
import type { Cluster } from '@/server/cluster/types'
import { compareVersions, maxApiVersion, minApiVersion } from '@/server/docker/version'

export type VersionRange = { newest: string; oldest: string }
export type ApiVersions = {
  range(): VersionRange
  /** The version to speak, or why it cannot be, in the engine's own words. */
  choose(asked: string | null): { version: string } | { refusal: string }
  /** Of one healthy host, for what any of them can answer. */
  anyHost(): Host | undefined
  stop(): void
}

/** Pure. */
export function offeredVersions(hosts: readonly Host[]): VersionRange {
  let [newest, oldest] = [maxApiVersion, minApiVersion]
  for (const { engine } of hosts) {
    if (!engine?.apiVersion) continue
    if (compareVersions(engine.apiVersion, newest) < 0) newest = engine.apiVersion
    if (engine.minApiVersion && compareVersions(engine.minApiVersion, oldest) > 0) oldest = engine.minApiVersion
  }
  // Engines of which none understands the other: the older ones refuse by themselves.
  return compareVersions(oldest, newest) > 0 ? { newest, oldest: newest } : { newest, oldest }
}

const answers = ({ state }: Host) => state === 'healthy' || state === 'suspect'

export function createApiVersions(cluster: Cluster): ApiVersions {
  const hosts = new Map(cluster.hosts().map((host) => [host.id, host]))
  let range: VersionRange | null = null
  const healthy = () => [...hosts.values()].filter(answers)
  const unsubscribe = cluster.subscribe((change) => {
    for (const host of change.hosts.upserted) {
      const before = hosts.get(host.id)
      hosts.set(host.id, host)
      if (before?.state !== host.state || before.engine?.apiVersion !== host.engine?.apiVersion) range = null
    }
    for (const id of change.hosts.removed) hosts.delete(id)
    if (change.hosts.removed.length > 0) range = null
  })
  const current = () => {
    range ??= offeredVersions(healthy())
    return range
  }
  return {
    range: current,
    choose(asked) {
      const { newest, oldest } = current()
      if (asked === null) return { version: newest }
      if (compareVersions(asked, newest) > 0) {
        return { refusal: `client version ${asked} is too new. Maximum supported API version is ${newest}` }
      }
      if (compareVersions(asked, oldest) < 0) {
        return {
          refusal: `client version ${asked} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`,
        }
      }
      return { version: asked }
    },
    anyHost: () => [...hosts.values()].find(answers),
    stop: unsubscribe,
  }
}
