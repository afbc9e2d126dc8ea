// `docker create` and the first half of `docker run`: the scheduler's choice, held from the moment it is made, then the engine's
// work with nobody waiting for it. A host that cannot be reached is passed over; an image that cannot be had there is looked for
// on the others.
import { randomBytes } from 'node:crypto'
import { splitReference } from '@/server/docker/pull'
import { AppError, isAppError, messageOf } from '@/server/errors'
import { audited } from '../audit'
import { messageIn, sendJson } from '../http/docker-error'
import { stringifyExact } from '../http/exact-json'
import { type JsonObject, readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { loginFor, pullOnHost } from '../images/pull-on-host'
import { answering } from '../on-hosts'
import type { Claim } from '../placement/placement'
import { guardCreate } from '../policy/guard'
import { type Made, madeIn, readAnswer } from '../read-answer'
import { ask, clientLeft } from '../relay'
import type { Answer, Exchange, ProxyContext } from '../types'
import { type CreateFacts, readCreate, type WantedContainer } from './create-body'
import { lookPatienceMs, seeAgain } from './relay-container'
import { inPlaceOf, replacedContainer } from './replaced-container'

const usualRetries = 2

/** Nothing was sent yet, so nothing can have been made. */
const wasNotReached = (error: unknown): boolean =>
  isAppError(error) &&
  error.code === 'host_unreachable' &&
  ['resolve', 'connect', 'ssh', 'tls'].includes(String(error.details?.step))

/** It was sent, and no word came back that says no: its name is let go when the index shows what became of it. */
const mayBeMade = (error: unknown): boolean =>
  isAppError(error) &&
  ((error.code === 'host_unreachable' && !wasNotReached(error)) ||
    (error.code === 'engine_error' && error.details?.statusCode === undefined))

/** It said no, for a reason of its own: another host may have none. */
const hasFailed = (error: unknown): boolean =>
  isAppError(error) && error.code === 'engine_error' && Number(error.details?.statusCode ?? 0) >= 500

const seeAll = async ({ cluster }: ProxyContext, hostId: string): Promise<void> => {
  await Promise.race([
    cluster.refresh(hostId, ['containers']).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, lookPatienceMs).unref()),
  ])
}

const lacksImage = (status: number, message: string): boolean => status === 404 && /no such image/i.test(message)

class MissingImage extends Error {}

async function createOnce(context: ProxyContext, exchange: Exchange, claim: Claim, body: JsonObject): Promise<Made> {
  const answer = await ask(context, exchange, {
    hostId: claim.hostId,
    path: pathOf(exchange.version, ['containers', 'create'], exchange.target.query),
    body: Buffer.from(stringifyExact(body)),
    headers: { 'content-type': 'application/json' },
    outlivesClient: true,
  })
  const text = await readAnswer(answer)
  const status = answer.statusCode ?? 502
  if (status < 300) return madeIn(text, claim.hostName)
  const message = messageIn(text)
  if (lacksImage(status, message)) throw new MissingImage(message)
  throw new AppError('engine_error', message, { details: { statusCode: status } })
}

async function createOn(
  context: ProxyContext,
  exchange: Exchange,
  claim: Claim,
  wanted: WantedContainer,
): Promise<Made> {
  const host = context.cluster.host(claim.hostId)
  const body = wanted.bodyFor(host?.total.cpus ?? 1)
  try {
    return await createOnce(context, exchange, claim, body)
  } catch (error) {
    if (!(error instanceof MissingImage)) throw error
  }
  const { name: fromImage, tag } = splitReference(wanted.image)
  const { platform } = wanted.request
  const query: Record<string, string> = { fromImage, tag, ...(platform === undefined ? {} : { platform }) }
  const login = await loginFor(context, wanted.image, undefined)
  const gone = new AbortController()
  const leave = () => gone.abort()
  exchange.response.once('close', leave)
  try {
    if (exchange.response.destroyed) throw clientLeft()
    await pullOnHost(context.cluster.engine(claim.hostId), query, login, undefined, gone.signal)
  } catch (error) {
    if (exchange.response.destroyed) throw clientLeft()
    // With this status the CLI tries the pull itself and shows how that fails.
    throw new MissingImage(`No such image: ${wanted.image}: ${messageOf(error)}`, { cause: error })
  } finally {
    exchange.response.off('close', leave)
  }
  return createOnce(context, exchange, claim, body)
}

/** Holds for this decision only and stands nowhere afterwards. */
const withImageHere = (wanted: WantedContainer): WantedContainer => ({
  ...wanted,
  request: { ...wanted.request, env: [...(wanted.request.env ?? []), `affinity:image==${wanted.image}`] },
})

async function place(
  context: ProxyContext,
  exchange: Exchange,
  wanted: WantedContainer,
  replacedId: string | undefined,
): Promise<Made & { claim: Claim }> {
  const { placement } = context
  const failed = new Set<string>()
  let current = wanted
  for (;;) {
    const claim = placement.claim(current.request, failed, replacedId)
    try {
      const made = await createOn(context, exchange, claim, current)
      claim.made(made.Id)
      // What is answered must be there for the next request; if the host goes silent now, its return shows it.
      await seeAgain(context, { hostId: claim.hostId, id: made.Id })
      return { ...made, claim }
    } catch (error) {
      if (mayBeMade(error)) {
        await seeAll(context, claim.hostId)
        await context.givenUp.add(claim.hostId, current.swarmId, context.caller)
      }
      claim.release()
      if (error instanceof MissingImage) {
        const mayBeElsewhere = current === wanted && !wanted.isPinned
        if (mayBeElsewhere && isHeldElsewhere(context, wanted.image, claim.hostId)) {
          current = withImageHere(wanted)
          continue
        }
        throw new AppError('not_found', error.message, { cause: error })
      }
      const isUnreached = wasNotReached(error)
      const mayRetry = isUnreached || (context.createRetry !== undefined && hasFailed(error))
      if (mayRetry && failed.size < (context.createRetry ?? usualRetries)) {
        failed.add(claim.hostName)
        continue
      }
      if (!isUnreached) throw error
      const message = `Cannot connect to the docker engine endpoint: ${messageOf(error)}`
      throw new AppError('host_unreachable', message, { cause: error })
    }
  }
}

const isHeldElsewhere = (context: ProxyContext, reference: string, hostId: string): boolean => {
  const { name, tag } = splitReference(reference)
  return answering(context).some(
    (host) =>
      host.id !== hostId &&
      context.cluster
        .inventoryOf(host.id)
        .images.some(({ tags, id }) => tags.includes(`${name}:${tag}`) || id === reference),
  )
}

/** The policy of a role looks at the container that a name means: it has to mean that one until the engine is told. */
const onceFound = (find: CreateFacts['find']): CreateFacts['find'] => {
  const known = new Map<string, ReturnType<typeof find>>()
  return (ref) => {
    if (!known.has(ref)) known.set(ref, find(ref))
    return known.get(ref)
  }
}

export const createContainer: Answer = async (context, exchange) => {
  const { cluster } = context
  const { request, response } = exchange
  const body = await readJsonObject(request)
  const asked = readCreate(body, exchange.target.search, randomBytes(32).toString('hex'), {
    hosts: cluster.hosts,
    networks: cluster.networks,
    find: onceFound(cluster.container),
  })
  const replaced = replacedContainer(cluster, asked.request)
  const placed = replaced ? inPlaceOf(asked, replaced) : asked
  const target = placed.request.name ?? placed.image
  const pin = await guardCreate(context, placed.bodyFor(1), `POST /containers/create ${target}`)
  const wanted: WantedContainer = { ...placed, bodyFor: (cpus) => pin(placed.bodyFor(cpus)) }
  const act = { action: 'container.create', target }
  await audited(context, act, async () => {
    const { Id, Warnings, claim } = await place(context, exchange, wanted, replaced?.id)
    sendJson(response, { Id, Warnings: Warnings ?? [] }, 201)
    const name = cluster.container(Id)?.name ?? Id.slice(0, 12)
    return { status: 201, message: wanted.image, target: `${claim.hostName}/${name}` }
  })
}
