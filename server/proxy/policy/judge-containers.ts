// Who enters or joins a container has what it has, and what those have with which that one shares: so all of them are looked at.
import type { DockerPolicy } from '@/lib/contract/docker-access'
import { badRequest } from '../http/docker-error'
import { isObject, type JsonObject } from '../http/read-body'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import type { ProxyContext } from '../types'
import { factsOf } from './host-facts'
import { judgeReal } from './judge-host-config'
import type { Violation } from './violation'

const inspectTimeoutMs = 10_000
/** Containers that share with containers that share. */
const mostJoined = 20

const goneJoined: Violation = { rule: 'host-namespaces', what: 'it shares with a container that is gone' }

/** null: they have nothing that is not allowed. */
export async function judgeContainers(
  context: Pick<ProxyContext, 'cluster'>,
  policy: DockerPolicy,
  refs: readonly string[],
): Promise<Violation | null> {
  const { cluster } = context
  const waiting = [...refs]
  const seen = new Set<string>()
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    const found = findContainer(cluster, ref.replace(/^\//, ''))
    if (seen.has(found.id)) continue
    seen.add(found.id)
    if (seen.size > mostJoined) throw badRequest('Too many containers share with one another.')
    requireHost(cluster, found)
    const inspected = await cluster.engine(found.hostId).json<JsonObject>('GET', `/containers/${found.id}/json`, {
      timeoutMs: inspectTimeoutMs,
    })
    const { HostConfig: config, Mounts: mounts } = inspected
    const judged = judgeReal(
      policy,
      isObject(config) ? config : {},
      Array.isArray(mounts) ? mounts : [],
      factsOf(context),
    )
    // A namespace outlives the container it was made for, and then nobody can say whose it was.
    const isThere = (joined: string) => cluster.container(joined) !== undefined
    const gone = policy.hostNamespaces || judged.joins.every(isThere) ? null : goneJoined
    const violation = judged.violation ?? gone
    if (violation !== null) return { rule: violation.rule, what: `of ${placeOfContainer(found)}, ${violation.what}` }
    waiting.push(...judged.joins.filter(isThere))
  }
  return null
}
