// Volumes are local to a host: listed under its name, made on every host unless one is named, so that whatever is placed finds its
// own.
import { randomBytes } from 'node:crypto'
import type { Host } from '@/lib/contract/hosts'
import type { Volume } from '@/lib/contract/inventory'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { spelledAs } from '../containers/spelled-body'
import { hasLabels, isTrue, nameMatcher, readFilters, truthOf } from '../filters'
import { notFound, sendJson } from '../http/docker-error'
import { isObject, readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { answering, onHosts, requireAll } from '../on-hosts'
import { guardVolume } from '../policy/guard'
import { relay } from '../relay'
import type { Answer, ProxyContext } from '../types'

const known = ['dangling', 'driver', 'label', 'name', 'node']
const timeoutMs = 60_000
const anonymousLabel = 'com.docker.volume.anonymous'

const shown = (volume: Volume) => ({
  CreatedAt: volume.createdAt ?? '',
  Driver: volume.driver,
  Labels: volume.labels,
  Mountpoint: volume.mountpoint,
  Name: `${volume.hostName}/${volume.name}`,
  Options: volume.options,
  Scope: 'local',
})

export const listVolumes: Answer = ({ cluster }, { response, target: { search } }) => {
  const filters = readFilters(search, known)
  const matches = nameMatcher(filters.get('name') ?? [])
  const nodes = filters.get('node')
  const drivers = filters.get('driver')
  const dangling = truthOf(filters, 'dangling')
  const volumes = cluster
    .volumes()
    .filter(
      (volume) =>
        (matches(volume.name) || matches(`${volume.hostName}/${volume.name}`)) &&
        (nodes?.includes(volume.hostName) ?? true) &&
        (drivers?.includes(volume.driver) ?? true) &&
        hasLabels(volume.labels, filters.get('label')) &&
        (dangling === undefined || dangling === (volume.usedBy.length === 0)),
    )
  sendJson(response, { Volumes: volumes.map(shown), Warnings: null })
}

/** One of `host/name`, or those of that name on every host. */
function findVolumes({ cluster }: Pick<ProxyContext, 'cluster'>, ref: string, mayLack = false): Volume[] {
  const found = cluster.volumes().filter(({ name, hostName }) => ref === name || ref === `${hostName}/${name}`)
  if (found.length === 0 && !mayLack) throw notFound(`get ${ref}: no such volume`)
  return found
}

const hostsOf = (context: ProxyContext, volumes: readonly Volume[]): Host[] => {
  const ids = new Set(volumes.map(({ hostId }) => hostId))
  const hosts = answering(context).filter(({ id }) => ids.has(id))
  if (hosts.length > 0) return hosts
  throw new AppError('host_unreachable', `No host that has the volume ${volumes[0]?.name} answers.`)
}

export const inspectVolume: Answer = async (context, exchange) => {
  const volumes = findVolumes(context, exchange.params.ref ?? '')
  const [host] = hostsOf(context, volumes)
  const path = pathOf(exchange.version, ['volumes', volumes[0]?.name ?? ''], exchange.target.query)
  await relay(context, exchange, { hostId: host?.id ?? '', path })
}

/** `com.docker.swarm.whitelists=["node==n1|n2"]` on a volume names the hosts that get it. */
function whitelisted(labels: unknown): ((host: Host) => boolean) | null {
  const text = isObject(labels) ? labels['com.docker.swarm.whitelists'] : undefined
  if (typeof text !== 'string') return null
  const lists = (text.match(/node==([^"]+)/g) ?? []).map((each) => each.slice(6).split('|'))
  return ({ name }) => lists.every((names) => names.includes(name))
}

export const createVolume: Answer = async (context, { request, response }) => {
  const { cluster } = context
  const body = spelledAs(await readJsonObject(request), 'Name', 'Labels')
  const isNamed = typeof body.Name === 'string' && body.Name !== ''
  const given = isNamed ? String(body.Name) : randomBytes(32).toString('hex')
  // What engines write on those that they have to name themselves: a prune takes these alone.
  const labels = isNamed ? {} : { Labels: { ...(isObject(body.Labels) ? body.Labels : {}), [anonymousLabel]: '' } }
  const slash = given.indexOf('/')
  const hostName = slash > 0 ? given.slice(0, slash) : null
  guardVolume(context, body, `POST /volumes/create ${given}`)
  const isWanted = whitelisted(body.Labels) ?? (() => true)
  const hosts = answering(context).filter((host) => (hostName === null ? isWanted(host) : host.name === hostName))
  if (hosts.length === 0) {
    throw notFound(hostName === null ? 'No healthy node available in the cluster' : `No such node: ${hostName}`)
  }
  await audited(context, { action: 'volume.create', target: given }, async () => {
    const outcomes = await onHosts(hosts, async ({ id }) => {
      const made = await cluster.engine(id).json<object>('POST', '/volumes/create', {
        body: { ...body, ...labels, Name: given.slice(slash + 1) },
        timeoutMs,
      })
      await cluster.refresh(id, ['volumes']).catch(() => undefined)
      return made
    })
    requireAll(outcomes)
    const [first] = outcomes
    sendJson(response, first?.ok ? first.value : {}, 201)
    return { status: 201 }
  })
}

export const removeVolume: Answer = async (context, { params, response, target: { search } }) => {
  const { cluster } = context
  const ref = params.ref ?? ''
  const isForced = isTrue(search.get('force'))
  const volumes = findVolumes(context, ref, isForced)
  // Engines take it for success, as `rm -f` does.
  if (volumes.length === 0) return void response.writeHead(204).end()
  await audited(context, { action: 'volume.remove', target: ref }, async () => {
    for (const volume of volumes) context.moves.requireUnneeded(volume)
    const outcomes = await onHosts(hostsOf(context, volumes), async ({ id }) => {
      const path = `/volumes/${encodeURIComponent(volumes[0]?.name ?? '')}`
      await cluster.engine(id).json('DELETE', path, { query: { force: search.get('force') ?? undefined }, timeoutMs })
      await cluster.refresh(id, ['volumes']).catch(() => undefined)
    })
    requireAll(outcomes)
    response.writeHead(204)
    response.end()
    return { status: 204 }
  })
}
