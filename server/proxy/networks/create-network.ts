// `docker network create`: an overlay by the same planning as the console's, which waits until it works; a local network on
// one host, the one named before the slash or the one with the fewest containers. Without a driver it is an overlay where there
// can be one, as in classic Swarm: that is what lets the containers of a compose file live on different hosts.
import { createNetworkRequest } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { spelledAs } from '../containers/spelled-body'
import { badRequest, notFound, sendJson } from '../http/docker-error'
import { stringifyExact } from '../http/exact-json'
import { isObject, type JsonObject, readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { guardNetwork } from '../policy/guard'
import { relay } from '../relay'
import type { Answer, Exchange, ProxyContext } from '../types'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Names of local networks that are being made. */
const underWay = new WeakMap<object, Set<string>>()

const predefined = new Set(['bridge', 'default', 'host', 'none'])

const poolsOf = (body: JsonObject): JsonObject[] => {
  const config = isObject(body.IPAM) ? body.IPAM.Config : undefined
  return Array.isArray(config) ? config.filter(isObject) : []
}

async function createOverlay(context: ProxyContext, { response }: Exchange, body: JsonObject): Promise<void> {
  const pools = poolsOf(body)
  if (pools.length > 1 || body.EnableIPv6 === true) {
    throw new AppError('not_supported', 'Overlay networks have one IPv4 subnet.')
  }
  const pool = pools[0] ?? {}
  const parsed = createNetworkRequest.safeParse({
    name: body.Name,
    driver: 'overlay',
    ...(textOf(pool.Subnet) ? { subnet: pool.Subnet } : {}),
    ...(textOf(pool.Gateway) ? { gateway: pool.Gateway } : {}),
    ...(textOf(pool.IPRange) ? { ipRange: pool.IPRange } : {}),
    // Only what is attachable can be used by containers, and there are no services here.
    attachable: true,
    internal: body.Internal === true,
    labels: body.Labels ?? {},
    options: body.Options ?? {},
  })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw badRequest(`invalid network: ${issue?.path.join('.')} ${issue?.message}`)
  }
  const network = await context.networks.create(parsed.data)
  sendJson(response, { Id: network.id, Warning: '' }, 201)
}

async function createLocal(context: ProxyContext, exchange: Exchange, body: JsonObject, hostName: string | null) {
  const { cluster, placement } = context
  const name = textOf(body.Name)
  const chosen = hostName === null ? placement.choose({}) : cluster.host(hostName)?.id
  if (chosen === undefined) throw notFound(`No such node: ${hostName}`)
  const names = underWay.get(cluster) ?? new Set()
  underWay.set(cluster, names)
  // Two of one name would be ambiguous from then on; on a host of its own a name may come again.
  const isTaken = hostName === null && cluster.networks().some((network) => network.name === name)
  const key = `${hostName ?? ''}/${name}`
  if (isTaken || names.has(key)) throw new AppError('conflict', `network with name ${name} already exists`)
  names.add(key)
  try {
    return await relay(context, exchange, {
      hostId: chosen,
      path: pathOf(exchange.version, ['networks', 'create']),
      body: Buffer.from(stringifyExact(body)),
      headers: { 'content-type': 'application/json' },
      onHead: () => cluster.refresh(chosen, ['networks']).catch(() => undefined),
    })
  } finally {
    names.delete(key)
  }
}

export const createNetwork: Answer = async (context, exchange) => {
  const asked = await readJsonObject(exchange.request)
  const body = spelledAs(asked, 'Name', 'Driver', 'EnableIPv6', 'Internal', 'IPAM', 'Labels', 'Options')
  const given = textOf(body.Name)
  const slash = given.indexOf('/')
  const hostName = slash > 0 ? given.slice(0, slash) : null
  const name = given.slice(slash + 1)
  if (predefined.has(name)) {
    throw new AppError('forbidden', `operation is not permitted on predefined ${name} network`)
  }
  guardNetwork(context, body, `POST /networks/create ${given}`)
  const canSpan = context.cluster
    .hosts()
    .some(({ engine }) => engine?.swarm.state === 'active' || engine?.clusterStore !== undefined)
  const driver = textOf(body.Driver) || (canSpan && hostName === null ? 'overlay' : 'bridge')
  await audited(context, { action: 'network.create', target: given, message: driver }, async () => {
    if (driver !== 'overlay') return createLocal(context, exchange, { ...body, Name: name, Driver: driver }, hostName)
    await createOverlay(context, exchange, { ...body, Name: name })
    return { status: 201 }
  })
}
