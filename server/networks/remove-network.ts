// Removes a network, for an overlay on every host, unless something still needs it.
import { setTimeout as delay } from 'node:timers/promises'
import type { NetworkDetail } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { AppError, isAppError, isAway, messageOf } from '@/server/errors'
import { networkDetail } from './network-detail'
import { lacksQuorum, quorumRefusal } from './network-request'
import type { NetworksContext } from './networks-context'
import { answers } from './overlay-facts'
import { overlayStatusOf } from './overlay-status'
import { meaningOf } from './silence'
import type { RemoveNetworkOptions } from './types'

type User = { words: string; runs: boolean; known: boolean }

/** How long an engine may still count a container that has just gone. */
const lingerMs = 6000

const usersOf = (cluster: Cluster, network: NetworkDetail): User[] =>
  network.endpoints.map((endpoint) => {
    const where = `${endpoint.hostName}/${endpoint.containerName}`
    if (endpoint.stale) return { words: `${where} (stale endpoint)`, runs: false, known: true }
    const container = cluster.container(endpoint.containerId)
    const known = container?.known ?? true
    const runs = !container || ['running', 'paused', 'restarting'].includes(container.state)
    if (!known) return { words: `${where} (last seen; ${endpoint.hostName} does not answer)`, runs, known }
    return { words: runs ? where : `${where} (${container?.state})`, runs, known }
  })

const isInTheWay = ({ runs, known }: User, { force = false, stoppedMayLack = false }: RemoveNetworkOptions): boolean =>
  force ? runs && known : !stoppedMayLack || runs || !known

const refuseWhileUsed = (network: NetworkDetail, users: User[], options: RemoveNetworkOptions): void => {
  const inTheWay = users.filter((user) => isInTheWay(user, options))
  if (inTheWay.length === 0) return
  const count = inTheWay.length === 1 ? '1 container' : `${inTheWay.length} containers`
  const listed = inTheWay.slice(0, 12).map(({ words }) => words)
  const more = inTheWay.length > listed.length ? ` and ${inTheWay.length - listed.length} more` : ''
  const anyRuns = inTheWay.some(({ runs, known }) => runs && known)
  throw new AppError('in_use', `${network.displayName} is in use by ${count}: ${listed.join(', ')}${more}.`, {
    details: {
      fix: anyRuns
        ? 'Disconnect or remove them first.'
        : 'Remove them first, or force it: they will not start again until they are connected elsewhere.',
      containers: inTheWay.map(({ words }) => words),
    },
  })
}

const isGone = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404
const saysInUse = (error: unknown): boolean => /active endpoints|in use/i.test(messageOf(error))

const deleteOn = async (engine: Engine, id: string): Promise<void> => {
  const deadline = performance.now() + lingerMs
  for (;;) {
    try {
      await engine.json('DELETE', `/networks/${encodeURIComponent(id)}`, { timeoutMs: 20_000 })
      return
    } catch (error) {
      if (isGone(error)) return
      if (!saysInUse(error) || performance.now() > deadline) throw error
      await delay(400)
    }
  }
}

const deciders = async (context: NetworksContext, network: NetworkDetail): Promise<string[]> => {
  if (network.scope === 'local') return network.hostIds
  const status = overlayStatusOf(await context.observer.observe())
  if (network.scope === 'swarm' && lacksQuorum(status)) throw quorumRefusal('no overlay can be removed')
  const able = status.hosts.filter((host) => host.status === 'in' && (host.mode === 'kv' || host.role === 'manager'))
  const own = new Set(network.hostIds)
  // In another Swarm than the cluster's, only the hosts that list it can help.
  const ids = able.map((host) => host.hostId)
  return network.scope === 'swarm' && ids.length > 0 ? ids : [...own, ...ids.filter((id) => !own.has(id))]
}

const deleteOnFirst = async (context: NetworksContext, network: NetworkDetail): Promise<void> => {
  let silence: unknown
  for (const hostId of await deciders(context, network)) {
    try {
      return await deleteOn(context.cluster.engine(hostId), network.id)
    } catch (error) {
      if (saysInUse(error)) {
        throw new AppError('in_use', `${network.displayName} is in use: ${messageOf(error)}`, {
          details: { fix: 'Something that is not known here still uses it; wait a moment or look on that host.' },
          cause: error,
        })
      }
      if (!isAway(error)) throw error
      silence = error
    }
  }
  if (silence !== undefined) {
    throw network.scope === 'swarm' ? await meaningOf(context, silence, 'no overlay can be removed') : silence
  }
  throw new AppError('host_unreachable', `No host that could remove ${network.displayName} answers.`, {
    details: { fix: 'Bring one of them back.' },
  })
}

/** Members keep a copy for a while; one that is still listed after the removal would be taken for the real thing. */
const removeCopies = async (context: NetworksContext, network: NetworkDetail): Promise<void> => {
  const { cluster } = context
  const listing = cluster.hosts().filter((host) => answers(host) && network.hostIds.includes(host.id))
  const hostsLeft = () =>
    cluster.networks().find((each) => each.id === network.id && each.scope !== 'local')?.hostIds ?? []
  await Promise.allSettled(listing.map((host) => cluster.refresh(host.id, ['networks'])))
  await Promise.all(
    hostsLeft().map(async (hostId) => {
      try {
        const refusal = await deleteOn(cluster.engine(hostId), network.id).catch((error: unknown) => error)
        await cluster.refresh(hostId, ['networks'])
        // It may have gone by itself meanwhile: then whoever is asked to remove it may only say who could.
        if (refusal !== undefined && hostsLeft().includes(hostId)) throw refusal
      } catch (error) {
        const host = cluster.host(hostId)?.name ?? hostId
        context.log.warn({ network: network.name, host, err: error }, 'a copy of a removed network stays on a host')
      }
    }),
  )
}

export const removeNetwork = async (
  context: NetworksContext,
  ref: string,
  options: RemoveNetworkOptions,
): Promise<void> => {
  const { cluster } = context
  const network = await networkDetail(cluster, ref)
  if (network.predefined || network.ingress) {
    throw new AppError('conflict', `${network.displayName} is made by the engine itself and cannot be removed.`)
  }
  refuseWhileUsed(network, usersOf(cluster, network), options)
  for (const endpoint of network.endpoints) {
    if (!endpoint.stale) continue
    const body = { Container: endpoint.containerName, Force: true }
    await cluster.engine(endpoint.hostId).json('POST', `/networks/${network.id}/disconnect`, { body })
  }
  await deleteOnFirst(context, network)
  if (network.scope === 'local') {
    const [hostId] = network.hostIds
    if (hostId !== undefined) await cluster.refresh(hostId, ['networks'])
  } else await removeCopies(context, network)
}
