// One network: inspected where it is known, joined and left on the container's host, removed everywhere.
import { setTimeout as delay } from 'node:timers/promises'
import type { Container } from '@/lib/contract/containers'
import type { Network } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import { callOff, joiningOf } from '@/server/networks/called-off'
import { audited } from '../audit'
import { relayAttaching, seeAgain } from '../containers/relay-container'
import { spelledAs } from '../containers/spelled-body'
import { notFound, sendJsonText } from '../http/docker-error'
import { stringifyExact } from '../http/exact-json'
import { readJsonObject } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { spanOf } from '../json-span'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { findNetwork } from '../objects/find-network'
import { answering, onHosts } from '../on-hosts'
import { guardJoin } from '../policy/guard'
import { readAnswer } from '../read-answer'
import { ask, passOn, relay } from '../relay'
import type { Answer, ProxyContext } from '../types'

const askTimeoutMs = 10_000
const lingerMs = 5_000
const lookAgainMs = 150

type Joined = Record<string, unknown>

/** Swarm mode's own endpoint on each host, which stays for a while after the last container has left. */
const isBalancer = (key: string): boolean => key.startsWith('lb-')

/** Each engine knows the containers of its own host only. */
async function joinedAnywhere({ cluster }: ProxyContext, network: Network): Promise<Joined> {
  const endpoints = cluster.network(network.id)?.endpoints ?? []
  const ids = new Set(endpoints.map(({ hostId }) => hostId))
  const outcomes = await onHosts(
    cluster.hosts().filter(({ id }) => ids.has(id)),
    ({ id }) =>
      cluster
        .engine(id)
        .json<{ Containers?: Joined | null }>('GET', `/networks/${network.id}`, { timeoutMs: askTimeoutMs }),
  )
  const found = outcomes.flatMap((each) => (each.ok ? Object.entries(each.value.Containers ?? {}) : []))
  return Object.fromEntries(found.filter(([key]) => !isBalancer(key)))
}

/** A local network in its engine's own bytes; of an overlay the containers of all hosts. */
export const inspectNetwork: Answer = async (context, exchange) => {
  const network = findNetwork(context.cluster, exchange.params.ref ?? '')
  // Managers know all of an overlay but its containers, workers what they use of it.
  const hosts = answering(context)
    .filter(({ id }) => network.hostIds.includes(id))
    .sort((one, other) => Number(other.engine?.swarm.isManager) - Number(one.engine?.swarm.isManager))
  const path = pathOf(exchange.version, ['networks', network.id], exchange.target.query)
  for (const [at, host] of hosts.entries()) {
    const options = { hostId: host.id, path }
    const answer = await ask(context, exchange, options)
    if (answer.statusCode === 404 && at < hosts.length - 1) {
      answer.resume()
      continue
    }
    if (answer.statusCode !== 200 || network.scope === 'local') {
      await passOn(context, exchange, answer, options)
      return
    }
    const text = await readAnswer(answer)
    const span = spanOf(text, ['Containers'])
    const joined = JSON.stringify(await joinedAnywhere(context, network))
    return sendJsonText(exchange.response, span ? text.slice(0, span.start) + joined + text.slice(span.end) : text)
  }
  throw new AppError('host_unreachable', `No host that has the network ${network.displayName} answers.`)
}

/**
 * An overlay that no container on the host uses yet is known there by what the container says of it alone, and that is its name:
 * by its id engines of the 20.10 line find nothing to leave. Where a local network has that name too only the id is right.
 */
const nameOn = ({ cluster }: ProxyContext, network: Network, { hostId }: Container): string => {
  if (network.scope === 'local') return network.id
  const isAmbiguous = cluster
    .networks()
    .some(({ id, name, hostIds }) => id !== network.id && name === network.name && hostIds.includes(hostId))
  return isAmbiguous ? network.id : network.name
}

export const joinNetwork =
  (act: 'connect' | 'disconnect'): Answer =>
  async (context, exchange) => {
    const { cluster, moves } = context
    const network = findNetwork(cluster, exchange.params.ref ?? '')
    const body = spelledAs(await readJsonObject(exchange.request), 'Container')
    const found = findContainer(cluster, typeof body.Container === 'string' ? body.Container : '')
    requireHost(cluster, found)
    guardJoin(context, body, `POST /networks/${network.displayName}/${act}`)
    moves.requireFree(found)
    if (network.scope === 'local' && !network.hostIds.includes(found.hostId)) {
      throw notFound(`network ${network.displayName} is not on ${found.hostName}, where ${found.name} is`)
    }
    const known = nameOn(context, network, found)
    const target = `${network.displayName} ${placeOfContainer(found)}`
    const options = {
      hostId: found.hostId,
      path: pathOf(exchange.version, ['networks', known, act]),
      body: Buffer.from(stringifyExact({ ...body, Container: found.id })),
      headers: { 'content-type': 'application/json' },
      onHead: () => seeAgain(context, found),
    }
    const subject = joiningOf(found.id, network.id)
    await audited(context, { action: `network.${act}`, target }, () => {
      if (act === 'connect') return relayAttaching(context, exchange, options, { found, subject })
      callOff(subject)
      return relay(context, exchange, options)
    })
  }

/** Engines list for a while what they are letting go of; whoever makes it anew at once must not be given that. */
async function untilGone({ cluster }: ProxyContext, { id, scope }: Network): Promise<void> {
  const deadline = performance.now() + lingerMs
  while (scope !== 'local' && performance.now() < deadline) {
    const hostIds = cluster.networks().find((each) => each.id === id)?.hostIds
    if (hostIds === undefined) return
    await Promise.allSettled(hostIds.map((hostId) => cluster.refresh(hostId, ['networks'])))
    await delay(lookAgainMs)
  }
}

export const removeNetwork: Answer = async (context, { params, response }) => {
  const network = findNetwork(context.cluster, params.ref ?? '')
  await audited(context, { action: 'network.remove', target: network.displayName }, async () => {
    await context.networks.remove(network.scope === 'local' ? network.displayName : network.id, {
      stoppedMayLack: true,
    })
    await untilGone(context, network)
    response.writeHead(204)
    response.end()
    return { status: 204 }
  })
}
