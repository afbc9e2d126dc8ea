// Questions about one image go to a host that has it, acts on it to every host that has it.
import type { Host } from '@/lib/contract/hosts'
import { AppError, isAppError } from '@/server/errors'
import { audited } from '../audit'
import { notFound, sendJson } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import { findImages } from '../objects/find-image'
import { answering, type HostOutcome, onHosts, requireAll } from '../on-hosts'
import { ask, passOn, relay } from '../relay'
import type { Answer, Exchange, ProxyContext } from '../types'
import { loginFor } from './pull-on-host'

const actTimeoutMs = 120_000

function holders(context: ProxyContext, ref: string): Host[] {
  const ids = new Set(findImages(context.cluster, ref).flatMap(({ hostIds }) => hostIds))
  const hosts = answering(context).filter(({ id }) => ids.has(id))
  if (hosts.length > 0) return hosts
  throw new AppError('host_unreachable', `No host that has the image ${ref} answers.`)
}

async function fromFirst(context: ProxyContext, exchange: Exchange, hosts: readonly Host[], path: string) {
  const [last] = hosts.slice(-1)
  for (const host of hosts) {
    const options = { hostId: host.id, path, reportsProgress: true }
    const answer = await ask(context, exchange, options)
    // The tag may be on another of the hosts that have the image.
    if (answer.statusCode === 404 && host !== last) answer.resume()
    else return passOn(context, exchange, answer, options)
  }
  throw notFound('No such image')
}

/** `rest`: json, history. */
export const relayToImage =
  (rest: string): Answer =>
  async (context, exchange) => {
    const ref = exchange.params.name ?? ''
    const path = pathOf(exchange.version, ['images', ...ref.split('/'), rest], exchange.target.query)
    await fromFirst(context, exchange, holders(context, ref), path)
  }

export const pushImage: Answer = async (context, exchange) => {
  const ref = exchange.params.name ?? ''
  const tag = exchange.target.search.get('tag') ?? ''
  const whole = tag === '' ? ref : `${ref}:${tag}`
  // Without a tag every tag of the repository is meant: any host that has one.
  const tags = context.cluster.images().flatMap((image) => image.tags)
  const known = tag === '' ? (tags.find((each) => each.slice(0, each.lastIndexOf(':')) === ref) ?? ref) : whole
  const [host] = holders(context, known)
  const path = pathOf(exchange.version, ['images', ...ref.split('/'), 'push'], exchange.target.query)
  const headers = await loginFor(context, whole, exchange.request.headers['x-registry-auth'])
  await audited(context, { action: 'image.push', target: whole }, () =>
    relay(context, exchange, { hostId: host?.id ?? '', path, headers, reportsProgress: true }),
  )
}

/** `docker save`: one archive needs one host that has everything in it. */
export const saveImages: Answer = async (context, exchange) => {
  const { name } = exchange.params
  const names = name === undefined ? exchange.target.search.getAll('names').flatMap((each) => each.split(',')) : [name]
  const sets = names.map((each) => new Set(findImages(context.cluster, each).flatMap(({ hostIds }) => hostIds)))
  const host = answering(context).find(({ id }) => sets.every((ids) => ids.has(id)))
  if (!host) throw notFound('Unable to find a healthy engine containing all images')
  const { version, target } = exchange
  await relay(context, exchange, { hostId: host.id, path: pathOf(version, target.segments, target.query) })
}

const isMissing = (error: unknown): boolean => isAppError(error) && error.details?.statusCode === 404

/** What one host lacks does not matter when another had it. */
function valuesOf<T>(outcomes: readonly HostOutcome<T>[]): T[] {
  const real = outcomes.filter((each) => each.ok || !isMissing(each.error))
  requireAll(real)
  if (real.length === 0 && outcomes[0] && !outcomes[0].ok) throw outcomes[0].error
  return real.flatMap((each) => (each.ok ? [each.value] : []))
}

export const tagImage: Answer = async (context, exchange) => {
  const ref = exchange.params.name ?? ''
  const { cluster } = context
  const query = Object.fromEntries(exchange.target.search)
  await audited(
    context,
    { action: 'image.tag', target: ref, message: `${query.repo}:${query.tag ?? ''}` },
    async () => {
      const outcomes = await onHosts(holders(context, ref), async ({ id }) => {
        const path = `/images/${encodeURIComponent(ref)}/tag`
        await cluster.engine(id).json('POST', path, { query, timeoutMs: actTimeoutMs })
        await cluster.refresh(id, ['images']).catch(() => undefined)
      })
      valuesOf(outcomes)
      exchange.response.writeHead(201, { 'content-length': 0 })
      exchange.response.end()
      return { status: 201 }
    },
  )
}

export const removeImage: Answer = async (context, exchange) => {
  const ref = exchange.params.name ?? ''
  const { cluster } = context
  const query = Object.fromEntries(exchange.target.search)
  await audited(context, { action: 'image.remove', target: ref }, async () => {
    const outcomes = await onHosts(holders(context, ref), async ({ id }) => {
      const path = `/images/${encodeURIComponent(ref)}`
      const removed = await cluster.engine(id).json<unknown[]>('DELETE', path, { query, timeoutMs: actTimeoutMs })
      await cluster.refresh(id, ['images']).catch(() => undefined)
      return removed
    })
    const lines = new Map(
      valuesOf(outcomes)
        .flat()
        .map((line) => [JSON.stringify(line), line]),
    )
    sendJson(exchange.response, [...lines.values()])
    return { status: 200 }
  })
}
