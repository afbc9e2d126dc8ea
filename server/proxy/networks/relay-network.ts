// One network: inspected where it is known, joined and left on the container's host, removed everywhere.
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { seeAgain } from '../containers/relay-container'
import { notFound } from '../http/docker-error'
import { readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { findNetwork } from '../objects/find-network'
import { answering } from '../on-hosts'
import { ask, passOn, relay } from '../relay'
import type { Answer } from '../types'

export const inspectNetwork: Answer = async (context, exchange) => {
  const network = findNetwork(context.cluster, exchange.params.ref ?? '')
  // Managers know all of an overlay, workers what they use of it.
  const hosts = answering(context)
    .filter(({ id }) => network.hostIds.includes(id))
    .sort((one, other) => Number(other.engine?.swarm.isManager) - Number(one.engine?.swarm.isManager))
  const path = pathOf(exchange.version, ['networks', network.id], exchange.target.query)
  for (const [at, host] of hosts.entries()) {
    const options = { hostId: host.id, path }
    const answer = await ask(context, exchange, options)
    if (answer.statusCode !== 404 || at === hosts.length - 1) {
      await passOn(context, exchange, answer, options)
      return
    }
    answer.resume()
  }
  throw new AppError('host_unreachable', `No host that has the network ${network.displayName} answers.`)
}

export const joinNetwork =
  (act: 'connect' | 'disconnect'): Answer =>
  async (context, exchange) => {
    const { cluster, moves } = context
    const network = findNetwork(cluster, exchange.params.ref ?? '')
    const body = await readJsonObject(exchange.request)
    const found = findContainer(cluster, typeof body.Container === 'string' ? body.Container : '')
    requireHost(cluster, found)
    moves.requireFree(found)
    if (network.scope === 'local' && !network.hostIds.includes(found.hostId)) {
      throw notFound(`network ${network.displayName} is not on ${found.hostName}, where ${found.name} is`)
    }
    const target = `${network.displayName} ${placeOfContainer(found)}`
    await audited(context, { action: `network.${act}`, target }, () =>
      relay(context, exchange, {
        hostId: found.hostId,
        path: pathOf(exchange.version, ['networks', network.id, act]),
        body: Buffer.from(JSON.stringify({ ...body, Container: found.id })),
        headers: { 'content-type': 'application/json' },
        onHead: () => seeAgain(context, found),
      }),
    )
  }

export const removeNetwork: Answer = async (context, { params, response }) => {
  const network = findNetwork(context.cluster, params.ref ?? '')
  await audited(context, { action: 'network.remove', target: network.displayName }, async () => {
    await context.networks.remove(network.scope === 'local' ? network.displayName : network.id)
    response.writeHead(204)
    response.end()
    return { status: 204 }
  })
}
