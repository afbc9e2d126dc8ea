// `docker build` with the classic builder: on one host that fulfils the expressions among the build arguments, where the image
// then is; `docker run` goes there when no registry has it.
import { randomUUID } from 'node:crypto'
import { authsHeader } from '@/server/docker/registry-auth'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { badRequest } from '../http/docker-error'
import { parseExact, stringifyExact } from '../http/exact-json'
import { isObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { guardBuild } from '../policy/guard'
import { relay } from '../relay'
import type { Answer } from '../types'
import { isGiven } from './pull-on-host'

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
  if (!isObject(args)) throw badRequest('invalid buildargs: they are not a JSON object')
  const entries = Object.entries(args)
  return {
    expressions: entries.flatMap(([name, value]) => (isExpression(name) ? [`${name}=${String(value ?? '')}`] : [])),
    rest: Object.fromEntries(entries.filter(([name]) => !isExpression(name))),
  }
}

export const buildImage: Answer = async (context, exchange) => {
  const { cluster, placement, registries } = context
  const search = new URLSearchParams(exchange.target.search)
  if (search.get('version') === '2') {
    throw new AppError('not_supported', 'Builds with BuildKit do not go through Lotse yet', {
      details: { fix: 'DOCKER_BUILDKIT=0 uses the other builder.' },
    })
  }
  const { expressions, rest } = splitBuildArgs(search.get('buildargs'))
  if (search.has('buildargs')) search.set('buildargs', stringifyExact(rest))
  const target = search.getAll('t').join(', ') || 'an image'
  await guardBuild(context, search, `POST /build ${target}`)
  await audited(context, { action: 'image.build', target }, async () => {
    const claim = placement.claim({ name: `build-${randomUUID()}`, env: expressions })
    try {
      const hasLogins = isGiven(exchange.request.headers['x-registry-config'])
      return await relay(context, exchange, {
        hostId: claim.hostId,
        path: pathOf(exchange.version, ['build'], `?${search}`),
        headers: hasLogins ? {} : authsHeader(await registries.allAuths()),
        reportsProgress: true,
      })
    } finally {
      claim.release()
      await cluster.refresh(claim.hostId, ['images']).catch(() => undefined)
    }
  })
}
