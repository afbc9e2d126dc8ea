// A lost container made anew on one other host: created as it was, joined to its networks, started if it ran.
import type { Container } from '@/lib/contract/containers'
import { splitReference } from '@/server/docker/pull'
import { AppError, isAppError, isAway, messageOf } from '@/server/errors'
import { onceAttached } from '@/server/networks/coming-overlay'
import type { CreateRequest } from '@/server/recreate/types'
import { loginFor, pullOnHost } from '../images/pull-on-host'
import type { Claim } from '../placement/placement'
import type { ProxyContext } from '../types'
import { type Owed, onceMore } from './copy-labels'
import type { Rescheduling } from './plan-reschedule'
import { failed } from './why'

type Move = Extract<Rescheduling, { kind: 'move' }>

const createTimeoutMs = 120_000
const startTimeoutMs = 60_000
/** A pull may take as long as it says that it goes on. */
const usualSilenceMs = 180_000

/** Engines with a key-value store keep the name of a lost endpoint until somebody lets go of it. */
async function leaveNetworks(context: ProxyContext, hostId: string, { container }: Move): Promise<void> {
  const global = new Set(context.cluster.networks().flatMap(({ id, scope }) => (scope === 'global' ? [id] : [])))
  const engine = context.cluster.engine(hostId)
  const beforeSent = context.leadership?.requireLead
  for (const { networkId } of container.networks) {
    if (!global.has(networkId)) continue
    const body = { Container: container.name, Force: true }
    await engine.json('POST', `/networks/${networkId}/disconnect`, { body, beforeSent }).catch(() => undefined)
  }
}

/** Gives up on a registry that has said nothing for so long, and on nothing that goes on. */
export async function pullWhileHeard(
  pull: (heard: () => void, signal: AbortSignal) => Promise<void>,
  silenceMs = usualSilenceMs,
): Promise<void> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), silenceMs)
  try {
    await pull(() => timer.refresh(), patience.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** Shares are of a host's cores, as classic Swarm gave them. */
const onCpus = ({ body, networks }: CreateRequest, container: Container, hostCpus: number): CreateRequest => {
  const { cpus } = container.reservation
  const { NanoCpus, CpuQuota, CpuShares } = body.HostConfig
  if (!CpuShares || NanoCpus || CpuQuota || cpus <= 0) return { body, networks }
  const shares = Math.ceil((cpus * 1024) / Math.max(1, hostCpus))
  return { body: { ...body, HostConfig: { ...body.HostConfig, CpuShares: shares } }, networks }
}

async function createOn(context: ProxyContext, { hostId, hostName }: Claim, { container }: Move, made: CreateRequest) {
  const engine = context.cluster.engine(hostId)
  const beforeSent = context.leadership?.requireLead
  const create = () => {
    const request = { query: { name: container.name }, body: made.body, timeoutMs: createTimeoutMs, beforeSent }
    return engine.json<{ Id: string }>('POST', '/containers/create', request)
  }
  try {
    return await create()
  } catch (error) {
    if (!isAppError(error) || !/no such image/i.test(error.message)) throw error
  }
  const image = String(made.body.Image ?? '')
  const { name: fromImage, tag } = splitReference(image)
  try {
    const login = await loginFor(context, image, undefined)
    await pullWhileHeard((heard, signal) => pullOnHost(engine, { fromImage, tag }, login, heard, signal))
  } catch (error) {
    const message = messageOf(error)
    const why = { kind: 'image' as const, image, host: hostName, message }
    throw failed('engine_error', `${image} cannot be pulled on ${hostName}: ${message}`, why)
  }
  return create()
}

/** What stands on the copy itself: also for whoever finishes what another has begun. */
export async function payOwed(
  context: ProxyContext,
  hostId: string,
  id: string,
  { start, networks }: Owed,
  mayStart: () => void = () => undefined,
): Promise<void> {
  const { cluster, leadership } = context
  const engine = cluster.engine(hostId)
  const asked = { timeoutMs: startTimeoutMs, beforeSent: leadership?.requireLead }
  for (const { name, endpoint } of networks) {
    const body = { Container: id, EndpointConfig: endpoint }
    await engine.json('POST', `/networks/${encodeURIComponent(name)}/connect`, { ...asked, body })
  }
  mayStart()
  if (!start) return
  const begin = () => engine.json('POST', `/containers/${id}/start`, asked)
  await onceAttached(cluster, begin, { subject: id, beforeAgain: mayStart })
}

/** Without force: an engine does not remove what somebody has started meanwhile. */
const removeHalf = async ({ cluster, log }: ProxyContext, hostId: string, id: string): Promise<void> => {
  try {
    await cluster.engine(hostId).json('DELETE', `/containers/${id}`)
  } catch (error) {
    log.warn({ container: id, hostId }, `what was begun could not be removed: ${messageOf(error)}`)
  }
}

/** The id of the new one. Throws when it cannot be made; nothing is left of the attempt on a host that answers. */
export async function makeAnew(context: ProxyContext, claim: Claim, move: Move, made: CreateRequest): Promise<string> {
  const { cluster } = context
  const { container, wasUp } = move
  const { hostId } = claim
  let id: string | undefined
  // What was just read of a host is there before all of the host is.
  const isLost = () =>
    cluster.host(container.hostId)?.state === 'unreachable' && cluster.container(container.id)?.known !== true
  const requireLost = () => {
    if (isLost()) return
    const from = container.hostName
    throw new AppError('conflict', `${from} is back, and with it ${container.name}.`)
  }
  try {
    // Another host may have failed for minutes before this one.
    requireLost()
    await leaveNetworks(context, hostId, move)
    const asked = onCpus(made, container, cluster.host(hostId)?.total.cpus ?? 1)
    id = (await createOn(context, claim, move, onceMore(asked, container, wasUp))).Id
    // A pull may have taken its time.
    await payOwed(context, hostId, id, { start: wasUp, networks: made.networks }, requireLost)
    claim.made(id)
    // From here on the one on the lost host is a copy: it is seen again when its host is.
    if (isLost()) cluster.forget(container.hostId, container.id)
    await cluster.look(hostId, id).catch(() => undefined)
    return id
  } catch (error) {
    claim.release()
    if (id === undefined) throw error
    // It may have been started all the same: whether there is one more to make is seen when its host is heard of again.
    if (isAway(error)) throw new AppError('conflict', messageOf(error), { cause: error })
    await removeHalf(context, hostId, id)
    throw error
  }
}
