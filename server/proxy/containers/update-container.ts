// `docker update`: more room is held on the container's host before its engine is told, as for a new container; what the limits
// are by then only the engine knows, because a change names some of them.
import type { Container } from '@/lib/contract/containers'
import { readReservation } from '@/server/cluster/read-container'
import type { ContainerInspect } from '@/server/docker/api-types'
import { swarmIdLabel } from '@/server/recreate/own-labels'
import { audited } from '../audit'
import { numberIn, stringifyExact } from '../http/exact-json'
import { type JsonObject, readJsonObject } from '../http/read-body'
import { guardUpdate } from '../policy/guard'
import { relay } from '../relay'
import type { Answer, ProxyContext } from '../types'
import { actOn, pathOfContainer, seeAgain, targetOfContainer } from './relay-container'
import { spelledUpdate } from './spelled-body'

const askTimeoutMs = 15_000
const limits = ['CpuPeriod', 'CpuQuota', 'CpuShares', 'Memory', 'MemoryReservation', 'NanoCpus'] as const

/** Clients send every limit; zero leaves it as it is. */
const changesIn = (body: JsonObject) =>
  Object.fromEntries(limits.map((name) => [name, numberIn(body[name])] as const).filter(([, value]) => value !== 0))

/** As in a create: of what came by classic Swarm's way, shares are whole cores. */
function withShares(body: JsonObject, { labels }: Container, hostCpus: number): JsonObject {
  const cores = numberIn(body.CpuShares)
  if (cores <= 0 || labels[swarmIdLabel] === undefined) return body
  return { ...body, CpuShares: Math.ceil((cores * 1024) / Math.max(1, hostCpus)) }
}

async function moreRoom({ cluster }: ProxyContext, found: Container, body: JsonObject, hostCpus: number) {
  const changes = changesIn(body)
  if (Object.keys(changes).length === 0) return { cpus: 0, memoryBytes: 0 }
  const now = await cluster
    .engine(found.hostId)
    .json<ContainerInspect>('GET', `/containers/${found.id}/json`, { timeoutMs: askTimeoutMs })
  const before = readReservation(now, hostCpus)
  const after = readReservation({ ...now, HostConfig: { ...now.HostConfig, ...changes } }, hostCpus)
  return {
    cpus: Math.max(0, after.cpus - before.cpus),
    memoryBytes: Math.max(0, after.memoryBytes - before.memoryBytes),
  }
}

const handling = { kind: 'container', action: 'container.update', rest: ['update'] } as const

export const updateContainer: Answer = async (context, exchange) => {
  const { cluster, placement } = context
  const found = targetOfContainer(context, handling, exchange.params.ref ?? '')
  const hostCpus = cluster.host(found.hostId)?.total.cpus ?? 1
  const body = withShares(spelledUpdate(await readJsonObject(exchange.request)), found, hostCpus)
  await guardUpdate(context, body, `POST /containers/${found.name}/update`)
  const act = actOn(handling, found) ?? { action: handling.action, target: found.name }
  await audited(context, act, async () => {
    const more = await moreRoom(context, found, body, hostCpus)
    const claim = placement.claimMore(found.hostId, more)
    try {
      return await relay(context, exchange, {
        hostId: found.hostId,
        path: pathOfContainer(handling, found, exchange),
        body: Buffer.from(stringifyExact(body)),
        headers: { 'content-type': 'application/json' },
        onHead: async (status) => {
          if (status < 400) await seeAgain(context, found)
        },
      })
    } finally {
      claim.release()
    }
  })
}
