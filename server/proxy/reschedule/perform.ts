// One operation of rescheduling: a lost container made anew on another host, or a stale copy removed.

import type { Container } from '@/lib/contract/containers'
import { splitReference } from '@/server/docker/pull'
import { AppError, isAppError, messageOf } from '@/server/errors'
import { onceAttached } from '@/server/networks/coming-overlay'
import type { CreateRequest } from '@/server/recreate/types'
import { isLocal } from '@/server/scheduler/from-contract'
import { requestOfContainer } from '@/server/scheduler/request-of-container'
import type { PlacementRequest } from '@/server/scheduler/types'
import { audited } from '../audit'
import { loginFor, pullOnHost } from '../images/pull-on-host'
import { networkPlaces } from '../objects/network-places'
import type { ProxyContext } from '../types'
import { type Rescheduling, roundLabel, roundOf } from './plan-reschedule'
import { isNamed } from './remembered'

type Move = Extract<Rescheduling, { kind: 'move' }>
type Removal = Extract<Rescheduling, { kind: 'remove' }>
type Clearing = Extract<Rescheduling, { kind: 'clear' }>

const createTimeoutMs = 120_000
const startTimeoutMs = 60_000
/** A pull may take as long as it says that it goes on. */
const silenceMs = 180_000

/** Engines with a key-value store keep the name of a lost endpoint until somebody lets go of it. */
async function leaveNetworks(context: ProxyContext, hostId: string, { container }: Move): Promise<void> {
  const global = new Set(context.cluster.networks().flatMap(({ id, scope }) => (scope === 'global' ? [id] : [])))
  const engine = context.cluster.engine(hostId)
  for (const { networkId } of container.networks) {
    if (!global.has(networkId)) continue
    const body = { Container: container.name, Force: true }
    await engine.json('POST', `/networks/${networkId}/disconnect`, { body }).catch(() => undefined)
  }
}

async function createOn(context: ProxyContext, hostId: string, { container }: Move, made: CreateRequest) {
  const engine = context.cluster.engine(hostId)
  const create = () => {
    context.leadership?.requireLead()
    const request = { query: { name: container.name }, body: made.body, timeoutMs: createTimeoutMs }
    return engine.json<{ Id: string }>('POST', '/containers/create', request)
  }
  try {
    return await create()
  } catch (error) {
    if (!isAppError(error) || !/no such image/i.test(error.message)) throw error
  }
  const image = String(made.body.Image ?? '')
  const { name: fromImage, tag } = splitReference(image)
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), silenceMs)
  try {
    const login = await loginFor(context, image, undefined)
    await pullOnHost(engine, { fromImage, tag }, login, () => timer.refresh(), patience.signal)
  } finally {
    clearTimeout(timer)
  }
  return create()
}

const emptyLabel = 'io.lotse.reschedule.volumes'

/** What it keeps on its host alone. Data without a name is known to go; with a name somebody has to have said so. */
function lostVolumes({ cluster }: ProxyContext, { hostId, mounts, labels }: Container) {
  // One of which the host has not told what it is may be local as well.
  const shared = new Set(cluster.inventoryOf(hostId).volumes.flatMap((each) => (isLocal(each) ? [] : [each.name])))
  const names = mounts.flatMap(({ type, name }) =>
    type === 'volume' && name !== undefined && !shared.has(name) ? [name] : [],
  )
  return { volumes: names.filter(isNamed), isAllowed: labels[emptyLabel] === 'empty' }
}

/** Where its local networks and what it is linked with are is a matter of the engine's, unless it is known already. */
function requestElsewhere({ cluster }: ProxyContext, container: Container, lost: readonly string[]): PlacementRequest {
  const asked = requestOfContainer(container, [], null)
  const pins = container.networks.flatMap(({ name }) => {
    const { hosts } = networkPlaces(name, cluster.networks, cluster.hosts)
    return hosts === null ? [] : [`whitelist:node==${hosts.join('|') || 'no-other-host'}`]
  })
  const volumes = (asked.volumes ?? []).filter((name) => isNamed(name) && !lost.includes(name))
  return { ...asked, env: [...(asked.env ?? []), ...pins], volumes }
}

const onceMore = ({ body, networks }: CreateRequest, container: Container): CreateRequest => ({
  body: { ...body, Labels: { ...(body.Labels as object | undefined), [roundLabel]: String(roundOf(container) + 1) } },
  networks,
})

/** Throws when it cannot be placed or made; nothing is left of the attempt. */
export async function moveLost(context: ProxyContext, move: Move, made: CreateRequest | undefined): Promise<void> {
  const { cluster, placement, log } = context
  const { container, wasUp } = move
  const from = container.hostName
  const act = { action: 'container.reschedule', target: `${from}/${container.name}` }
  await audited(context, act, async () => {
    context.moves.requireFree(container)
    if (made === undefined)
      throw new AppError('not_supported', `How ${container.name} was made had not been read before ${from} was lost.`)
    const { volumes: lost, isAllowed } = lostVolumes(context, container)
    // One of the same name on another host is not it, and would be taken for it.
    if (lost.length > 0 && !isAllowed)
      throw new AppError(
        'no_placement',
        `${container.name} has data on ${from} in the local volume ${lost.join(', ')}.`,
        {
          details: {
            fix: `Bring ${from} back. With the label ${emptyLabel}=empty it would begin anew without its data.`,
          },
        },
      )
    const request = requestElsewhere(context, container, lost)
    const claim = placement.claim(request, new Set([from]), container.id)
    const { hostId, hostName } = claim
    let id: string | undefined
    const isLost = () => cluster.host(container.hostId)?.state === 'unreachable'
    const requireLost = () => {
      if (!isLost()) throw new AppError('conflict', `${from} is back, and with it ${container.name}.`)
    }
    try {
      await leaveNetworks(context, hostId, move)
      id = (await createOn(context, hostId, move, onceMore(made, container))).Id
      const engine = cluster.engine(hostId)
      for (const { name, endpoint } of made.networks) {
        const body = { Container: id, EndpointConfig: endpoint }
        await engine.json('POST', `/networks/${encodeURIComponent(name)}/connect`, { body, timeoutMs: startTimeoutMs })
      }
      // A pull may have taken its time.
      requireLost()
      context.leadership?.requireLead()
      const start = `/containers/${id}/start`
      if (wasUp) await onceAttached(cluster, () => engine.json('POST', start, { timeoutMs: startTimeoutMs }))
      claim.made(id)
      // From here on the one on the lost host is a copy: it is seen again when its host is.
      if (isLost()) cluster.forget(container.hostId, container.id)
      await cluster.look(hostId, id).catch(() => undefined)
    } catch (error) {
      claim.release()
      if (id !== undefined) await removeHalf(context, hostId, id)
      throw error
    }
    const short = (each: string) => each.slice(0, 12)
    const began = `Rescheduled container ${short(container.id)} from ${from} to ${hostName} as ${short(id)}`
    const message = lost.length === 0 ? began : `${began}, without the data of ${lost.join(', ')}`
    log.info({ container: container.name }, message)
    return { status: 201, message, target: `${hostName}/${container.name}` }
  })
}

const removeHalf = async ({ cluster, log }: ProxyContext, hostId: string, id: string): Promise<void> => {
  try {
    await cluster.engine(hostId).json('DELETE', `/containers/${id}`, { query: { force: 1 } })
  } catch (error) {
    log.warn({ container: id, hostId }, `what was begun could not be removed: ${messageOf(error)}`)
  }
}

/**
 * Its volumes stay: what is in them was written before the host was lost, and nobody said that it may go. What was never started
 * goes without force: an engine does not remove what somebody has started meanwhile.
 */
export async function removeCopy(context: ProxyContext, operation: Removal | Clearing): Promise<void> {
  const { cluster } = context
  const { container } = operation
  const isStale = operation.kind === 'remove'
  const other = isStale ? operation.stays : operation.of
  const message = isStale
    ? `It was rescheduled to ${other.hostName} while ${container.hostName} was lost.`
    : `It was to take the place of the one on ${other.hostName}, and was never started.`
  const act = { action: 'container.remove', target: `${container.hostName}/${container.name}` }
  await audited(context, act, async () => {
    for (const each of [container, other]) context.moves.requireFree(each)
    await context.beforeRemoval(container)
    context.leadership?.requireLead()
    const query = isStale ? { force: 1 } : {}
    const path = `/containers/${container.id}`
    await cluster.engine(container.hostId).json('DELETE', path, { query, timeoutMs: startTimeoutMs })
    await cluster.look(container.hostId, container.id).catch(() => undefined)
    return { status: 204, message }
  })
}
