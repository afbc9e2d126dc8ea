// What becomes of a copy that is there already: one that was begun is finished, one that is not needed is removed.
import type { Container } from '@/lib/contract/containers'
import { AppError } from '@/server/errors'
import { imageConfig } from '@/server/recreate/image-config'
import { isKnownByImage } from '@/server/recreate/own-labels'
import type { Inspect } from '@/server/recreate/types'
import { audited } from '../audit'
import { placeOfContainer } from '../objects/find-container'
import type { ProxyContext } from '../types'
import { type Owed, oweOf } from './copy-labels'
import { payOwed } from './make-anew'
import { isUp, type Rescheduling } from './plan-reschedule'

type Of<K extends Rescheduling['kind']> = Extract<Rescheduling, { kind: K }>

const removeTimeoutMs = 60_000
const answerTimeoutMs = 5_000

/** Not only looks like one. What its image says nobody has asked for who made it. */
async function requireOwn({ cluster }: Pick<ProxyContext, 'cluster'>, container: Container): Promise<void> {
  const engine = cluster.engine(container.hostId)
  const path = `/containers/${container.id}/json`
  const inspect = await engine.json<Inspect>('GET', path, { timeoutMs: answerTimeoutMs })
  const image = await imageConfig(engine, inspect.Image, answerTimeoutMs)
  const { hostName, name } = container
  if (image === null) {
    const what = `${hostName}/${name} has lost its image, so that nobody can tell which of its labels are its own.`
    throw new AppError('conflict', what, { details: { fix: 'Remove by hand the one that is not to stay.' } })
  }
  if (!isKnownByImage(container.labels, image)) return
  throw new AppError('conflict', `${hostName}/${name} only looks like a copy: what says so comes from its image.`)
}

/** It is not removed when that fails: it may be the last one. */
export async function finishCopy(context: ProxyContext, { container }: Of<'finish'>): Promise<void> {
  const { cluster, moves } = context
  const { id, hostId, hostName, networks } = container
  await audited(context, { action: 'container.reschedule', target: placeOfContainer(container) }, async () => {
    moves.requireFree(container)
    await requireOwn(context, container)
    const owed = oweOf(container) as Owed
    const joined = new Set(networks.map((each) => each.name))
    await payOwed(context, hostId, id, {
      start: true,
      networks: owed.networks.filter((each) => !joined.has(each.name)),
    })
    await cluster.look(hostId, id).catch(() => undefined)
    return { status: 201, message: `It had been made on ${hostName} and not been started yet.` }
  })
}

/** Asked of its engine, as its host may have died a moment ago without anybody knowing. */
async function requireThere({ cluster }: Pick<ProxyContext, 'cluster'>, other: Container, mustBeUp: boolean) {
  const path = `/containers/${other.id}/json`
  const engine = cluster.engine(other.hostId)
  const { State } = await engine
    .json<Inspect>('GET', path, { timeoutMs: answerTimeoutMs })
    .catch(() => ({ State: null }))
  if (State && (!mustBeUp || State.Running || State.Restarting)) return
  const what = State ? 'does not run' : 'is not there'
  throw new AppError('conflict', `${other.hostName}/${other.name} ${what} any more, so the other one stays.`)
}

type RemovalParts = Pick<ProxyContext, 'cluster' | 'moves' | 'beforeRemoval' | 'leadership'>

/** Before nobody knows of the lost one any more: what looks like its copy may be another's. */
export async function giveUpLost(context: ProxyContext, { container, stays }: Of<'forget'>): Promise<void> {
  await requireOwn(context, stays)
  context.cluster.forget(container.hostId, container.id)
}

/** Its volumes stay: what is in them was written before the host was lost, and nobody said that it may go. */
export async function removeStale(parts: RemovalParts, container: Container, stays: Container, mustBeUp: boolean) {
  const { cluster, moves, leadership } = parts
  for (const each of [container, stays]) moves.requireFree(each)
  await parts.beforeRemoval(container)
  await requireThere(parts, stays, mustBeUp)
  // Of what did not run an engine refuses the removal when somebody has started it meanwhile.
  const query = isUp(container) ? { force: 1 } : {}
  const asked = { query, timeoutMs: removeTimeoutMs, beforeSent: leadership?.requireLead }
  await cluster.engine(container.hostId).json('DELETE', `/containers/${container.id}`, asked)
  await cluster.look(container.hostId, container.id).catch(() => undefined)
}

export async function removeReplaced(context: ProxyContext, { container, stays }: Of<'remove'>): Promise<void> {
  const message = `It was rescheduled to ${stays.hostName} while ${container.hostName} was lost.`
  const act = { action: 'container.remove', target: placeOfContainer(container) }
  await audited(context, act, async () => {
    await requireThere(context, stays, isUp(container))
    for (const each of [container, stays]) await requireOwn(context, each)
    await removeStale(context, container, stays, isUp(container))
    return { status: 204, message }
  })
}

/**
 * Without force: an engine does not remove what somebody has started meanwhile. And of which is still there its engine is asked:
 * what is known of a host that has just come back may be from before a restart.
 */
export async function removeBegun(context: ProxyContext, { container, of }: Of<'clear'>): Promise<void> {
  const { cluster, moves, leadership } = context
  const message = `It was to take the place of the one on ${of.hostName}, and was never started.`
  const act = { action: 'container.remove', target: placeOfContainer(container) }
  await audited(context, act, async () => {
    for (const each of [container, of]) moves.requireFree(each)
    await requireOwn(context, container)
    if (cluster.host(of.hostId)?.state !== 'unreachable') {
      await requireThere(context, of, true)
      await requireOwn(context, of)
    }
    const asked = { timeoutMs: removeTimeoutMs, beforeSent: leadership?.requireLead }
    await cluster.engine(container.hostId).json('DELETE', `/containers/${container.id}`, asked)
    await cluster.look(container.hostId, container.id).catch(() => undefined)
    return { status: 204, message }
  })
}
