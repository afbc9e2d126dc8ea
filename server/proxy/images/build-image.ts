// `docker build` where the request itself names the build, with the classic builder or BuildKit: on one host that fulfils the expressions among the build arguments, where the image
// then is; `docker run` goes there when no registry has it.
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { authsHeader } from '@/server/docker/registry-auth'
import { audited } from '../audit'
import { keys } from '../buildkit/build'
import { requireShort } from '../containers/create-bounds'
import { badRequest, notFound } from '../http/docker-error'
import { parseExact, stringifyExact } from '../http/exact-json'
import { isObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { guardBuild } from '../policy/guard'
import { relay } from '../relay'
import type { Answer, Exchange, ProxyContext } from '../types'
import { hostsOfBuilt } from './hosts-of-built'
import { isGiven } from './pull-on-host'

/** A host that goes silent now must not keep the client from the end. */
const patienceMs = 3_000

const isExpression = (name: string): boolean => /^(constraint|affinity|whitelist):/.test(name)

/** Classic Swarm's expressions, and the arguments that are left. Pure. */
export function splitBuildArgs(text: string | null): { expressions: string[]; rest: Record<string, unknown> } {
  if (text === null || text === '') return { expressions: [], rest: {} }
  let args: unknown
  try {
    args = parseExact(text)
  } catch {
    throw badRequest('invalid buildargs: they are not JSON')
  }
  // As docker 20.10 says with the files of a build that it has no arguments.
  if (args === null) return { expressions: [], rest: {} }
  if (!isObject(args)) throw badRequest('invalid buildargs: they are not a JSON object')
  const entries = Object.entries(args)
  return {
    expressions: entries.flatMap(([name, value]) => (isExpression(name) ? [`${name}=${String(value ?? '')}`] : [])),
    rest: Object.fromEntries(entries.filter(([name]) => !isExpression(name))),
  }
}

/** What an upload of files calls the build that it is for. */
const uploadOf = 'upload-request:'

/** BuildKit's build comes on several connections, which find each other by what this one names. */
function announce({ rendezvous }: Pick<ProxyContext, 'rendezvous'>, search: URLSearchParams, hostId: string): void {
  const [session, buildId] = [search.get('session'), search.get('buildid')]
  if (session) rendezvous.settle(keys.session(session), hostId)
  if (buildId) rendezvous.settle(keys.buildId(buildId), hostId)
}

/** The files for a build that is asked for on another connection. To the classic builder the same request would be a build of its own. */
async function uploadFiles(context: ProxyContext, exchange: Exchange, buildId: string): Promise<void> {
  if (exchange.target.search.get('version') !== '2') throw badRequest('Only a build by BuildKit has files sent to it.')
  const hostId = await context.rendezvous.find(keys.buildId(buildId))
  await relay(context, exchange, { hostId, path: pathOf(exchange.version, ['build'], exchange.target.query) })
}

export const buildImage: Answer = async (context, exchange) => {
  const { cluster, placement, registries } = context
  const search = new URLSearchParams(exchange.target.search)
  const { expressions, rest } = splitBuildArgs(search.get('buildargs'))
  requireShort(expressions)
  if (search.has('buildargs')) search.set('buildargs', stringifyExact(rest))
  const names = search.getAll('t')
  const target = names.join(', ') || 'an image'
  await guardBuild(context, search, `POST /build ${target}`)
  const buildId = search.get('buildid') ?? ''
  if (buildId.startsWith(uploadOf)) return uploadFiles(context, exchange, buildId.slice(uploadOf.length))
  await audited(context, { action: 'image.build', target }, async () => {
    const builtOn = cluster
      .images()
      .filter(({ tags }) => names.some((each) => tags.includes(each) || tags.includes(`${each}:latest`)))
      .flatMap(({ hostNames }) => hostNames)
    const claim = placement.claim({ name: `build-${randomUUID()}`, env: [...expressions, ...hostsOfBuilt(builtOn)] })
    announce(context, search, claim.hostId)
    try {
      const hasLogins = isGiven(exchange.request.headers['x-registry-config'])
      return await relay(context, exchange, {
        hostId: claim.hostId,
        path: pathOf(exchange.version, ['build'], `?${search}`),
        headers: hasLogins ? {} : authsHeader(await registries.allAuths()),
        reportsProgress: true,
        onEnd: () =>
          Promise.race([cluster.refresh(claim.hostId, ['images']).catch(() => undefined), delay(patienceMs)]),
      })
    } finally {
      claim.release()
    }
  })
}

export const cancelBuild: Answer = async (context, exchange) => {
  const id = exchange.target.search.get('id') ?? ''
  const hostId = context.rendezvous.known(keys.buildId(id))
  if (hostId === undefined) throw notFound(`No such build: ${id}`)
  await audited(context, { action: 'build.cancel', target: id }, () =>
    relay(context, exchange, {
      hostId,
      path: pathOf(exchange.version, ['build', 'cancel'], exchange.target.query),
    }),
  )
}
